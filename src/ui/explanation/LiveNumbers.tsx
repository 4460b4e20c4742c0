import { costOf, costPhrase } from '../../core/settings/cost';
import type { RunSettings } from '../../core/settings/experiment';
import { radiusRange } from '../../core/settings/radiusRange';
import type { StepMetric } from '../../core/metrics/catalogue';
import { lastBySeed } from '../../core/metrics/series';
import { hasClimb } from '../../core/settings/runTraits';
import { quantity } from '../format';
import { usePageState } from '../pageContext';
import { isOfSettings } from '../../store/pending';
import { radiusWords } from '../runs/radiusWords';
import { useDrawn } from '../drawing/useDrawn';

/** The symbols of the formula with the numbers of the last step, what is known of cost and radius before any step, and what a step has cost so far. */
export function LiveNumbers({ run }: { readonly run: RunSettings }) {
  const experiment = usePageState((state) => state.experiment);
  const drawn = useDrawn();
  // Numbers of other settings would stand under these.
  const group = isOfSettings(drawn, run, experiment) ? drawn : null;
  // Of the first seed: one step of one network, not a mean.
  const steps = group?.history.members.find((member) => member.run === run.id)?.steps;
  const last = (metric: StepMetric) => quantity(steps?.last(metric) ?? Number.NaN);
  const cost = costOf(experiment).runs.find(({ id }) => id === run.id);
  const [made, evals, seconds] = (['step', 'evals', 'seconds'] as const).map(
    (metric) => group && lastBySeed(group.history, run.id, { table: 'measured', metric }).values().next().value,
  );
  const measured =
    made && evals && seconds ? `${quantity(evals / made)} gradients and ${quantity((1000 * seconds) / made)} ms per step` : null;
  const { range, note } = radiusWords(radiusRange(run));
  return (
    <>
      <dl className="how-live">
        <dt>‖g‖ now</dt>
        <dd>{last('gradNorm')}</dd>
        {hasClimb(run) ? (
          <>
            <dt>ρ now</dt>
            <dd>{last('radius')}</dd>
            <dt>‖ε‖ now</dt>
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
