import { useId, useState } from 'react';
import { bibtexOf, methodsText, shortCaption } from '../../core/exports/methods';
import { trainingCsv } from '../../core/exports/trainingCsv';
import { documentOf, fileNameOf, fingerprintOf, THINNED } from '../../store/document';
import { linkTo } from '../../core/settings/link';
import { count } from '../format';
import { usePageState, useTools } from '../pageContext';
import { Dialog } from '../dialogs/Dialog';
import { FilePicker } from '../data/FilePicker';
import { useDrawn } from '../drawing/useDrawn';
import { ChartExport } from './ChartExport';
import { ClassLink } from './ClassLink';
import { CodeExport } from './CodeExport';
import { Copy } from './Copy';
import { NetworkExport } from './NetworkExport';
import { LinkField } from './LinkField';
import { ResultsLink } from './ResultsLink';
import { EmbedCode } from './EmbedCode';
import { save } from './saving';
import './ShareDialog.css';

/** Everything there is to take away: link, numbers, pictures, words for a paper. In a dialog of the browser's own. */
export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const id = useId();
  const { page, base } = useTools();
  const link = linkTo(
    base,
    usePageState((state) => state.experiment),
  );
  const showQrCode = () => {
    onClose();
    page.openDialog('qr');
  };
  return (
    <Dialog title="Share and export" onClose={onClose} size="tall">
      <div className="share">
        <section aria-labelledby={`${id}-link`}>
          <h3 id={`${id}-link`}>Link</h3>
          <p>Opens this experiment with all its settings. Whoever opens it trains it anew.</p>
          <div className="share-link">
            <LinkField link={link} label="Link to this experiment" />
            <Copy text={link} label="Copy link" confirmation="Link copied" isPrimary />
            <button type="button" className="button" onClick={showQrCode}>
              QR code
            </button>
          </div>
          <ResultsLink />
        </section>
        <ResultsExport onOpened={onClose} page={page} />
        <ChartExport />
        <Words />
        <NetworkExport onOpened={onClose} />
        <CodeExport />
        <ClassLink />
        <EmbedCode />
      </div>
    </Dialog>
  );
}

function ResultsExport({ page, onOpened }: { readonly page: ReturnType<typeof useTools>['page']; readonly onOpened: () => void }) {
  const id = useId();
  const group = useDrawn();
  const isThinned = usePageState((state) => state.recorded !== null && state.opened === null);
  const rows = group?.history.points ?? 0;
  const write = (ending: 'json' | 'csv') => {
    const state = page.store.getState();
    const date = new Date().toISOString();
    const document = documentOf(state, { userAgent: navigator.userAgent, date });
    if (!document) return;
    const name = `${fileNameOf(state, date)}.${ending}`;
    if (ending === 'json') save(name, `${JSON.stringify(document)}\n`, 'application/json');
    else save(name, trainingCsv(document), 'text/csv;charset=utf-8');
  };
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>Results</h3>
      <p>
        {rows === 0
          ? 'There are no numbers yet. Press Run first.'
          : `All ${count(rows)} rows of ${count(group?.experiment.runs.length ?? 0)} runs, seed by seed, with settings, versions and device.`}{' '}
        {isThinned && rows > 0 ? THINNED : null}
      </p>
      <div className="share-buttons">
        <button type="button" className="button" disabled={rows === 0} onClick={() => write('json')}>
          Save JSON
        </button>
        <button type="button" className="button" disabled={rows === 0} onClick={() => write('csv')}>
          Save CSV
        </button>
        <span className="share-aside">
          The JSON opens here again: drop it on the page, or{' '}
          <FilePicker label="File of results" accept=".json,application/json" of="a file" onTaken={onOpened}>
            open a file
          </FilePicker>
          .
        </span>
      </div>
    </section>
  );
}

/** Statement of a paper about the experiment. */
function Words() {
  const id = useId();
  const { page, base } = useTools();
  // What was trained, where something was: its words belong to its numbers.
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const [date] = useState(() => new Date().toISOString());
  const parameters = usePageState((state) => state.group?.facts?.parameters ?? null);
  const weights = usePageState((state) => (state.group ? state.group.weights : state.weights));
  const facts = {
    link: linkTo(base, experiment),
    fingerprint: fingerprintOf(page.store.getState(), { userAgent: '', date }),
    parameters,
    weights,
  };
  const methods = methodsText(experiment, facts);
  const bibtex = bibtexOf(experiment, facts);
  const caption = shortCaption(experiment, facts);
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>For a paper or a slide</h3>
      <p>What was set, as a paragraph of methods; the papers behind it; and one line for a slide.</p>
      <div className="share-text">
        <p>{methods}</p>
        <Copy text={methods} label="Copy methods" confirmation="Copied" />
      </div>
      <div className="share-text">
        <pre tabIndex={0}>{bibtex}</pre>
        <Copy text={bibtex} label="Copy BibTeX" confirmation="Copied" />
      </div>
      <div className="share-text">
        <p>{caption}</p>
        <Copy text={caption} label="Copy short caption" confirmation="Copied" />
      </div>
    </section>
  );
}
