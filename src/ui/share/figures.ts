import type { HorizontalAxis } from '../../core/metrics/history';
import type { Reference } from '../../store/pins';
import type { GroupState } from '../../store/state';
import { chartsOf } from '../charts/charts';
import { chartSvg } from './chartSvg';
import { costSvg } from './costSvg';
import { distributionSvg, normMapsSvg } from './normsSvg';
import { regionUrl } from './regionImage';
import { regionsSvg } from './regionsSvg';
import type { ChartPicture, PrintedRun } from './svgSheet';

export interface Figure {
  /** Ends the file's name. */
  readonly id: string;
  readonly title: string;
  /** null where there is nothing to draw yet. */
  draw(runs: ReadonlyMap<string, PrintedRun>, caption: string): ChartPicture | null;
}

/** Everything on the page that can be taken away as a picture: its charts first, then what has no curves. */
export function figuresOf(group: GroupState, axis: HorizontalAxis, references: readonly Reference[] = []): readonly Figure[] {
  const norms = group.gradientNorms.at(-1);
  return [
    ...chartsOf(group.experiment).map(
      (chart): Figure => ({
        id: chart.id,
        title: chart.title,
        draw: (runs, caption) => chartSvg(chart, group, axis, runs, caption, references),
      }),
    ),
    ...(group.points.length > 0
      ? [
          {
            id: 'regions',
            title: 'Decision regions',
            draw: (runs, caption) => regionsSvg(group, runs, caption, regionUrl),
          } satisfies Figure,
        ]
      : []),
    { id: 'cost', title: 'Cost', draw: (runs, caption) => costSvg(group, runs, caption) },
    { id: 'gradient-norms', title: 'Gradient norms over steps', draw: (runs, caption) => normMapsSvg(group, runs, caption) },
    ...(norms
      ? [
          {
            id: 'norm-distribution',
            title: 'Distribution of S, last measured',
            draw(runs, caption) {
              const run = runs.get(norms.member.run);
              return run ? distributionSvg(norms, group, run, caption) : null;
            },
          } satisfies Figure,
        ]
      : []),
  ];
}
