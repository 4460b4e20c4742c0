/** Where the arrows of an observed step are on the screen. */
import { lastOf, nth } from '../../core/numbers';
import type { Arrow, Relief } from '../../core/sam/observation/observation';

/** Edge of the square picture, and height of that of a line, in units of the drawing. */
export const EDGE = 400;
export const LINE_HEIGHT = 240;
/** Length of a gradient that lies in the plane: only its direction is to scale. */
const GRADIENT = 80;
/** A way shorter than this is drawn longer, by a factor that is said; not one that only leaves the plane. */
const LEAST_WAY = 26;
const FACTORS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000];

export type PixelPoint = readonly [number, number];

export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Of a point in the units of weights. */
  place(point: PixelPoint): PixelPoint;
  /** Units of the drawing per unit of weights. */
  readonly scale: number;
  readonly isLine: boolean;
  /** Least and greatest loss that is drawn. */
  readonly range: readonly [number, number];
}

/** The plane with both axes at one scale, larger values up; along a line, the loss is the height. */
export function sceneOf({ x, y, losses }: Relief): Scene {
  const finite = losses.flat().filter(Number.isFinite);
  const range = [Math.min(...finite), Math.max(...finite)] as const;
  const [left, right] = [nth(x, 0), lastOf(x)];
  const scale = EDGE / (right - left);
  if (y.length > 1) {
    const top = lastOf(y);
    return { width: EDGE, height: EDGE, place: ([px, py]) => [(px - left) * scale, (top - py) * scale], scale, isLine: false, range };
  }
  const [low, high] = range;
  const heightOf = (loss: number) => LINE_HEIGHT * (0.9 - (0.8 * (loss - low)) / (high - low || 1));
  return {
    width: EDGE,
    height: LINE_HEIGHT,
    place: ([px]) => [(px - left) * scale, heightOf(interpolated(x, losses[0] ?? [], px))],
    scale,
    isLine: true,
    range,
  };
}

function interpolated(x: readonly number[], values: readonly number[], at: number): number {
  const [left, right] = [nth(x, 0), lastOf(x)];
  const place = Math.min(x.length - 1, Math.max(0, ((at - left) / (right - left)) * (x.length - 1)));
  const index = Math.min(x.length - 2, Math.floor(place));
  const [a, b] = [nth(values, index), nth(values, index + 1)];
  return a + (place - index) * (b - a);
}

export interface DrawnArrow {
  readonly from: PixelPoint;
  readonly to: PixelPoint;
  /** How much longer than to scale it is drawn; 1 for gradients, of which no length is. */
  readonly factor: number;
}

/** Ends of an arrow on the screen; null where nothing of it lies in the picture. */
export function drawnArrow({ from, by, is, length }: Arrow, { place, scale }: Scene): DrawnArrow | null {
  const size = Math.hypot(...by);
  if (!(size > 0) || !(length > 0)) return null;
  if (is === 'gradient') {
    const shown = (GRADIENT * Math.min(1, size / length)) / (scale * size);
    return { from: place(from), to: place(plus(from, by, shown)), factor: 1 };
  }
  const factor = FACTORS.find((one) => one * length * scale >= LEAST_WAY) ?? 1;
  return { from: place(from), to: place(plus(from, by, factor)), factor };
}

function plus([x, y]: PixelPoint, [dx, dy]: PixelPoint, times: number): PixelPoint {
  return [x + dx * times, y + dy * times];
}
