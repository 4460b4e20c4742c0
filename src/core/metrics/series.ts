/** Curves as charts need them: one metric of one run, its seeds reduced to a mean and a spread, at full resolution. */
import type { SplitMetric, StepMetric } from './catalogue';
import { type History, type HorizontalAxis, measuredAxis, type MemberHistory, stepAxis } from './history';
import { type Reduction, reduced } from './reductions';

export interface Series {
  readonly key: string;
  /** Ascending. */
  readonly x: Float64Array;
  /** NaN where there is nothing to draw. */
  readonly y: Float64Array;
}

/** Mean of a run over its seeds, and ± one standard deviation where there are at least two. */
export interface RunSeries {
  readonly run: string;
  readonly seeds: number;
  readonly x: Float64Array;
  readonly mean: Float64Array;
  /** null with one seed. */
  readonly sd: Float64Array | null;
}

/** Of single steps also what is made of them: minus another metric, reduced over steps, times a factor, in that order. */
export type MetricName =
  | {
      readonly table: 'steps';
      readonly metric: StepMetric;
      readonly less?: StepMetric;
      readonly reduce?: Reduction;
      readonly times?: number;
    }
  | { readonly table: 'measured'; readonly metric: SplitMetric };

/**
 * The curve of `run`. Rows are paired by position, as all members of a group measure at the same steps; where seeds
 * stand at different x (own seconds), x is their mean. Seeds that were parked count as long as they have rows.
 */
export function runSeries(history: History, run: string, name: MetricName, axis: HorizontalAxis): RunSeries {
  const members = history.members.filter((member) => member.run === run);
  const curves = members.map((member) => ({
    x: name.table === 'steps' ? stepAxis(member, axis) : measuredAxis(member, axis),
    y: valuesOf(member, name),
  }));
  const [first] = curves;
  if (!first) return { run, seeds: 0, x: new Float64Array(0), mean: new Float64Array(0), sd: null };
  if (curves.length === 1) return { run, seeds: 1, x: first.x, mean: first.y, sd: null };
  const length = Math.max(...curves.map((curve) => curve.y.length));
  const x = new Float64Array(length);
  const mean = new Float64Array(length);
  const sd = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    const at = momentsOfRow(curves, 'x', row);
    const value = momentsOfRow(curves, 'y', row);
    x[row] = at.mean;
    mean[row] = value.mean;
    sd[row] = value.sd;
  }
  return { run, seeds: curves.length, x, mean, sd };
}

function valuesOf(member: MemberHistory, name: MetricName): Float64Array {
  if (name.table === 'measured') return member.measured.column(name.metric);
  const { metric, less, reduce, times } = name;
  const plain = member.steps.column(metric);
  const taken = less === undefined ? null : member.steps.column(less);
  const difference = taken ? plain.map((value, row) => value - (taken[row] as number)) : plain;
  const smooth = reduce ? reduced(difference, reduce) : difference;
  return times === undefined ? smooth : smooth.map((value) => value * times);
}

/** Latest value of a metric per member of `run`, by seed; NaN where it has no rows. */
export function lastBySeed(history: History, run: string, name: MetricName): ReadonlyMap<number, number> {
  const last = (member: MemberHistory) => (name.table === 'steps' ? member.steps.last(name.metric) : member.measured.last(name.metric));
  return new Map(history.members.filter((member) => member.run === run).map((member) => [member.seed, last(member)]));
}

/** `moments` across seeds without building a list per row: this runs over every row of long histories. */
function momentsOfRow(curves: readonly { readonly x: Float64Array; readonly y: Float64Array }[], of: 'x' | 'y', row: number) {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const curve of curves) {
    const value = curve[of][row];
    if (value === undefined || !Number.isFinite(value)) continue;
    count++;
    const away = value - mean;
    mean += away / count;
    squares += away * (value - mean);
  }
  return { mean: count > 0 ? mean : Number.NaN, sd: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN };
}

/** Mean and sample standard deviation (n − 1) of the finite numbers among `values`; NaN when there are none, sd NaN for one. */
export function moments(values: Iterable<number | undefined>): { readonly count: number; readonly mean: number; readonly sd: number } {
  const finite = [...values].filter((value): value is number => value !== undefined && Number.isFinite(value));
  const count = finite.length;
  const mean = finite.reduce((sum, value) => sum + value, 0) / count;
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, sd: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN };
}
