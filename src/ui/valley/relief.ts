/** The loss as ground: heights on a scale that shows floor and walls alike, their light, and lines of equal loss. */
import { lastOf, nth } from '../../core/numbers';
import { lossesAt } from '../../core/valley/curvature';
import type { PlaneLoss } from '../../core/valley/planeLoss';
import type { PlotFrame } from '../charts/frame';
import { contoursOf } from '../slowMotion/contours';

/** Losses over the plot, row by row from the top. */
export interface PlaneRelief {
  readonly columns: number;
  readonly rows: number;
  /** Height of each place, 0 (lowest in view) to 1 (highest). */
  readonly heights: Float64Array;
  /** The loss at a height. */
  lossOf(height: number): number;
  /** The height of a loss. */
  heightOf(loss: number): number;
}

/** Part of the view that is as low as the knee of the scale, where it goes over from linear to logarithmic. */
const LOW_SHARE = 0.12;

/** Places in the middles of cells, or `toEdges` from edge to edge of the view. Cost: columns × rows losses. */
export function reliefOf(loss: PlaneLoss, { x, y }: PlotFrame, columns: number, rows: number, toEdges = false): PlaneRelief {
  const along = ([from, to]: readonly [number, number], share: number) => from + share * (to - from);
  const shareOf = (index: number, count: number) => (toEdges ? index / (count - 1) : (index + 0.5) / count);
  const xs = new Float64Array(columns * rows);
  const ys = new Float64Array(columns * rows);
  for (let index = 0; index < xs.length; index++) {
    xs[index] = along(x, shareOf(index % columns, columns));
    ys[index] = along(y, 1 - shareOf(Math.floor(index / columns), rows));
  }
  const losses = lossesAt(loss, xs, ys);
  const sorted = losses.slice().sort();
  const [lowest, highest] = [nth(sorted, 0), lastOf(sorted)];
  const knee = Math.max(1e-9 * (highest - lowest), nth(sorted, Math.floor(LOW_SHARE * sorted.length)) - lowest);
  const full = Math.log1p((highest - lowest) / knee) || 1;
  const heightOf = (value: number) => Math.log1p(Math.max(0, value - lowest) / knee) / full;
  return {
    columns,
    rows,
    heights: losses.map(heightOf),
    heightOf,
    lossOf: (height) => lowest + knee * Math.expm1(height * full),
  };
}

/** Lines of equal loss at evenly spaced heights, as paths in pixels. */
export function contourPaths(loss: PlaneLoss, frame: PlotFrame): readonly { readonly level: number; readonly d: string }[] {
  const [columns, rows] = [180, 132];
  const relief = reliefOf(loss, frame, columns, rows, true);
  const { left, right, top, bottom, width, height } = frame;
  const [stepX, stepY] = [(width - left - right) / (columns - 1), (height - top - bottom) / (rows - 1)];
  const x = Array.from({ length: columns }, (_, column) => left + column * stepX);
  const y = Array.from({ length: rows }, (_, row) => top + row * stepY);
  const heights = Array.from({ length: rows }, (_, row) => Array.from(relief.heights.subarray(row * columns, (row + 1) * columns)));
  return contoursOf({ x, y, losses: heights }, true).map(({ level, segments }) => ({
    level: relief.lossOf(level),
    d: segments.map(([x1, y1, x2, y2]) => `M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`).join(''),
  }));
}

type Colour = readonly [number, number, number];

/** Share of light that a slope takes or gives. */
const LIGHT = 0.14;

/** The ground in colours from `low` to `high`, lit from the upper left. */
export function paintRelief({ columns, rows, heights }: PlaneRelief, stops: readonly Colour[], pixels: Uint8ClampedArray): void {
  const at = (row: number, column: number) =>
    nth(heights, Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column)));
  // A slope is as steep on a small picture as on a large one.
  const steep = rows / 10;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const place = at(row, column) * (stops.length - 1);
      const first = Math.min(stops.length - 2, Math.floor(place));
      const [from, to] = [stops[first] as Colour, stops[first + 1] as Colour];
      const east = at(row, column + 1) - at(row, column - 1);
      const south = at(row + 1, column) - at(row - 1, column);
      const lean = ((east + south) * steep) / 2;
      const light = 255 * LIGHT * (lean / Math.sqrt(1 + lean * lean));
      const offset = 4 * (row * columns + column);
      for (let channel = 0; channel < 3; channel++) {
        const [a, b] = [nth(from, channel), nth(to, channel)];
        // Ground that falls away to the right and below lies in the shade.
        pixels[offset + channel] = a + (place - first) * (b - a) + light;
      }
      pixels[offset + 3] = 255;
    }
  }
}

/** `rgb(12, 34, 56)` and `color(srgb …)` as browsers give resolved colours. */
export function colourOf(text: string): Colour {
  const numbers = (text.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  const factor = text.startsWith('color') ? 255 : 1;
  return [0, 1, 2].map((channel) => (numbers[channel] ?? 0) * factor) as unknown as Colour;
}
