import type { GradientNorms } from '../../core/protocol/views';
import type { GroupState } from '../../store/group';
import { PRINT } from '../charts/paper';
import { count, quantity } from '../format';
import { distributionView, gateOf } from '../gradientNorms/distribution';
import { NormBars } from '../gradientNorms/NormBars';
import { Quantiles } from '../gradientNorms/QuantilePlot';
import { type Drawing, FIGURE_TOP, MARGIN, onSheet, type PrintedRun, WIDTH, Words } from './Sheet';

const PLOT_HEIGHT = 260;

/** One measured distribution of S = ‖∇L(B)‖²: histogram with the normal fit, and Q-Q plot. null where a norm is not finite. */
export function distributionFigure(
  norms: GradientNorms,
  group: Pick<GroupState, 'history'>,
  runs: ReadonlyMap<string, PrintedRun>,
  caption: string,
): Drawing | null {
  const run = runs.get(norms.member.run);
  const view = distributionView(norms);
  if (!run || !view) return null;
  const gate = gateOf(norms, group);
  const size = { width: (WIDTH - 2 * MARGIN - 24) / 2, height: PLOT_HEIGHT };
  const right = MARGIN + size.width + 24;
  const top = FIGURE_TOP + 14;
  return onSheet({
    title: 'Distribution of squared gradient norms',
    question: `${run.label} at step ${count(norms.step)}, ${count(norms.squaredNorms.length)} mini-batches of ${count(norms.size)}`,
    body: (
      <>
        <Words text="Histogram, with normal fit" x={MARGIN + 40} y={FIGURE_TOP + 6} />
        <Words text={`Q-Q plot, r ${view.fit.correlation.toFixed(3)}`} x={right + 40} y={FIGURE_TOP + 6} />
        {/* The bars are a chart of HTML, of which `pictureOf` takes the drawing. */}
        <foreignObject x={MARGIN} y={top} {...size}>
          <NormBars view={view} gate={gate} color={run.color} paper={PRINT} {...size} />
        </foreignObject>
        <g transform={`translate(${right} ${top})`}>
          <Quantiles fit={view.fit} gate={gate} color={run.color} size={size} paper={PRINT} />
        </g>
      </>
    ),
    end: top + PLOT_HEIGHT + 8,
    caption: `Mean ${quantity(view.fit.mean)}, standard deviation ${quantity(view.fit.deviation)}. ${caption}`,
  });
}
