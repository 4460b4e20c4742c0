/** Where a chart's plot lies, and what its edges mean. */
import { type Domain, fractionOf } from './ticks';

export interface PlotFrame {
  readonly width: number;
  readonly height: number;
  /** Pixels outside the plot: above, right (names of curves), below and left (ticks). */
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
  readonly x: Domain;
  readonly y: Domain;
  readonly scale: 'linear' | 'log';
  /** Size of letters in pixels; 12 where nothing else is said. Lines grow with them. */
  readonly letters?: number;
  /** About how many numbers stand below; 3 where nothing else is said. */
  readonly ticks?: number;
}

/** Pixels from the left of the chart. */
export function across({ width, left, right, x }: PlotFrame, value: number): number {
  return left + fractionOf(value, x, 'linear') * (width - left - right);
}

/** Pixels from the top of the chart. */
export function down({ height, top, bottom, y, scale }: PlotFrame, value: number): number {
  return top + (1 - fractionOf(value, y, scale)) * (height - top - bottom);
}

/** The value that stands so many pixels from the left. */
export function valueAcross({ width, left, right, x: [from, to] }: PlotFrame, pixels: number): number {
  return from + ((pixels - left) / (width - left - right)) * (to - from);
}

/** The value that stands so many pixels from the top. */
export function valueDown({ height, top, bottom, y: [low, high], scale }: PlotFrame, pixels: number): number {
  const share = 1 - (pixels - top) / (height - top - bottom);
  return scale === 'log' ? low * (high / low) ** share : low + share * (high - low);
}
