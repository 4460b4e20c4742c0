/**
 * A chart as a picture that stands alone: title, question, axes with units, legend and caption inside, every colour
 * resolved, letters as text. Drawn from the same curves as on the page, with more rows.
 */
import type { HorizontalAxis } from '../../core/metrics/history';
import type { Reference } from '../../store/pins';
import type { GroupState } from '../../store/state';
import type { Chart } from '../charts/chart';
import { bandPath, crossPath, linePath, seedsPath } from '../charts/CurveLines';
import { type Curve, curvesOf } from '../charts/curves';
import { across, down, type Frame } from '../charts/frame';
import { marksOf } from '../charts/marks';
import { domainOf, linearTicks, logTicks } from '../charts/ticks';
import { xTick, yTick } from '../charts/tickLabels';
import {
  type ChartPicture,
  escaped,
  fixed,
  HEAD,
  INK,
  INK_2,
  LETTER,
  LINE,
  MARGIN,
  type PrintedRun,
  sheet,
  WIDTH,
  words,
} from './svgSheet';

const PLOT_HEIGHT = 300;
const LEFT = 76;
const AXES: Readonly<Record<HorizontalAxis, string>> = {
  steps: 'steps',
  epochs: 'epochs',
  evals: 'gradient evaluations',
  seconds: 'seconds of compute',
};
const DOTTED = '1 3';
/** Whoever follows the link below trains everything but these. */
const PINNED = 'Pinned runs were trained earlier, with the settings named, and are not in the link. ';
/** Beneath their mean and its band; paper takes a little more than a screen. */
const SEEDS_OPACITY = 0.3;

/**
 * @param runs     by id; runs that are left out are not drawn.
 * @param caption  said below: where it comes from, and the link.
 * @param references  pinned runs of earlier groups, which are among `runs` under the names of their pins.
 * @returns null where there is no number to draw.
 */
export function chartSvg(
  chart: Chart,
  group: GroupState,
  axis: HorizontalAxis,
  runs: ReadonlyMap<string, PrintedRun>,
  caption: string,
  references: readonly Reference[] = [],
): ChartPicture | null {
  const { rows, curves, seedLines, crosses, seeds } = curvesOf(group, chart, axis, {
    seedlines: group.experiment.view.seedlines,
    references,
  });
  const domain = domainOf(
    [{ rows, keys: curves.map(({ key }) => key) }, ...seedLines].flatMap((drawn) =>
      drawn.rows.flatMap((row) => drawn.keys.map((key) => row[key] ?? null)),
    ),
    chart,
  );
  if (!domain) return null;

  const legend = legendOf(chart, curves, runs);
  const head = HEAD + legend.height;
  const thin = seedLines.length > 0 ? ', thin lines single seeds' : '';
  const spread = seeds > 1 ? `Lines are means over ${seeds} seeds, bands ± 1 standard deviation${thin}. ` : '';
  const reached = Math.max(...rows.map(({ x }) => x), 1e-9);
  const xEnd = axis === 'steps' ? Math.max(group.experiment.training.steps, reached) : reached;
  const base = head + PLOT_HEIGHT;
  const frame: Frame = {
    width: WIDTH,
    height: base,
    top: head,
    right: MARGIN,
    bottom: 0,
    left: LEFT,
    x: [0, xEnd],
    y: domain,
    scale: chart.scale,
  };

  const ticksY = chart.scale === 'log' ? logTicks(domain) : linearTicks(domain, 5);
  const grid = ticksY.map((value) => {
    const y = fixed(down(frame, value));
    return (
      `<line x1="${LEFT}" x2="${WIDTH - MARGIN}" y1="${y}" y2="${y}" stroke="${LINE}"/>` +
      words(yTick(value), LEFT - 8, Number(y) + 4, { size: 12, color: INK_2, anchor: 'end' })
    );
  });
  const ticksX = linearTicks([0, xEnd], 6).map((value) =>
    words(xTick(value), across(frame, value), base + 20, { size: 12, color: INK_2, anchor: 'middle' }),
  );
  const marks = marksOf(group, axis).map(({ x, label }) => {
    const at = fixed(across(frame, x));
    return (
      `<line x1="${at}" x2="${at}" y1="${head}" y2="${base}" stroke="${INK_2}" stroke-dasharray="2 3"/>` +
      words(label, Number(at) + 4, head + 12, { size: 11, color: INK_2 })
    );
  });
  const seedsLines = seedLines.flatMap((seedsOfRun) => {
    const style = runs.get(seedsOfRun.run);
    if (!style) return [];
    const dash = style.dash ? ` stroke-dasharray="${style.dash}"` : '';
    return [`<path d="${seedsPath(frame, seedsOfRun)}" stroke="${style.color}" stroke-opacity="${SEEDS_OPACITY}"${dash}/>`];
  });
  const lines = curves.flatMap(({ run, key, thin, hasBand, isReference }) => {
    const style = runs.get(run);
    if (!style) return [];
    const { color } = style;
    const dash = thin > 1 ? DOTTED : style.dash;
    return [
      ...(hasBand ? [`<path d="${bandPath(frame, rows, key)}" fill="${color}" fill-opacity="0.12" stroke="none"/>`] : []),
      `<path d="${linePath(frame, rows, key)}" stroke="${color}" stroke-width="${thin > 0 || isReference ? 1 : 2}"` +
        `${thin === 1 ? ' stroke-opacity="0.5"' : ''}${dash ? ` stroke-dasharray="${dash}"` : ''}/>`,
    ];
  });
  const crossed = crosses.map((cross) => {
    const color = runs.get(cross.run)?.color;
    return color ? `<path d="${crossPath(frame, cross)}" fill="none" stroke="${color}" stroke-width="2" stroke-linecap="round"/>` : '';
  });
  const middle = head + PLOT_HEIGHT / 2;
  const unit = [chart.title, chart.unit].filter(Boolean).join(', ');
  return sheet({
    title: chart.title,
    question: chart.question,
    body: [
      legend.text(MARGIN + 64),
      ...grid,
      ...ticksX,
      words(AXES[axis], (LEFT + WIDTH - MARGIN) / 2, base + 40, { size: 12, color: INK, anchor: 'middle' }),
      `<text transform="translate(20 ${middle}) rotate(-90)" font-size="12" fill="${INK}" text-anchor="middle">${escaped(unit)}</text>`,
      `<clipPath id="plot"><rect x="${LEFT}" y="${head - 1}" width="${WIDTH - LEFT - MARGIN}" height="${PLOT_HEIGHT + 2}"/></clipPath>`,
      ...marks,
      `<g clip-path="url(#plot)" fill="none" stroke-linejoin="round">${[...seedsLines, ...lines].join('')}</g>`,
      ...crossed,
    ],
    end: base + 48,
    caption: `${spread}${curves.some(({ isReference }) => isReference) ? PINNED : ''}${caption}`,
  });
}

