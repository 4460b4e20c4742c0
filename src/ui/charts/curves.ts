/** A chart's curves, ready to draw: reduced over seeds and thinned to a few hundred shared places, as columns. */
import { doubleAt, nth } from '../../core/numbers';
import { decimate } from '../../core/metrics/decimation';
import type { HorizontalAxis } from '../../core/metrics/history';
import { runSeries, type Series, valueNear } from '../../core/metrics/series';
import type { Reference } from '../../store/pins';
import type { GroupState } from '../../store/group';
import { showsRun, type Chart } from './chart';

export interface Band {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface Curve {
  readonly run: string;
  /** Names it among the chart’s curves. */
  readonly key: string;
  /** Values at the chart’s places; NaN where it has no point. */
  readonly y: Float64Array;
  /** Edges of its band there; null where there is none. */
  readonly band: Band | null;
  /** Which of the chart’s thin metrics it is, 1, 2, …; 0 is the chart’s own. */
  readonly thin: number;
  /** The curve before it was smoothed, drawn faintly behind it. */
  readonly isRaw: boolean;
  /** Of a pinned run of an earlier group, whose pin `run` names. */
  readonly isReference: boolean;
  /** Last number as drawn; NaN without one. */
  readonly last: number;
  /** Last number before smoothing. */
  readonly lastRaw: number;
  /** All points, for whoever asks for a value. */
  readonly points: Pick<Series, 'x' | 'y'>;
  /** The same before smoothing. */
  readonly raw: Pick<Series, 'x' | 'y'>;
  /** The same of every seed; none where there is one, and for thin and raw curves. */
  readonly each: readonly Pick<Series, 'x' | 'y'>[];
}

/** The curves of a run's seeds, to be drawn beneath their mean, at places of their own. */
export interface SeedLines {
  readonly run: string;
  readonly x: Float64Array;
  /** Per seed. */
  readonly lines: readonly Float64Array[];
}

/** Where a seed of a run diverged: the last point of its curve. */
export interface Cross {
  readonly run: string;
  readonly x: number;
  readonly y: number;
}

export interface Curves {
  /** Places of all points of all curves, ascending. */
  readonly x: Float64Array;
  /** Points in the visible range over all curves, and how many of them are drawn. */
  readonly kept: number;
  readonly drawn: number;
  readonly curves: readonly Curve[];
  readonly seedLines: readonly SeedLines[];
  readonly crosses: readonly Cross[];
  /** Runs without anything to plot here. */
  readonly absent: readonly string[];
  readonly seeds: number;
}

export interface CurveOptions {
  /** Visible part of the horizontal axis; null shows all. */
  readonly range?: readonly [number, number] | null;
  /** Time constant of smoothing in steps; 0 is none. */
  readonly tau?: number;
  readonly muted?: ReadonlySet<string>;
  /** True if the curve of every seed is drawn, too. */
  readonly seedlines?: boolean;
  /** Pinned runs of earlier groups, drawn as means alone beneath the others. */
  readonly references?: readonly Reference[];
}

/** Places per chart: more are not to be seen. */
const MOST_PLACES = 300;
/** Places for the curves of one run's seeds: thin lines beneath others need fewer, and there may be eighty of them. */
const MOST_SEED_PLACES = 160;

/** Cost: a few passes over all points of the chart's metrics. */
export function curvesOf(
  group: GroupState,
  chart: Chart,
  axis: HorizontalAxis,
  { range = null, tau = 0, muted = new Set(), seedlines = false, references = [] }: CurveOptions = {},
): Curves {
  const having = group.experiment.runs.filter((run) => showsRun(chart, run)).map(({ id }) => id);
  const absent = group.experiment.runs.map(({ id }) => id).filter((id) => !having.includes(id));
  const all: Series[] = [];
  const planned: (Omit<Curve, 'y' | 'band'> & { readonly hasBand: boolean })[] = [];
  const seedLines: SeedLines[] = [];
  const crosses: Cross[] = [];
  let seeds = 1;
  const add = (run: string, metric: Chart['metric'], thin: number, reference?: Reference) => {
    const { x, mean, sd, raw, read, each, seeds: count } = runSeries(reference?.history ?? group.history, run, metric, axis, tau);
    const key = thin > 0 ? `${run}Thin${thin}` : run;
    const lastRaw = lastFinite(read);
    const isReference = reference !== undefined;
    const common = { run, thin, lastRaw, isReference, raw: { x, y: read } };
    if (raw !== mean && thin === 0 && !isReference) {
      all.push({ x, y: raw, isUncounted: true });
      planned.push({ ...common, key: `${key}Raw`, hasBand: false, isRaw: true, last: lastRaw, points: { x, y: raw }, each: [] });
    }
    all.push({ x, y: mean });
    const hasBand = sd !== null && thin === 0 && !isReference;
    if (hasBand) {
      all.push({ x, y: edge(mean, sd, -1), isUncounted: true });
      all.push({ x, y: edge(mean, sd, 1), isUncounted: true });
    }
    if (!isReference) seeds = Math.max(seeds, count);
    const own = thin === 0 ? each : [];
    planned.push({ ...common, key, hasBand, isRaw: false, last: lastFinite(mean), points: { x, y: tau > 0 ? mean : read }, each: own });
    if (thin === 0 && !isReference) crosses.push(...crossesOf(group, run, each.length > 0 ? each : [{ x, y: mean }]));
    if (seedlines && own.length > 0 && !isReference) seedLines.push(seedLinesOf(run, own, range));
  };
  for (const reference of references.filter(({ id, run }) => !muted.has(id) && showsRun(chart, run)))
    add(reference.id, chart.metric, 0, reference);
  for (const run of having.filter((id) => !muted.has(id))) {
    for (const [index, thin] of (chart.thin ?? []).entries()) add(run, thin, index + 1);
    add(run, chart.metric, 0);
  }
  const { columns, ...places } = decimate(all, MOST_PLACES, range);
  // Each curve's column is followed by those of its band's edges.
  let next = 0;
  const column = () => columns[next++] as Float64Array;
  const curves = planned.map(
    ({ hasBand, ...curve }): Curve => ({
      ...curve,
      y: column(),
      band: hasBand ? { low: column(), high: column() } : null,
    }),
  );
  return { ...places, curves, seedLines, crosses, absent, seeds };
}

/** @param each  the curves of the run’s seeds, in the order of its history. */
function crossesOf({ members, history }: Pick<GroupState, 'members' | 'history'>, run: string, each: Curve['each']): readonly Cross[] {
  const diverged = new Set(members.filter(({ divergedAt }) => divergedAt !== null).map(({ id }) => id));
  return history.members
    .filter((member) => member.run === run)
    .flatMap(({ id }, index) => {
      const { x, y } = each[index] ?? { x: [], y: [] };
      const last = y.findLastIndex((value) => Number.isFinite(value));
      return diverged.has(id) && last >= 0 ? [{ run, x: nth(x, last), y: nth(y, last) }] : [];
    });
}

/** Thinned apart from the means, which would have to share their rows with ten times as many curves. */
function seedLinesOf(run: string, each: Curve['each'], range: CurveOptions['range'] = null): SeedLines {
  const { x, columns } = decimate(each, MOST_SEED_PLACES, range);
  return { run, x, lines: columns };
}

/** The lowest and the highest of the values that a curve's seeds have at x; null where fewer than two have one. */
export function rangeOfSeeds({ each }: Pick<Curve, 'each'>, x: number): readonly [number, number] | null {
  const values = each.map((seed) => valueNear(seed, x)).filter(Number.isFinite);
  return values.length < 2 ? null : [Math.min(...values), Math.max(...values)];
}

function edge(mean: Float64Array, sd: Float64Array, sign: 1 | -1): Float64Array {
  const values = new Float64Array(mean.length);
  for (let row = 0; row < mean.length; row++) values[row] = doubleAt(mean, row) + sign * doubleAt(sd, row);
  return values;
}

/** Curves reported on some steps only end at the last of them. */
function lastFinite(values: Float64Array): number {
  return values.findLast((value) => Number.isFinite(value)) ?? Number.NaN;
}
