import { hundredths, missing, percent } from '../format';

/** Three figures under a picture, dashes where there is none yet. */
export function RunFigures({
  figure,
  hasNoise,
}: {
  /** Of one run at one step. */
  readonly figure: (metric: 'testAccuracy' | 'trainAccuracy' | 'memorized' | 'gap') => number;
  /** True if some training labels are wrong: then those that were learned say more than all. */
  readonly hasNoise: boolean;
}) {
  return (
    <dl className="run-card-figures">
      <Figure value={percent(figure('testAccuracy'))} name="clean accuracy" />
      {hasNoise ? (
        <Figure value={wholePercent(figure('memorized'))} name="wrong labels learned" />
      ) : (
        <Figure value={percent(figure('trainAccuracy'))} name="train accuracy" />
      )}
      <Figure value={hundredths(figure('gap'))} name="gap, nats" />
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

const wholePercent = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(0)} %` : missing);
