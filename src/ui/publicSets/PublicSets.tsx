import { useState } from 'react';
import { type PublicSet, publicSets } from '../../core/datasets/publicSets';
import type { Download } from '../../core/protocol/protocol';
import { count, memory } from '../format';
import { late } from '../page/late';
import { usePageState, useTools } from '../pageContext';
import './PublicSets.css';

const AskDialog = late('The question', async () => (await import('./AskDialog')).AskDialog);

/** Public data sets, each a button away: a question first, then what has come so far, and what is kept to go on from. */
export function PublicSets() {
  const { page } = useTools();
  const downloads = usePageState((state) => state.downloads);
  const datasets = usePageState((state) => state.datasets);
  const data = usePageState((state) => state.experiment.data);
  const [asked, setAsked] = useState<string | null>(null);
  const needed = data.kind === 'files' && !datasets?.some(({ id }) => id === data.values.set);
  const isWanted = needed || downloads.length > 0;
  const [isOpen, setOpen] = useState(isWanted);
  const [wasWanted, setWanted] = useState(isWanted);
  // It opens by itself when it is needed, and closes by hand only.
  if (isWanted !== wasWanted) {
    setWanted(isWanted);
    if (isWanted) setOpen(true);
  }
  const isBusy = downloads.some(({ phase }) => phase !== 'kept');
  return (
    <section className="datasets public-sets" aria-label="Public data sets">
      <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>Public data sets</summary>
        <ul>
          {Object.entries(publicSets).map(([name, set]) => {
            const download = downloads.find((one) => one.set === name);
            const isHere = datasets?.some((one) => one.name === name && one.count === set.train.count + set.test.count) ?? false;
            return (
              <li key={name}>
                <span className="datasets-name">
                  <b>{set.label}</b>
                  <span>{download ? stateOf(download, set) : sizeOf(set)}</span>
                </span>
                {download === undefined ? (
                  isHere ? (
                    <span>is here</span>
                  ) : (
                    <button
                      type="button"
                      className="link-button"
                      disabled={isBusy}
                      aria-label={`Get ${set.label}`}
                      onClick={() => setAsked(name)}
                    >
                      get …
                    </button>
                  )
                ) : download.phase === 'kept' ? (
                  <>
                    <button
                      type="button"
                      className="link-button"
                      disabled={isBusy}
                      aria-label={`Resume ${set.label}`}
                      onClick={() => page.fetchDataset(name)}
                    >
                      resume
                    </button>
                    <button
                      type="button"
                      className="link-button"
                      aria-label={`Discard what has arrived of ${set.label}`}
                      onClick={() => page.forgetDownload(name)}
                    >
                      discard
                    </button>
                  </>
                ) : (
                  <button type="button" className="link-button" aria-label={`Stop getting ${set.label}`} onClick={page.stopFetching}>
                    stop
                  </button>
                )}
                {download && download.phase !== 'kept' ? (
                  <progress aria-label={`${set.label}, ${download.phase}`} max={download.total} value={download.received} />
                ) : null}
              </li>
            );
          })}
        </ul>
      </details>
      {asked ? (
        <AskDialog
          set={publicSets[asked] as PublicSet}
          onClose={() => setAsked(null)}
          onAgree={() => {
            setAsked(null);
            page.fetchDataset(asked);
          }}
        />
      ) : null}
    </section>
  );
}

function sizeOf({ train, test, inputShape, bytes }: PublicSet): string {
  return `${count(train.count + test.count)} × ${inputShape.join('×')}, ${memory(bytes)}`;
}

function stateOf({ phase, received, total }: Download, { test, train }: PublicSet): string {
  switch (phase) {
    case 'asking':
      return 'asking the hub';
    case 'loading':
      return `${memory(received)} of ${memory(total)}`;
    case 'checking':
      return 'checking what has come';
    case 'unpacking':
      return `${count(received)} of ${count(train.count + test.count)} images unpacked`;
    case 'kept':
      return `${memory(received)} of ${memory(total)} are here`;
    default:
      return phase satisfies never;
  }
}