interface Key {
  readonly label: string;
  readonly color: string;
  readonly dash: string;
  readonly isThin: boolean;
  readonly isFaint: boolean;
}

/** One key per curve, in as many rows as they need. */
function legendOf(chart: Chart, curves: readonly Pick<Curve, 'run' | 'thin' | 'isReference'>[], runs: ReadonlyMap<string, PrintedRun>) {
  const keys = [...curves]
    .sort((one, other) => one.thin - other.thin)
    .flatMap(({ run, thin, isReference }): Key[] => {
      const style = runs.get(run);
      if (!style) return [];
      const also = thin > 0 ? ` ${chart.thin?.[thin - 1]?.label ?? ''}` : '';
      return [
        {
          label: `${style.label}${also}`,
          color: style.color,
          dash: thin > 1 ? DOTTED : style.dash,
          isThin: thin > 0 || isReference,
          isFaint: thin === 1,
        },
      ];
    });
  let [x, row] = [MARGIN, 0];
  const placed = keys.map((key) => {
    const width = 34 + key.label.length * 12 * LETTER + 18;
    if (x > MARGIN && x + width > WIDTH - MARGIN) [x, row] = [MARGIN, row + 1];
    const place = { key, x, row };
    x += width;
    return place;
  });
  return {
    height: 20 * (row + 1) + 8,
    text: (top: number) =>
      placed
        .map(({ key: { label, color, dash, isThin, isFaint }, x: left, row: line }) => {
          const y = top + 20 * line;
          const stroke = `stroke="${color}" stroke-width="${isThin ? 1 : 2}"${isFaint ? ' stroke-opacity="0.5"' : ''}`;
          return (
            `<line x1="${fixed(left)}" x2="${fixed(left + 26)}" y1="${y}" y2="${y}" ${stroke}${dash ? ` stroke-dasharray="${dash}"` : ''}/>` +
            words(label, left + 34, y + 4, { size: 12, color: INK })
          );
        })
        .join('\n'),
  };
}
