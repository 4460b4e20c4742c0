import { count, about } from '../format';
import { usePageState, useTools } from '../pageContext';
import type { Findings } from './useFindings';

/** Why there is nothing yet, how far it has come, or what it is of. */
export function StageNote({
  of,
  step,
  cost,
}: {
  readonly of: Findings<unknown>;
  readonly step: number | undefined;
  readonly cost: string;
}) {
  const { page } = useTools();
  const measuring = usePageState((state) => (state.group?.measuring?.what === 'view' ? state.group.measuring : null));
  const isRecorded = usePageState((state) => state.recorded !== null);
  if (of.state === 'none')
    return (
      <p className="stage-note">
        {isRecorded ? 'These results were recorded, and have no weights here.' : 'Nothing is trained yet.'}{' '}
        <button type="button" className="link-button" onClick={page.run}>
          Run
        </button>{' '}
        and it is measured when training ends or pauses.
      </p>
    );
  if (measuring)
    return (
      <p className="stage-note">
        <progress className="progress-track" max={measuring.planned} value={measuring.done} aria-label="Places measured" />
        {measuring.waiting > 0 ? `and ${count(measuring.waiting)} more. ` : ''}Training waits.{' '}
        <button type="button" className="link-button" onClick={page.stopMeasuring}>
          Cancel
        </button>
      </p>
    );
  if (of.state === 'due')
    return (
      <p className="stage-note stage-due">
        <button type="button" className="button" onClick={of.ask}>
          Measure now
        </button>{' '}
        {of.ms === null ? '' : `About ${about(of.ms / 1000)} here. `}
        {cost}
      </p>
    );
  if (of.state === 'training')
    return <p className="stage-note">{step === undefined ? '' : `Of step ${count(step)}. `}Measured when training pauses or ends.</p>;
  return (
    <p className="stage-note" data-state="done">
      {step === undefined ? 'Nothing could be measured: these runs diverged.' : `Measured at step ${count(step)}. ${cost}`}
    </p>
  );
}
