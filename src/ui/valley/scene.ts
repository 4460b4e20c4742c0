/** Where the plane of a loss lies on the screen: both axes at one scale, so that a ball is round. */
import type { PlaneLoss, PlanePoint } from '../../core/valley/planeLoss';
import { BELOW, BESIDE } from '../charts/Axes';
import { across, down, type PlotFrame, valueAcross, valueDown } from '../charts/frame';

export interface PlaneScene {
  readonly frame: PlotFrame;
  /** Pixels of a point. */
  place(point: PlanePoint): PlanePoint;
  /** The point under these pixels. */
  under(left: number, top: number): PlanePoint;
  /** Pixels per unit of weights. */
  readonly scale: number;
}

/** Pixels between the plot and the edges that have no numbers. */
const EDGE = 10;

/** The loss's window in the middle, widened along the axis that has room to spare. */
export function planeScene({ window }: PlaneLoss, width: number, height: number, letters: number): PlaneScene {
  const sides = { top: EDGE, right: EDGE, bottom: letters * BELOW, left: letters * BESIDE };
  const [across_, up] = [width - sides.left - sides.right, height - sides.top - sides.bottom];
  const [spanX, spanY] = [window.x[1] - window.x[0], window.y[1] - window.y[0]];
  const scale = Math.max(1e-6, Math.min(across_ / spanX, up / spanY));
  const around = ([low, high]: readonly [number, number], pixels: number): readonly [number, number] => {
    const [middle, half] = [(low + high) / 2, pixels / scale / 2];
    return [middle - half, middle + half];
  };
  const frame: PlotFrame = {
    width,
    height,
    ...sides,
    x: around(window.x, across_),
    y: around(window.y, up),
    scale: 'linear',
    letters,
    ticks: 6,
  };
  return {
    frame,
    scale,
    place: ([x, y]) => [across(frame, x), down(frame, y)],
    under: (left, top) => [valueAcross(frame, left), valueDown(frame, top)],
  };
}

export const isInView = ({ x, y }: PlotFrame, [a, b]: PlanePoint): boolean => a >= x[0] && a <= x[1] && b >= y[0] && b <= y[1];
