import type { Boundary, Points } from '../../core/protocol/views';
import type { GroupState } from '../../store/state';
import { decisionsOf } from '../boundary/decisions';
import { nearness } from '../boundary/nearness';
import { extentOf } from '../boundary/paintBoundary';
import { classColors, type Rgb } from '../theme/palette';
import { type ChartPicture, fixed, FIGURE_TOP, INK, LINE, MARGIN, type PrintedRun, sheet, WIDTH, words } from './svgSheet';

const GAP = 16;
/** Side by side in one row. */
const MOST_ACROSS = 3;

/**
 * Decision regions of every run side by side at one scale, with the training points of the first seed.
 *
 * @param image  the address of a picture of the regions, which are cells and not lines.
 * @returns null where the data do not lie in the plane.
 */
export function regionsSvg(
  { points: all, boundaries, step }: Pick<GroupState, 'points' | 'boundaries' | 'step'>,
  runs: ReadonlyMap<string, PrintedRun>,
  caption: string,
  image: (boundary: Boundary, points: Points) => string,
): ChartPicture | null {
  const [points] = all;
  if (!points || runs.size === 0) return null;
  const across = Math.min(MOST_ACROSS, runs.size);
  const side = Math.min(300, (WIDTH - 2 * MARGIN - GAP * (across - 1)) / across);
  const newest = [...boundaries.values()];
  const panels = [...runs].map(([id, { label, color }], index) => {
    const x = MARGIN + (index % across) * (side + GAP);
    const y = FIGURE_TOP + Math.floor(index / across) * (side + 40);
    const boundary = newest.find(({ member }) => member === `${id}/${points.seed}`);
    const regions = boundary
      ? `<image x="${fixed(x)}" y="${fixed(y + 18)}" width="${fixed(side)}" height="${fixed(side)}" preserveAspectRatio="none" href="${image(boundary, points)}"/>`
      : '';
    return (
      words(label, x, y + 8, { size: 13, color, weight: 600 }) +
      regions +
      (boundary ? decisionLines(boundary, points, x, y + 18, side) : '') +
      `<g transform="translate(${fixed(x)} ${fixed(y + 18)})">${pointsOf(points, boundary?.extent ?? extentOf(points), side)}</g>` +
      `<rect x="${fixed(x)}" y="${fixed(y + 18)}" width="${fixed(side)}" height="${fixed(side)}" fill="none" stroke="${LINE}"/>`
    );
  });
  const rows = Math.ceil(runs.size / across);
  return sheet({
    title: 'Decision regions',
    question: `Which class each run assigns to the plane at step ${step}; wrongly labelled points are ringed squares.`,
    body: panels,
    end: FIGURE_TOP + rows * (side + 40) - 12,
    caption,
  });
}

/** Decision boundaries as one path. */
function decisionLines(boundary: Boundary, points: Points, x: number, y: number, side: number): string {
  const d = decisionsOf(boundary, nearness(points, boundary)).map(
    ([fromX, fromY, toX, toY]) =>
      `M${fixed(x + fromX * side)} ${fixed(y + fromY * side)}L${fixed(x + toX * side)} ${fixed(y + toY * side)}`,
  );
  return `<path d="${d.join('')}" fill="none" stroke="${INK}" stroke-opacity="0.42" stroke-width="1" stroke-linecap="round"/>`;
}

/** Right labels as dots, wrong ones as ringed squares of the class that they claim. */
function pointsOf({ inputs, labels, noisyLabels }: Points, [left, right, bottom, top]: Boundary['extent'], side: number): string {
  return Array.from(labels, (label, point) => {
    const x = (((inputs[2 * point] as number) - left) / (right - left)) * side;
    const y = ((top - (inputs[2 * point + 1] as number)) / (top - bottom)) * side;
    const claimed = noisyLabels[point] as number;
    if (claimed === label) return `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="1.4" fill="${rgb(darker(colorOf(label)))}"/>`;
    return `<rect x="${fixed(x - 2.3)}" y="${fixed(y - 2.3)}" width="4.6" height="4.6" fill="${rgb(colorOf(claimed))}" stroke="${INK}" stroke-opacity="0.75"/>`;
  }).join('');
}

const colorOf = (label: number): Rgb => classColors[label % classColors.length] as Rgb;
const darker = (color: Rgb): Rgb => color.map((value) => Math.round(0.72 * value)) as unknown as Rgb;
const rgb = ([red, green, blue]: Rgb): string => `rgb(${red},${green},${blue})`;
