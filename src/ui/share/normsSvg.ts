import { NORM_BINS, normHistogram, normRange, spansOf } from '../../core/metrics/histogram';
import type { GradientNorms } from '../../core/protocol/views';
import type { GroupState } from '../../store/state';
import { across, down, type Frame } from '../charts/frame';
import { fractionOf, linearTicks } from '../charts/ticks';
import { xTick, yTick } from '../charts/tickLabels';
import { count, quantity } from '../format';
import { distributionView, gateOf } from '../gradientNorms/distribution';
import { type ChartPicture, fixed, FIGURE_TOP, INK, INK_2, LINE, MARGIN, type PrintedRun, sheet, WIDTH, words } from './svgSheet';

const LEFT = MARGIN + 48;
const MAP_HEIGHT = 120;

/** Lengths of gradients over the steps as one heat map per run, all at one scale; null before the first step. */
export function normMapsSvg(
  { history, experiment }: Pick<GroupState, 'history' | 'experiment'>,
  runs: ReadonlyMap<string, PrintedRun>,
  caption: string,
): ChartPicture | null {
  const range = normRange(history.members);
  if (!range) return null;
  const { steps } = experiment.training;
  const width = WIDTH - MARGIN - LEFT;
  const powers = Array.from({ length: 14 }, (_, index) => 10 ** (index - 7)).filter((norm) => norm >= range[0] && norm <= range[1]);
  const maps = [...runs].map(([id, { label, color }], index) => {
    const members = history.members.filter(({ run }) => run === id);
    const { buckets, shares } = normHistogram(members, range, steps - 1, spansOf(members, steps));
    const top = FIGURE_TOP + index * (MAP_HEIGHT + 34) + 14;
    const [wide, high] = [width / buckets, MAP_HEIGHT / NORM_BINS];
    const cells = Array.from(shares, (share, cell) => {
      if (share === 0) return '';
      const [bucket, bin] = [Math.floor(cell / NORM_BINS), cell % NORM_BINS];
      const opacity = Math.min(1, 0.12 + 1.6 * share).toFixed(2);
      return `<rect x="${(LEFT + bucket * wide).toFixed(2)}" y="${(top + MAP_HEIGHT - (bin + 1) * high).toFixed(2)}" width="${wide.toFixed(2)}" height="${high.toFixed(2)}" fill-opacity="${opacity}"/>`;
    });
    return (
      words(label, LEFT, top - 6, { size: 13, color, weight: 600 }) +
      `<path d="M${LEFT} ${top}V${top + MAP_HEIGHT}H${LEFT + width}" fill="none" stroke="${LINE}"/>` +
      `<g fill="${color}" shape-rendering="crispEdges">${cells.join('')}</g>` +
      powers
        .map((norm) =>
          words(quantity(norm), LEFT - 6, top + (1 - fractionOf(norm, range, 'log')) * MAP_HEIGHT + 4, {
            size: 11,
            color: INK_2,
            anchor: 'end',
          }),
        )
        .join('')
    );
  });
  const end = FIGURE_TOP + runs.size * (MAP_HEIGHT + 34);
  const ends =
    words('0', LEFT, end, { size: 11, color: INK_2 }) +
    words(`${count(steps)} steps`, LEFT + width, end, { size: 11, color: INK_2, anchor: 'end' });
  return sheet({
    title: 'Gradient norms',
    question: 'How long are gradients over the steps? Darker is more of them.',
    body: [...maps, ends],
    end: end + 8,
    caption,
  });
}

const PLOT_HEIGHT = 220;

