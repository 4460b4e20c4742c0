import type { SplitMetric } from '../../core/metrics/catalogue';
import type { History } from '../../core/metrics/history';
import { lastBySeed, moments } from '../../core/metrics/series';
import { hundredths, missing, percent } from '../format';

/** Three figures under a picture; of a run of `history`, or dashes where there is none yet. */
export function RunFigures({
  history,
  run,
  hasNoise,
}: {
  readonly history: History | undefined;
  readonly run: string;
  /** True if some training labels are wrong: then those that were learned say more than all. */
  readonly hasNoise: boolean;
}) {
  return (
    <dl className="run-card-figures">
      <Figure value={percent(latest(history, run, 'testAccuracy'))} name="clean accuracy" />
      {hasNoise ? (
        <Figure value={wholePercent(latest(history, run, 'memorized'))} name="wrong labels learned" />
      ) : (
        <Figure value={percent(latest(history, run, 'trainAccuracy'))} name="train accuracy" />
      )}
      <Figure value={hundredths(latest(history, run, 'gap'))} name="gap, nats" />
    </dl>
  );
}

function Figure({ value, name }: { readonly value: string; readonly name: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Mean over seeds of a run's latest measurement; NaN without one. */
export function latest(history: History | undefined, run: string, metric: SplitMetric): number {
  return history ? moments(lastBySeed(history, run, { table: 'measured', metric }).values()).mean : Number.NaN;
}

const wholePercent = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(0)} %` : missing);
