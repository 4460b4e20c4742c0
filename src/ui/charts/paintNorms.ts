/** How long gradients are over the steps as a heat map: the darker, the more of them. */
import { nth } from '../../core/numbers';
import type { GateTrace } from '../../core/metrics/gateTrace';
import { NORM_BINS, type NormHistogram } from '../../core/metrics/histogram';
import { BELOW } from './Axes';
import type { PlotFrame } from './frame';
import { type Domain, fractionOf } from './ticks';

const LETTERS = 12;

/** Where a heat map of norms lies, and what its edges mean. `height` is the map's own. */
export function normFrame({
  width,
  top,
  height,
  left,
  right,
  range,
  steps,
}: Pick<PlotFrame, 'width' | 'top' | 'height' | 'left' | 'right'> & { readonly range: Domain; readonly steps: number }): PlotFrame {
  const bottom = BELOW * LETTERS;
  return { width, height: top + height + bottom, top, right, bottom, left, x: [0, steps], y: range, scale: 'log', letters: LETTERS };
}

export interface NormColors {
  /** Of the run. */
  readonly cells: string;
  /** Of the gate's lines. */
  readonly ink: string;
}

/** Paints a map, and the level of its gate where there is one, over the whole canvas. @param ratio  device pixels per pixel of a line. */
export function paintNorms(
  canvas: HTMLCanvasElement,
  histogram: NormHistogram,
  trace: GateTrace | null,
  colors: NormColors,
  ratio: number,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { buckets, shares } = histogram;
  const [across, up] = [canvas.width / buckets, canvas.height / NORM_BINS];
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = colors.cells;
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (let bin = 0; bin < NORM_BINS; bin++) {
      const share = nth(shares, bucket * NORM_BINS + bin);
      if (share === 0) continue;
      context.globalAlpha = Math.min(1, 0.12 + 1.6 * share);
      const left = Math.round(bucket * across);
      const top = Math.round(canvas.height - (bin + 1) * up);
      context.fillRect(left, top, Math.round((bucket + 1) * across) - left, Math.round(canvas.height - bin * up) - top);
    }
  }
  if (!trace) return;
  context.globalAlpha = 1;
  context.strokeStyle = colors.ink;
  context.lineWidth = ratio;
  paintLine(context, histogram, trace.mu.map(Math.sqrt), [ratio, 2 * ratio]);
  paintLine(context, histogram, trace.threshold.map(Math.sqrt), []);
}

/** A line through the middles of the buckets, broken where there is no norm to show: a threshold below zero has no root. */
function paintLine(
  context: CanvasRenderingContext2D,
  { buckets, range }: NormHistogram,
  norms: Float64Array,
  dashes: readonly number[],
): void {
  const { width, height } = context.canvas;
  context.setLineDash([...dashes]);
  context.beginPath();
  let isOn = false;
  norms.forEach((norm, bucket) => {
    const [x, y] = [((bucket + 0.5) / buckets) * width, (1 - fractionOf(norm, range, 'log')) * height];
    if (!Number.isFinite(y)) isOn = false;
    else if (isOn) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      isOn = true;
    }
  });
  context.stroke();
}
