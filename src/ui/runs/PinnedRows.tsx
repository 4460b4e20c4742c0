import type { Reference } from '../../store/pins';
import { comparisonWithPinned, pinnedFigure, pinnedStep, type Shown } from '../../store/shown';
import { useShown } from '../drawing/useShown';
import { count, percent, signedPoints } from '../format';
import { usePageState, useTools } from '../pageContext';
import { drawnStyles, useReferences } from './references';
import { Swatch } from './Swatch';

/** Pinned runs of earlier groups, above the others: how they stood at the step on screen, and how far the same run is ahead of that now. */
export function PinnedRows() {
  const shown = useShown();
  const { page } = useTools();
  const references = useReferences();
  const experiment = usePageState((state) => state.experiment);
  const styles = drawnStyles(experiment, references);
  return references.map((reference) => {
    const { id, name, label, differs, history } = reference;
    return (
      <li key={id} className="run" data-reference="true">
        <span className="run-name">
          <Swatch style={styles.get(id)} />
          <span>
            <b>{name}</b>
            <span
              className="run-details"
              title="Its curves stay as they were until it is let go or the page is closed. Links hold settings, not curves."
            >
              <PinIcon /> {differs.join(' · ') || 'as now'}
            </span>
          </span>
        </span>
        <span className="run-standing" title={`At step ${count(pinnedStep(shown, history))}`}>
          <b>{percent(pinnedFigure(shown, history, 'testAccuracy'))}</b>
          <Change shown={shown} reference={reference} />
        </span>
        <span className="run-actions">
          <button
            type="button"
            className="run-action"
            aria-label={`Back to the settings of ${label}`}
            title="Back to its settings"
            disabled={differs.length === 0}
            onClick={() => page.backTo(id)}
          >
            <svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" strokeLinecap="round" aria-hidden="true">
              <path d="M5 3L2 6l3 3M2.500 6H9a2.500 2.500 0 0 1 0 5H6" />
            </svg>
          </button>
          <button type="button" className="run-action" aria-label={`Let go of ${label}`} title="Let it go" onClick={() => page.letGo(id)}>
            <svg width="14" height="14" viewBox="0 0 14 14" stroke="currentColor" strokeLinecap="round" aria-hidden="true">
              <path d="M3 3l8 8M11 3l-8 8" />
            </svg>
          </button>
        </span>
      </li>
    );
  });
}

/** Run of the same name now, against the reference: at the step on screen, or the last that the reference has, paired by seed. */
function Change({ shown, reference: { id, run, history } }: { readonly shown: Shown; readonly reference: Reference }) {
  const { group } = shown;
  const isThere = group?.experiment.runs.some((one) => one.id === run.id && one.algorithm === run.algorithm) ?? false;
  const against = isThere ? comparisonWithPinned(shown, run.id, history, id) : null;
  if (!against || against.step === 0) return null;
  const points = signedPoints(against.points);
  return (
    <span title={`Now against then, paired over ${against.seeds} ${against.seeds === 1 ? 'seed' : 'seeds'} at step ${count(against.step)}`}>
      now {Number.isFinite(against.sd) ? points.replace(' points', ` ± ${against.sd.toFixed(1)}`) : points}
    </span>
  );
}

/** Said in words, as it stands for one. */
export function PinIcon() {
  return (
    <svg className="pin-icon" width="10" height="10" viewBox="0 0 14 14" role="img" aria-label="pinned">
      <path d={PIN} fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
    </svg>
  );
}

export const PIN = 'M4.500 1.500h5l-.700 4 2.200 2.500h-8l2.200-2.500zM7 8v4.500';
