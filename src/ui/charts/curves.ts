/** A chart's curves, ready to draw: reduced over seeds, thinned to a few hundred shared rows, with limits and labels. */
import { type Decimated, decimate } from '../../core/metrics/decimation';
import type { HorizontalAxis } from '../../core/metrics/history';
import { type RunSeries, runSeries, type Series } from '../../core/metrics/series';
import { climbs } from '../../core/settings/runs';
import type { GroupState } from '../../store/state';
import type { Chart } from './charts';

export interface Curve {
  readonly run: string;
  /** Key of the rows; the edges of its band, where there is one, are `${key}Low` and `${key}High`. */
  readonly key: string;
  readonly isThin: boolean;
  readonly hasBand: boolean;
  /** Last value; NaN without rows. */
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
  const shown = group.experiment.runs.filter((run) => !chart.climbersOnly || climbs(run)).map(({ id }) => id);
  const absent = group.experiment.runs.map(({ id }) => id).filter((id) => !shown.includes(id));
  const all: Series[] = [];
  const curves: Curve[] = [];
  let seeds = 1;
  const add = (series: RunSeries, isThin: boolean) => {
    const key = isThin ? `${series.run}Thin` : series.run;
    all.push({ key, x: series.x, y: series.mean });
    const hasBand = series.sd !== null && !isThin;
    if (series.sd && hasBand) {
      const { mean, sd } = series;
      all.push({ key: `${key}Low`, x: series.x, y: mean.map((value, row) => value - (sd[row] as number)) });
      all.push({ key: `${key}High`, x: series.x, y: mean.map((value, row) => value + (sd[row] as number)) });
    }
    seeds = Math.max(seeds, series.seeds);
    curves.push({ run: series.run, key, isThin, hasBand, last: series.mean.at(-1) ?? Number.NaN });
  };
  for (const run of shown) {
    if (chart.thin) add(runSeries(group.history, run, chart.thin, axis), true);
    add(runSeries(group.history, run, chart.metric, axis), false);
  }
  const { rows } = decimate(all, MOST_ROWS);
  // Edges of bands are drawn too, and are not points that anybody counts.
  const lines = all.filter(({ key }) => curves.some((curve) => curve.key === key));
  const kept = lines.reduce((sum, { y }) => sum + y.reduce((finite, value) => finite + Number(Number.isFinite(value)), 0), 0);
  const drawn = lines.reduce((sum, { key }) => sum + rows.filter((row) => row[key] !== null).length, 0);
  return { rows, kept, drawn, curves, absent, seeds };
}
