/** A chart's curves, ready to draw: reduced over seeds, thinned to a few hundred shared rows, with limits and labels. */
import { type Decimated, decimate } from '../../core/metrics/decimation';
import type { HorizontalAxis } from '../../core/metrics/history';
import { type RunSeries, runSeries, type Series } from '../../core/metrics/series';
import type { GroupState } from '../../store/state';
import type { Chart } from './chart';

export interface Curve {
  readonly run: string;
  /** Key of the rows; the edges of its band, where there is one, are `${key}Low` and `${key}High`. */
  readonly key: string;
  /** Which of the chart’s thin metrics it is, 1, 2, …; 0 is the chart’s own. */
  readonly thin: number;
  readonly hasBand: boolean;
  /** Last number; NaN without one. */
  readonly last: number;
}

export interface Curves extends Decimated {
  readonly curves: readonly Curve[];
  /** Runs without anything to plot here. */
  readonly absent: readonly string[];
  readonly seeds: number;
}

/** Rows per chart: more are not to be seen. */
export const MOST_ROWS = 300;

export function curvesOf(group: GroupState, chart: Chart, axis: HorizontalAxis): Curves {
  const shown = group.experiment.runs.filter((run) => chart.shows?.(run) ?? true).map(({ id }) => id);
  const absent = group.experiment.runs.map(({ id }) => id).filter((id) => !shown.includes(id));
  const all: Series[] = [];
  const curves: Curve[] = [];
  let seeds = 1;
  const add = (series: RunSeries, thin: number) => {
    const key = thin > 0 ? `${series.run}Thin${thin}` : series.run;
    all.push({ key, x: series.x, y: series.mean });
    const hasBand = series.sd !== null && thin === 0;
    if (series.sd && hasBand) {
      const { mean, sd } = series;
      all.push({ key: `${key}Low`, x: series.x, y: mean.map((value, row) => value - (sd[row] as number)) });
      all.push({ key: `${key}High`, x: series.x, y: mean.map((value, row) => value + (sd[row] as number)) });
    }
    seeds = Math.max(seeds, series.seeds);
    curves.push({ run: series.run, key, thin, hasBand, last: lastFinite(series.mean) });
  };
  for (const run of shown) {
    for (const [index, thin] of (chart.thin ?? []).entries()) add(runSeries(group.history, run, thin, axis), index + 1);
    add(runSeries(group.history, run, chart.metric, axis), 0);
  }
  const { rows } = decimate(all, MOST_ROWS);
  // Edges of bands are drawn too, and are not points that anybody counts.
  const lines = all.filter(({ key }) => curves.some((curve) => curve.key === key));
  const kept = lines.reduce((sum, { y }) => sum + y.reduce((finite, value) => finite + Number(Number.isFinite(value)), 0), 0);
  const drawn = lines.reduce((sum, { key }) => sum + rows.filter((row) => row[key] !== null).length, 0);
  return { rows, kept, drawn, curves, absent, seeds };
}

/** What is reported on some steps only ends at the last of them. */
function lastFinite(values: Float64Array): number {
  return values.findLast((value) => Number.isFinite(value)) ?? Number.NaN;
}
