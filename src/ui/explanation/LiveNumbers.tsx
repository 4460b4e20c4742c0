import { costOf, costPhrase } from '../../core/settings/cost';
import type { RunSettings } from '../../core/settings/experiment';
import { radiusRange } from '../../core/settings/radiusRange';
import type { StepMetric } from '../../core/metrics/catalogue';
import { measuredAt, rowAt } from '../../core/metrics/atStep';
import { hasClimb } from '../../core/settings/runTraits';
import { firstMember } from '../../store/chartView';
import { count, quantity } from '../format';
import { usePageState } from '../pageContext';
import { isOfSettings } from '../../store/pending';
import type { Shown } from '../../store/shown';
import { radiusWords } from '../runs/radiusWords';
import { useShown } from '../drawing/useShown';

/** The symbols of the formula with the numbers of the step on screen, what is known of cost and radius before any step, and what a step has cost so far. */
export function LiveNumbers({ run }: { readonly run: RunSettings }) {
  const experiment = usePageState((state) => state.experiment);
  const shown = useShown();
  // Numbers of other settings would stand under these.
  const group = isOfSettings(shown.group, run, experiment) ? shown.group : null;
  // Of the first seed: one step of one network, not a mean.
  const member = group ? firstMember(group, run.id) : undefined;
  const at = shown.steps.get(run.id) ?? Number.NaN;
  const row = member ? rowOfStep(member.steps.column('step'), at, shown) : -1;
  const step = member?.steps.column('step')[row];
  const last = (metric: StepMetric) => quantity(member?.steps.column(metric)[row] ?? Number.NaN);
  const cost = costOf(experiment).runs.find(({ id }) => id === run.id);
  const [made, evals, seconds] = (['step', 'evals', 'seconds'] as const).map((metric) => member && measuredAt(member, metric, at));
  const measured =
    made && evals && seconds ? `${quantity(evals / made)} gradients and ${quantity((1000 * seconds) / made)} ms per step` : null;
  const when = step === undefined ? 'now' : `in step ${count(step + 1)}`;
  const { range, note } = radiusWords(radiusRange(run));
  return (
    <>
      <dl className="how-live">
        <dt>‖g‖ {when}</dt>
        <dd>{last('gradNorm')}</dd>
        {hasClimb(run) ? (
          <>
            <dt>ρ {when}</dt>
            <dd>{last('radius')}</dd>
            <dt>‖ε‖ {when}</dt>
            <dd>{last('perturbNorm')}</dd>
            <dt>batch loss L(w) → L(w+ε)</dt>
            <dd>
              {last('lossClean')} → {last('lossPerturbed')}
            </dd>
          </>
        ) : (
          <>
            <dt>batch loss L(w)</dt>
            <dd>{last('lossClean')}</dd>
          </>
        )}
      </dl>
      <p className="how-facts">
        {cost ? costPhrase(cost) : null}
        {measured ? `; measured so far: ${measured}` : ''} · {range}
        {note ? <span className="how-note">{note}</span> : null}
      </p>
    </>
  );
}

/** Row of the step that led to `at`; of the last one made where training stands between two measurements and nobody points elsewhere. */
function rowOfStep(steps: Float64Array, at: number, { x, isEarlier, group }: Shown): number {
  const isBetween = x === null && !isEarlier && group?.phase === 'paused';
  return isBetween ? steps.length - 1 : rowAt(steps, at - 1);
}
