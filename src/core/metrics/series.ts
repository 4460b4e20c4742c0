/** Curves as charts need them: one metric of one run, its seeds reduced to a mean and a spread, at full resolution. */
import { doubleAt } from '../numbers';
import type { SplitMetric, StepMetric } from './catalogue';
import { type History, type HorizontalAxis, measuredAxis, type MemberHistory, stepAxis } from './history';
import { madeOf, type Rows } from './growing';
import { exponentialMean, type ColumnReduction, reducing, reducingMeans } from './reductions';

export interface Series {
  /** Ascending. */
  readonly x: Float64Array;
  /** NaN where there is nothing to draw. */
  readonly y: Float64Array;
  /** Drawn with another series and not counted as points of its own. */
  readonly isUncounted?: true;
}

/** Mean of a run over its seeds, and ± one standard deviation where there are at least two. */
export interface RunSeries {
  readonly run: string;
  readonly seeds: number;
  readonly x: Float64Array;
  readonly mean: Float64Array;
  /** null with one seed. */
  readonly sd: Float64Array | null;
  /** The mean before it was smoothed; `mean` itself where it was not. */
  readonly raw: Float64Array;
  /** Values that are read off the curve, before it was smoothed: of thinned rows their means, where the curve itself goes through extremes. */
  readonly read: Float64Array;
  /** Every seed’s own curve, smoothed as the mean is; none where there is one seed, as that is the mean. */
  readonly each: readonly Pick<Series, 'x' | 'y'>[];
}

/** Of single steps also what is made of them: minus another metric, reduced over steps, times a factor, in that order. */
export type MetricName =
  | {
      readonly table: 'steps';
      readonly metric: StepMetric;
      readonly less?: StepMetric;
      readonly reduce?: ColumnReduction;
      readonly times?: number;
    }
  | { readonly table: 'measured'; readonly metric: SplitMetric };

/**
 * The curve of `run`. Rows are paired by step, as all members of a group measure at the same steps; where seeds
 * stand at different x (own seconds), x is their mean. Seeds that diverged count as long as they have rows.
 *
 * @param tau  time constant in steps of an exponential mean taken of every seed before they are put together; 0 takes none.
 */
export function runSeries(history: History, run: string, name: MetricName, axis: HorizontalAxis, tau = 0): RunSeries {
  const members = history.members.filter((member) => member.run === run);
  const steps = members.map((member) => member[name.table].column('step'));
  const curvesFrom = (values: (member: MemberHistory, name: MetricName) => Float64Array) =>
    paired(
      members.map((member) => ({
        x: name.table === 'steps' ? stepAxis(member, axis) : measuredAxis(member, axis),
        y: values(member, name),
      })),
      steps,
    );
  const curves = curvesFrom(valuesOf);
  const [first] = curves;
  const nothing = new Float64Array(0);
  if (!first) return { run, seeds: 0, x: nothing, mean: nothing, sd: null, raw: nothing, read: nothing, each: [] };
  const reference = longest(steps);
  const smooth = tau > 0 ? curvesFrom(averagesOf).map(({ x, y }) => ({ x, y: exponentialMean(y, reference, tau) })) : curves;
  const seeds = curves.length;
  const averages = members.some((member) => member[name.table].thinning > 1) ? curvesFrom(averagesOf) : null;
  if (seeds === 1) {
    const read = averages?.[0]?.y ?? first.y;
    return { run, seeds, x: first.x, mean: (smooth[0] as typeof first).y, sd: null, raw: first.y, read, each: [] };
  }
  const { x, mean, sd } = overSeeds(smooth);
  const raw = tau > 0 ? overSeeds(curves).mean : mean;
  return { run, seeds, x, mean, sd, raw, read: averages ? overSeeds(averages).mean : raw, each: smooth };
}

type Drawn = Pick<Series, 'x' | 'y'>;

const longest = (columns: readonly Float64Array[]) =>
  columns.reduce((one, other) => (other.length > one.length ? other : one), new Float64Array(0));

/**
 * Curves whose rows are those of the longest, or the first of them: so they are already, but for a seed that was diverged before the
 * others were thinned.
 */
function paired(curves: readonly Drawn[], steps: readonly Float64Array[]): readonly Drawn[] {
  const reference = longest(steps);
  return curves.map((curve, index) => {
    const own = steps[index] as Float64Array;
    const isAsLong = own.length === reference.length && own.at(-1) === reference.at(-1);
    if (isAsLong || own.every((step, row) => step === reference[row])) return curve;
    const { x } = curves[steps.indexOf(reference)] as Drawn;
    const y = new Float64Array(reference.length).fill(Number.NaN);
    let rows = 0;
    for (let row = 0, at = 0; row < reference.length && at < own.length; row++) {
      while (at < own.length && doubleAt(own, at) < doubleAt(reference, row)) at++;
      if (own[at] !== reference[row]) continue;
      y[row] = doubleAt(curve.y, at);
      rows = row + 1;
    }
    return { x: x.subarray(0, rows), y: y.subarray(0, rows) };
  });
}