/** One measured distribution of S = ‖∇L(B)‖²: histogram with the normal fit, and Q-Q plot. null where a norm is not finite. */
export function distributionSvg(
  norms: GradientNorms,
  group: Pick<GroupState, 'history'>,
  run: PrintedRun,
  caption: string,
): ChartPicture | null {
  const view = distributionView(norms);
  if (!view) return null;
  const { fit, bins, expected } = view;
  const gate = gateOf(norms, group);
  const half = (WIDTH - 2 * MARGIN - 24) / 2;
  const [from, end] = [bins.from, bins.from + bins.width * bins.counts.length];
  const threshold = gate?.threshold ?? Number.NaN;
  const x: Frame['x'] = [
    Math.min(from, Number.isFinite(threshold) ? threshold : from),
    Math.max(end, Number.isFinite(threshold) ? threshold : end),
  ];
  const top = Math.max(...bins.counts, fit.deviation > 0 ? expected(fit.mean) : 0) * 1.05;
  const framed = (left: number, domainX: Frame['x'], domainY: Frame['y']): Frame => ({
    width: left + half,
    height: FIGURE_TOP + PLOT_HEIGHT,
    top: FIGURE_TOP + 18,
    right: 0,
    bottom: 0,
    left: left + 44,
    x: domainX,
    y: domainY,
    scale: 'linear',
  });
  const bars = framed(MARGIN, x, [0, top]);
  const curve = Array.from({ length: 96 }, (_, index) => x[0] + ((x[1] - x[0]) * index) / 95);
  const reach = Math.max(1, 1.05 * (fit.theoretical.at(-1) ?? 1));
  const [low, high] = [fit.sorted[0] ?? 0, fit.sorted.at(-1) ?? 1];
  const margin = 0.05 * (high - low || Math.abs(high) || 1);
  const quantiles = framed(MARGIN + half + 24, [-reach, reach], [low - margin, high + margin]);
  const fitLine = (at: number) => `${fixed(across(quantiles, at))} ${fixed(down(quantiles, fit.mean + fit.deviation * at))}`;
  const gateLine = Number.isFinite(threshold)
    ? `<line x1="${fixed(across(bars, threshold))}" x2="${fixed(across(bars, threshold))}" y1="${bars.top}" y2="${bars.height}" stroke="${INK_2}" stroke-dasharray="2 3"/>` +
      words('μ + cσ', across(bars, threshold) - 4, bars.top + 10, { size: 11, color: INK_2, anchor: 'end' })
    : '';
  const body = [
    words('Histogram, with normal fit', bars.left, FIGURE_TOP + 6, { size: 12, color: INK }),
    words(`Q-Q plot, r ${fit.correlation.toFixed(3)}`, quantiles.left, FIGURE_TOP + 6, { size: 12, color: INK }),
    axesOf(bars, 'S = ‖∇L(B)‖²'),
    axesOf(quantiles, 'standard normal quantile'),
    ...bins.counts.map((amount, bin) => {
      const [left, right] = [across(bars, from + bin * bins.width), across(bars, from + (bin + 1) * bins.width)];
      return `<rect x="${fixed(left)}" y="${fixed(down(bars, amount))}" width="${fixed(Math.max(1, right - left - 1))}" height="${fixed(bars.height - down(bars, amount))}" fill="${run.color}" fill-opacity="0.45"/>`;
    }),
    fit.deviation > 0
      ? `<path d="M${curve.map((norm) => `${fixed(across(bars, norm))} ${fixed(down(bars, expected(norm)))}`).join('L')}" fill="none" stroke="${INK}" stroke-width="1.5"/>`
      : '',
    gateLine,
    `<path d="${fit.sorted.map((norm, row) => `M${fixed(across(quantiles, fit.theoretical[row] ?? 0))} ${fixed(down(quantiles, norm))}h0`).join('')}" stroke="${run.color}" stroke-width="4" stroke-linecap="round"/>`,
    `<clipPath id="quantiles"><rect x="${quantiles.left}" y="${quantiles.top}" width="${quantiles.width - quantiles.left}" height="${quantiles.height - quantiles.top}"/></clipPath>`,
    fit.deviation > 0 ? `<path d="M${fitLine(-reach)}L${fitLine(reach)}" fill="none" stroke="${INK}" clip-path="url(#quantiles)"/>` : '',
  ];
  return sheet({
    title: 'Distribution of squared gradient norms',
    question: `${run.label} at step ${count(norms.step)}, ${count(norms.squaredNorms.length)} mini-batches of ${count(norms.size)}`,
    body,
    end: FIGURE_TOP + PLOT_HEIGHT + 44,
    caption: `Mean ${quantity(fit.mean)}, standard deviation ${quantity(fit.deviation)}. ${caption}`,
  });
}

/** Grid lines and numbers of one of two plots, and what is on its horizontal axis. */
function axesOf(frame: Frame, label: string): string {
  const right = frame.width - frame.right;
  const base = frame.height - frame.bottom;
  return [
    ...linearTicks(frame.y, 4).map((value) => {
      const y = down(frame, value);
      return (
        `<line x1="${frame.left}" x2="${fixed(right)}" y1="${fixed(y)}" y2="${fixed(y)}" stroke="${LINE}"/>` +
        words(yTick(value), frame.left - 6, y + 4, { size: 11, color: INK_2, anchor: 'end' })
      );
    }),
    ...linearTicks(frame.x, 4).map((value) =>
      words(xTick(value), across(frame, value), base + 16, { size: 11, color: INK_2, anchor: 'middle' }),
    ),
    words(label, (frame.left + right) / 2, base + 34, { size: 12, color: INK, anchor: 'middle' }),
  ].join('');
}
