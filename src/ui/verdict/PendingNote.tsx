import { useShallow } from 'zustand/react/shallow';
import type { SettingChange } from '../../core/settings/changes';
import { pendingOf, pendingState } from '../../store/pending';
import { listed } from '../format';
import { usePageState, useTools } from '../pageContext';
import './PendingNote.css';

/** Changes that are spelt out; the rest is counted. */
const MOST_SPELT = 4;

/** That the settings are no longer those of the results on screen: which, from what to what, what Run does about it, and the way back. */
export function PendingNote() {
  const { page } = useTools();
  const state = usePageState(useShallow(pendingState));
  const pending = pendingOf(state);
  if (!pending) return null;
  const { changes, trains, keeps, refusal } = pending;
  return (
    <section className="pending" aria-label="Settings for the next run">
      <p role="status">
        <b>For the next run:</b> {changes.slice(0, MOST_SPELT).map(changeWords).join('; ')}
        {changes.length > MOST_SPELT ? `; and ${changes.length - MOST_SPELT} more` : ''}. What is on screen was made before.{' '}
        {refusal === '' ? consequence(trains, keeps) : refusal}
      </p>
      <span className="pending-ways">
        {refusal === '' ? (
          <button type="button" className="button" onClick={page.run}>
            {state.isGoing ? 'Start with these' : 'Run with these'}
          </button>
        ) : null}
        <button type="button" className="button" onClick={page.takeBack}>
          Take back
        </button>
      </span>
    </section>
  );
}

/** `SAM: ρ 0.4 → 0.1`; `BiSAM is added`. */
export function changeWords({ run, setting, from, to }: SettingChange): string {
  if (setting !== '') return `${run === '' ? '' : `${run}: `}${setting} ${from} → ${to}`;
  return from === 'there' && to !== 'removed' ? `${run} → ${to}` : `${run} is ${to}`;
}

function consequence(trains: readonly string[] | 'all', keeps: readonly string[]): string {
  if (trains === 'all') return 'Run starts all runs over, and these curves go.';
  const rest = keeps.length > 0 ? `; ${listed(keeps)} ${keeps.length === 1 ? 'keeps its curves' : 'keep their curves'}` : '';
  return `Run trains ${listed(trains)} from the same start${rest}.`;
}
