import { readingFields } from '../../core/datasets/reading';
import type { FilesRead } from '../../core/protocol/protocol';
import type { Field, FieldValue } from '../../core/settings/field';
import { Control } from '../controls/Control';
import { FilePicker } from './FilePicker';
import { count, memory } from '../format';
import './Datasets.css';
import { late } from '../page/late';
import { usePageState, useTools } from '../pageContext';

const PublicSets = late('The list of public data sets', async () => (await import('../publicSets/PublicSets')).PublicSets);

/** The way to samples and classes of the data at hand. */
export function DataDialogButton() {
  const { page } = useTools();
  return (
    <button type="button" className="button datasets-look" onClick={() => page.openDialog('data')}>
      Look at samples and classes
    </button>
  );
}

/** Data sets from files: what is stored in this browser, and the way to bring more. */
export function Datasets() {
  const { page } = useTools();
  const datasets = usePageState((state) => state.datasets) ?? [];
  const data = usePageState((state) => state.experiment.data);
  const filesRead = usePageState((state) => state.filesRead);
  const used = data.kind === 'files' ? data.values.set : null;
  return (
    <>
      <section className="datasets" aria-labelledby="datasets-caption">
        <h3 id="datasets-caption" className="caption">
          Your data
        </h3>
        {datasets.length > 0 ? (
          <ul>
            {datasets.map(({ id, name, count: samples, inputShape, classes, bytes, stored, isText }) => (
              <li key={id}>
                <span className="datasets-name">
                  <b>{name}</b>
                  <span>
                    {count(samples)} × {isText ? `${inputShape[0]} tokens` : inputShape.join('×')}, {classes} classes, {memory(bytes)}
                    {stored ? '' : ', until the page is closed'}
                  </span>
                </span>
                {used === id ? (
                  <span className="datasets-used">in use</span>
                ) : (
                  <button type="button" className="link-button" onClick={() => page.trainOn(id)}>
                    use
                  </button>
                )}
                <button
                  type="button"
                  className="link-button"
                  aria-label={`Remove ${name} from this browser`}
                  onClick={() => page.removeDataset(id)}
                >
                  remove
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        <p className="datasets-hint">
          Drop a table of numbers or texts (CSV, TSV, ARFF), images with labels (MNIST family, CIFAR, NumPy), or folders of pictures or
          texts anywhere, packed or not, or <FilePicker label="Data files">choose files</FilePicker> or{' '}
          <FilePicker label="A whole folder" of="a folder">
            a folder
          </FilePicker>
          . They stay in this browser.
        </p>
        <p className="datasets-hint" role="status">
          {filesRead ? readingWords(filesRead) : ''}
        </p>
        {filesRead ? (
          <button type="button" className="button" onClick={page.stopReading}>
            Stop reading
          </button>
        ) : null}
        <HowFilesAreRead />
      </section>
      <PublicSets />
    </>
  );
}

function readingWords({ done, unit, file }: FilesRead): string {
  const far = done > 0 ? `${count(done)} ${unit} so far …` : '…';
  return file ? `Reading “${file}”: ${far}` : `Reading: ${far}`;
}

/** Settings that are the same for all files; what a table is, is said of that table. */
const FOR_ALL = ['side', 'unreadable', 'tokens', 'length', 'labels'] as const;

/** Settings for files, chosen before they are dropped. */
function HowFilesAreRead() {
  const { page } = useTools();
  const reading = usePageState((state) => state.howToRead);
  return (
    <details className="datasets-reading">
      <summary>How files are read</summary>
      {FOR_ALL.map((key) => (
        <Control
          key={key}
          item={{
            path: `reading.${key}`,
            key,
            field: readingFields[key] as unknown as Field<FieldValue>,
            value: reading[key],
            live: true,
            inherited: false,
          }}
          onChange={(value) => page.readAs({ ...reading, [key]: value })}
        />
      ))}
    </details>
  );
}
