/** A chart's curves, ready to draw: reduced over seeds, thinned to a few hundred shared rows, with limits and labels. */
import { type Decimated, decimate } from '../../core/metrics/decimation';
import type { HorizontalAxis } from '../../core/metrics/history';
import { runSeries, type Series } from '../../core/metrics/series';
import type { GroupState } from '../../store/state';
import type { Chart } from './chart';

export interface Curve {
  readonly run: string;
  /** Key of the rows; the edges of its band, where there is one, are `${key}Low` and `${key}High`. */
  readonly key: string;
  /** Which of the chart’s thin metrics it is, 1, 2, …; 0 is the chart’s own. */
  readonly thin: number;
  readonly hasBand: boolean;
  /** The curve before it was smoothed, drawn faintly behind it. */
  readonly isRaw: boolean;
  /** Last number as drawn; NaN without one. */
  readonly last: number;
  /** Last number before smoothing. */
  readonly lastRaw: number;
  /** All points, for whoever asks for a value. */
  readonly points: Pick<Series, 'x' | 'y'>;
}

export interface Curves extends Decimated {
  readonly curves: readonly Curve[];
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
}

/** Rows per chart: more are not to be seen. */
export const MOST_ROWS = 300;

/** Cost: a few passes over all points of the chart's metrics. */
export function curvesOf(
  group: GroupState,
  chart: Chart,
  axis: HorizontalAxis,
  { range = null, tau = 0, muted = new Set() }: CurveOptions = {},
): Curves {
  const having = group.experiment.runs.filter((run) => chart.shows?.(run) ?? true).map(({ id }) => id);
  const absent = group.experiment.runs.map(({ id }) => id).filter((id) => !having.includes(id));
  const all: Series[] = [];
  const curves: Curve[] = [];
  let seeds = 1;
  const add = (run: string, metric: Chart['metric'], thin: number) => {
    const { x, mean, sd, raw, seeds: own } = runSeries(group.history, run, metric, axis, tau);
    const key = thin > 0 ? `${run}Thin${thin}` : run;
    const lastRaw = lastFinite(raw);
    const common = { run, thin, lastRaw };
    if (raw !== mean && thin === 0) {
      all.push({ key: `${key}Raw`, x, y: raw, isUncounted: true });
      curves.push({ ...common, key: `${key}Raw`, hasBand: false, isRaw: true, last: lastRaw, points: { x, y: raw } });
    }
    all.push({ key, x, y: mean });
    const hasBand = sd !== null && thin === 0;
    if (hasBand) {
      all.push({ key: `${key}Low`, x, y: edge(mean, sd, -1), isUncounted: true });
      all.push({ key: `${key}High`, x, y: edge(mean, sd, 1), isUncounted: true });
    }
    seeds = Math.max(seeds, own);
    curves.push({ ...common, key, hasBand, isRaw: false, last: lastFinite(mean), points: { x, y: mean } });
  };
  for (const run of having.filter((id) => !muted.has(id))) {
    for (const [index, thin] of (chart.thin ?? []).entries()) add(run, thin, index + 1);
    add(run, chart.metric, 0);
  }
  return { ...decimate(all, MOST_ROWS, range), curves, absent, seeds };
}

function edge(mean: Float64Array, sd: Float64Array, sign: 1 | -1): Float64Array {
  const values = new Float64Array(mean.length);
  for (let row = 0; row < mean.length; row++) values[row] = (mean[row] as number) + sign * (sd[row] as number);
  return values;
}

/** What is reported on some steps only ends at the last of them. */
function lastFinite(values: Float64Array): number {
  return values.findLast((value) => Number.isFinite(value)) ?? Number.NaN;
}
