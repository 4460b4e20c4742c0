import { useRef } from 'react';
import { takeFiles } from './droppedFiles';
import { count, memory } from './format';
import { late } from './late';
import './Datasets.css';
import { usePageState, useTools } from './pageContext';

const PublicSets = late('The list of public data sets', async () => (await import('./publicSets/PublicSets')).PublicSets);

/** Data sets from files: what is stored in this browser, and the way to bring more. */
export function Datasets() {
  const { page } = useTools();
  const datasets = usePageState((state) => state.datasets) ?? [];
  const data = usePageState((state) => state.experiment.data);
  const picker = useRef<HTMLInputElement>(null);
  const used = data.kind === 'files' ? data.values.set : null;
  return (
    <>
      <section className="datasets" aria-labelledby="datasets-caption">
        <h2 id="datasets-caption" className="caption">
          Your data
        </h2>
        {datasets.length > 0 ? (
          <ul>
            {datasets.map(({ id, name, count: samples, inputShape, classes, bytes, stored }) => (
              <li key={id}>
                <span className="datasets-name">
                  <b>{name}</b>
                  <span>
                    {count(samples)} × {inputShape.join('×')}, {classes} classes, {memory(bytes)}
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
          Drop IDX images and labels (MNIST…) or CIFAR-10 batches anywhere, or{' '}
          <button type="button" className="link-button" onClick={() => picker.current?.click()}>
            choose files
          </button>
          . They stay in this browser.
        </p>
        <input
          ref={picker}
          type="file"
          multiple
          className="visually-hidden"
          tabIndex={-1}
          aria-label="Data files"
          onChange={(event) => {
            takeFiles(page, [...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </section>
      <PublicSets />
    </>
  );
}