interface Reduced {
  /** Of the columns it is made of: those of every x, then those of every y. */
  readonly buffers: readonly ArrayBufferLike[];
  readonly x: Float64Array;
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  filled: number;
}

const known = new WeakMap<ArrayBufferLike, Reduced>();

/**
 * Mean x, and mean and sample standard deviation of y, row by row. As columns only grow (`columns.ts`), rows that all seeds have are
 * reduced once and remembered with the first seed's buffer; while seeds differ in length, as when one diverged, all are reduced anew.
 */
function overSeeds(curves: readonly Drawn[]): Pick<Reduced, 'x' | 'mean' | 'sd'> {
  const lengths = curves.map((curve) => curve.y.length);
  const length = Math.max(...lengths);
  const [first] = curves as readonly [Drawn];
  const buffers = [...curves.map(({ x }) => x.buffer), ...curves.map(({ y }) => y.buffer)];
  const isWhole = curves.every(({ x, y }) => y.length === length && x.byteOffset === 0 && y.byteOffset === 0);
  const last = isWhole ? known.get(first.y.buffer) : undefined;
  const isGrown = last?.buffers.every((buffer, index) => buffer === buffers[index]) ?? false;
  const columns = (rows: number) => ({ x: new Float64Array(rows), mean: new Float64Array(rows), sd: new Float64Array(rows) });
  const capacity = isWhole ? first.y.buffer.byteLength / 8 : length;
  const reduced = last && isGrown ? last : { buffers, ...columns(capacity), filled: 0 };
  if (isWhole) known.set(first.y.buffer, reduced);
  for (; reduced.filled < length; reduced.filled++) {
    const row = reduced.filled;
    const at = momentsOfRow(curves, 'x', row);
    const value = momentsOfRow(curves, 'y', row);
    reduced.x[row] = at.mean;
    reduced.mean[row] = value.mean;
    reduced.sd[row] = value.sd;
  }
  return { x: reduced.x.subarray(0, length), mean: reduced.mean.subarray(0, length), sd: reduced.sd.subarray(0, length) };
}

/** Rows that smoothing is made of: of thinned rows their means. */
function averagesOf(member: MemberHistory, name: MetricName): Float64Array {
  if (name.table === 'measured') return member.measured.averages(name.metric);
  const { metric, less, reduce, times = 1 } = name;
  const isPlain = less === undefined && reduce === undefined && times === 1;
  return isPlain ? member.steps.averages(metric) : valuesOf(member, name);
}

function valuesOf(member: MemberHistory, name: MetricName): Float64Array {
  if (name.table === 'measured') return member.measured.column(name.metric);
  const { metric, less, reduce, times = 1 } = name;
  const { steps } = member;
  const plain = steps.column(metric);
  if (less === undefined && reduce === undefined && times === 1) return plain;
  if (steps.thinning > 1) return valuesOfThinned(member, name);
  const begin = (own: Rows, taken: Rows): Rows => {
    const difference: Rows = less === undefined ? own : (row) => own(row) - taken(row);
    const smooth = reduce ? reducing(difference, reduce) : difference;
    return (row) => smooth(row) * times;
  };
  const other = less === undefined ? undefined : member.steps.column(less);
  return madeOf(plain, `${less} ${reduce} ${times}`, begin, other);
}

/** The same where rows stand for several steps: what is made of means. */
function valuesOfThinned(
  { steps }: MemberHistory,
  { metric, less, reduce, times = 1 }: Extract<MetricName, { table: 'steps' }>,
): Float64Array {
  const weights = {
    steps: (row: number) => steps.standsFor(row),
    finite: (row: number) => Math.min(steps.countAt(metric, row), less === undefined ? Number.POSITIVE_INFINITY : steps.countAt(less, row)),
  };
  const begin = (own: Rows, taken: Rows): Rows => {
    const difference: Rows = less === undefined ? own : (row) => own(row) - taken(row);
    const smooth = reduce ? reducingMeans(difference, weights, reduce) : difference;
    return (row) => smooth(row) * times;
  };
  const other = less === undefined ? undefined : steps.averages(less);
  return madeOf(steps.averages(metric), `${less} ${reduce} ${times}`, begin, other);
}

/** The finite value of `y` whose x is nearest; NaN where there is none, or beyond both ends. Cost: a binary search. */
export function valueNear({ x, y }: Pick<Series, 'x' | 'y'>, at: number): number {
  const { length } = x;
  if (length === 0 || at > doubleAt(x, length - 1) * (1 + 1e-9) || at < doubleAt(x, 0)) return Number.NaN;
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (doubleAt(x, middle) < at) low = middle + 1;
    else high = middle;
  }
  let [left, right] = [low - 1, low];
  while (left >= 0 && !Number.isFinite(y[left])) left--;
  while (right < length && !Number.isFinite(y[right])) right++;
  if (left < 0) return y[right] ?? Number.NaN;
  const isLeft = right >= length || at - doubleAt(x, left) < doubleAt(x, right) - at;
  return doubleAt(y, isLeft ? left : right);
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
