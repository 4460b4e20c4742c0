import type { Measuring } from '../../core/protocol/views';
import { setField } from '../../core/settings/edit';
import { formOf } from '../../core/settings/form';
import { normSchedule } from '../../core/settings/normSchedule';
import { runLabels } from '../../core/settings/runLabels';
import type { PageState } from '../../store/state';
import { Control } from '../controls/Control';
import { count, duration } from '../format';
import { usePageState, useTools } from '../pageContext';
import { runStyles } from '../theme/palette';

interface Props {
  /** Nothing has been measured. */
  readonly isEmpty: boolean;
  readonly onMeasure: () => void;
}

/** Asks for measurements, on how many mini-batches, and says how far they are. */
export function MeasureBar({ isEmpty, onMeasure }: Props) {
  const { page } = useTools();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const obstacle = usePageState(obstacleOf);
  const measuring = usePageState((state) => (state.group?.measuring?.what === 'norms' ? state.group.measuring : null));
  const members = usePageState((state) => state.group?.members);
  const diverged = (members ?? []).filter(({ divergedAt }) => divergedAt !== null).map(({ run }) => run);
  const styles = runStyles(experiment);
  const labels = runLabels(experiment);
  const measure = (runs: readonly string[]) => {
    onMeasure();
    page.measure(runs);
  };
  return (
    <>
      <div className="norms-bar">
        <fieldset className="norms-runs" disabled={obstacle !== null}>
          <legend>Measure now</legend>
          {labels.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              className="button"
              disabled={diverged.includes(id)}
              title={diverged.includes(id) ? 'Its loss is no longer a number' : undefined}
              onClick={() => measure([id])}
            >
              <svg width="16" height="4" aria-hidden="true">
                <line x2="16" y1="2" y2="2" stroke={styles.get(id)?.color} strokeWidth="3" strokeDasharray={styles.get(id)?.dash} />
              </svg>
              {label}
            </button>
          ))}
          {labels.length > 1 ? (
            <button type="button" className="button" onClick={() => measure(labels.map(({ id }) => id))}>
              Every run
            </button>
          ) : null}
        </fieldset>
        <BatchCount />
      </div>
      {measuring ? <MeasureProgress measuring={measuring} /> : isEmpty ? <Empty obstacle={obstacle} /> : null}
    </>
  );
}

function BatchCount() {
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const item = formOf(experiment)
    .sections.flatMap(({ fields }) => fields)
    .find(({ path }) => path === 'training.norms');
  if (!item) return null;
  return (
    <div className="norms-count">
      <Control item={item} onChange={(value) => page.edit(setField(page.store.getState().experiment, item.path, value))} />
    </div>
  );
}

function MeasureProgress({ measuring }: { readonly measuring: Extract<Measuring, { what: 'norms' }> }) {
  const { page } = useTools();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const { member, step, done, planned, waiting } = measuring;
  const label = runLabels(experiment).find(({ id }) => id === member.run)?.label ?? member.run;
  return (
    <p className="norms-progress">
      <progress className="progress-track" max={planned} value={done} aria-label="Mini-batches measured" />
      <span>
        {label} at step {count(step)}: {count(done)} of {count(planned)} mini-batches
        {waiting > 0 ? `, ${waiting} more ${waiting === 1 ? 'run' : 'runs'} to come` : ''}. Training waits.
      </span>
      <button type="button" className="link-button" onClick={page.stopMeasuring}>
        Cancel
      </button>
    </p>
  );
}

function Empty({ obstacle }: { readonly obstacle: string | null }) {
  const experiment = usePageState((state) => state.experiment);
  const seconds = usePageState(({ msPerGradient }) => (msPerGradient === null ? null : (msPerGradient * experiment.training.norms) / 1000));
  const { steps, batches, includes } = normSchedule(experiment);
  const isAutomatic = steps.length > 0 && experiment.runs.some(includes);
  return (
    <p className="norms-empty">
      {obstacle ??
        `Choose a run: the gradients of ${count(experiment.training.norms)} mini-batches are measured at the weights it has then${
          seconds === null ? '' : `, in ${seconds < 1 ? 'less than a second' : `about ${duration(seconds)}`}`
        }, and training waits meanwhile.`}
      {isAutomatic
        ? ` ${experiment.training.normsof === 'all' ? 'Every run' : 'A run with an adaptive gate'} is also measured by itself at 30, 60 and 90 % of training, on ${count(batches)} mini-batches.`
        : ''}
    </p>
  );
}

/** Why nothing can be measured here, with what to do about it; null when it can. */
function obstacleOf({ group, recorded }: PageState): string | null {
  if (recorded !== null) return 'These runs were recorded. Press Run to train them here: then their gradients can be measured at any step.';
  if (group === null || group.phase === 'failed') return 'Nothing is being trained. Press Run: then gradients can be measured at any step.';
  return null;
}
