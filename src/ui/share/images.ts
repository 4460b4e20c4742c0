/** Pictures that the page paints pixel by pixel, painted once more for paper: as the addresses of PNGs in the colours of the light theme. */
import type { GateTrace } from '../../core/metrics/gateTrace';
import type { NormHistogram } from '../../core/metrics/histogram';
import type { Boundary, Points } from '../../core/protocol/views';
import { decisionsOf } from '../boundary/decisions';
import { nearness } from '../boundary/nearness';
import { extentOf, paintBoundary, regionImage } from '../boundary/paintBoundary';
import { paintNorms } from '../charts/paintNorms';
import { PRINT } from '../charts/paper';

export interface Images {
  /** Decision regions, where there are some, with the points they are drawn from. @param side  pixels. */
  regions(points: Points, boundary: Boundary | undefined, side: number): string;
  norms(histogram: NormHistogram, trace: GateTrace | null, color: string, width: number, height: number): string;
}

/** Dots of an image per pixel of its sheet. */
const SHARP = 3;

/** Throws where the browser gives no canvas. */
export function paintedImages(): Images {
  return {
    regions(points, boundary, side) {
      const canvas = canvasOf(side, side);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('This browser gives no canvas to draw on. Save a chart instead.');
      context.scale(SHARP, SHARP);
      const near = boundary && nearness(points, boundary);
      const regions = boundary && near ? { tint: regionImage(boundary, near, false), decisions: decisionsOf(boundary, near) } : null;
      const ink = { ink: PRINT.ink, panel: PRINT.ground, isDark: false };
      paintBoundary(context, side, regions, boundary?.extent ?? extentOf(points), points, ink);
      return canvas.toDataURL('image/png');
    },
    norms(histogram, trace, color, width, height) {
      const canvas = canvasOf(width, height);
      paintNorms(canvas, histogram, trace, { cells: color, ink: PRINT.ink }, SHARP);
      return canvas.toDataURL('image/png');
    },
  };
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(SHARP * width);
  canvas.height = Math.round(SHARP * height);
  return canvas;
}
