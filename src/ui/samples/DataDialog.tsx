import { useEffect, useState } from 'react';
import { complaintsAbout } from '../../store/facts';
import { needsFiles } from '../../core/datasets';
import type { PreviewChoice } from '../../core/datasets/preview';
import { filesOf } from '../../store/datasets';
import { Dialog } from '../dialogs/Dialog';
import { count } from '../format';
import { usePageState, useTools } from '../pageContext';
import { ClassBalance } from './ClassBalance';
import './DataDialog.css';
import { DropNote } from '../data/DropNote';
import { UnderstandingTable } from '../data/UnderstandingTable';
import { SampleFigures } from './SampleFigures';

/** Samples of one look; points in the plane are seen best together. */
const AT_ONCE = 24;
const POINTS_AT_ONCE = 300;

/** How many samples each class has, and some of the samples with their labels, of the data of the edited experiment. */
export function DataDialog({ onClose }: { readonly onClose: () => void }) {
  const { page } = useTools();
  const data = usePageState((state) => state.experiment.data);
  const seed = usePageState((state) => state.experiment.training.seeds[0] ?? 1);
  const missing = usePageState((state) => {
    const complaint = complaintsAbout(state).find(({ about }) => about === 'data.set');
    return complaint ? `${complaint.message} ${complaint.remedy}` : '';
  });
  const found = usePageState((state) => state.preview);
  const stored = usePageState((state) => state.datasets?.find(({ id }) => id === data.values.set));
  const drop = usePageState((state) => state.drop);
  const isAtHand = usePageState((state) => needsFiles(data) && filesOf(state, data.values.set) !== undefined);
  const isRead = drop === null || drop.phase === 'read';
  // What is asked about comes before what is there.
  const understanding = isRead ? stored?.understanding : (drop.understanding ?? undefined);
  const understood = understanding ? (
    <UnderstandingTable
      understanding={understanding}
      canChange={isAtHand || !isRead}
      isReading={drop?.phase === 'reading'}
      onChange={page.readAgain}
    />
  ) : null;
  const [label, setLabel] = useState<number | null>(null);
  const [isFlippedOnly, setFlippedOnly] = useState(false);
  const [from, setFrom] = useState(0);
  const isThere = found !== null && JSON.stringify(found.data) === JSON.stringify(data) && found.seed === seed;
  const isPlanar = isThere && found.preview.inputShape.join() === '2';
  const size = isPlanar ? POINTS_AT_ONCE : AT_ONCE;
  useEffect(() => {
    if (missing === '') page.preview(seed, { label, isFlippedOnly, from, count: size } satisfies PreviewChoice);
  }, [page, data, seed, label, isFlippedOnly, from, size, missing]);
  const choose = (next: { readonly label: number | null; readonly isFlippedOnly: boolean }) => {
    setLabel(next.label);
    setFlippedOnly(next.isFlippedOnly);
    setFrom(0);
  };
  if (missing !== '' || !isThere || !isRead) {
    return (
      <Dialog title="The data" onClose={onClose} size="tall">
        <div className="samples">
          <DropNote />
          {understood}
          {isRead ? <p role="status">{missing || 'Looking …'}</p> : null}
        </div>
      </Dialog>
    );
  }
  const { preview } = found;
  const { classNames, flipped, fitting, samples } = preview;
  const first = found.choice.from;
  return (
    <Dialog title={`The data: ${preview.name}`} onClose={onClose} size="tall">
      <div className="samples">
        <DropNote />
        {understood}
        {stored?.notes?.map((note) => (
          <p key={note} className="samples-note">
            {note}
          </p>
        ))}
        <ClassBalance preview={preview} chosen={label} onChoose={(next) => choose({ label: next, isFlippedOnly })} />
        <section aria-labelledby="samples-caption">
          <header className="samples-head">
            <h3 id="samples-caption" className="caption">
              Training samples of seed {seed}
              {label === null ? '' : ` labelled ${classNames[label]}`}
            </h3>
            {flipped > 0 ? (
              <label>
                <input
                  type="checkbox"
                  checked={isFlippedOnly}
                  onChange={({ target }) => choose({ label, isFlippedOnly: target.checked })}
                />
                only the {count(flipped)} with a wrong label
              </label>
            ) : null}
          </header>
          <SampleFigures preview={preview} />
          <p className="samples-pages" role="status">
            {fitting === 0 ? 'None.' : `${count(first + 1)} to ${count(first + samples.rows.length)} of ${count(fitting)}`}
            <button type="button" className="button" disabled={first === 0} onClick={() => setFrom(Math.max(0, first - size))}>
              Earlier
            </button>
            <button
              type="button"
              className="button"
              disabled={first + samples.rows.length >= fitting}
              onClick={() => setFrom(first + size)}
            >
              Further
            </button>
          </p>
        </section>
      </div>
    </Dialog>
  );
}
