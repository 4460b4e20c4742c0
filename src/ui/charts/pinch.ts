/** Two fingers on a chart: what lies under each of them goes with it. */
import { across, type PlotFrame, valueAcross } from './frame';
import type { Domain } from './ticks';

/** A finger: where it is, in pixels from the left of the chart, and the value that was there when it came. */
export interface Finger {
  readonly x: number;
  readonly value: number;
}

/** Pixels between two fingers below which nobody can tell which is left. */
const LEAST = 16;

/**
 * The range of the horizontal axis with the values of two fingers where the fingers are now.
 *
 * @param end  the axis begins at 0 and is not shown beyond this.
 * @returns    'whole' where that is all of it; null where the fingers are too close, have crossed, or came down on one value.
 */
export function pinched(frame: PlotFrame, fingers: readonly [Finger, Finger], end: number): Domain | 'whole' | null {
  const [one, other] = fingers[0].x < fingers[1].x ? fingers : [fingers[1], fingers[0]];
  const perPixel = (other.value - one.value) / (other.x - one.x);
  if (other.x - one.x < LEAST || !(perPixel > 0)) return null;
  const from = Math.max(0, one.value - (one.x - frame.left) * perPixel);
  const to = Math.min(end, other.value + (frame.width - frame.right - other.x) * perPixel);
  if (from <= 0 && to >= end) return 'whole';
  return to > from ? [from, to] : null;
}

/** Fingers on a chart, and what two of them want. Holds no element: whoever has one tells it where they are. */
export class Fingers {
  private readonly down = new Map<number, Finger>();

  /** A finger came; with the second of two, both begin anew. Pixels from the left of the chart. */
  press(id: number, x: number, frame: PlotFrame): void {
    this.down.set(id, { x, value: valueAcross(frame, x) });
    for (const [other, finger] of this.down) this.down.set(other, { x: finger.x, value: valueAcross(frame, finger.x) });
  }

  move(id: number, x: number): void {
    const finger = this.down.get(id);
    if (finger) this.down.set(id, { ...finger, x });
  }

  /** The last finger went, or all of them are not to count any more. */
  lift(id?: number): void {
    if (id === undefined) this.down.clear();
    else this.down.delete(id);
  }

  /** The two that are down; null with fewer or more. */
  get pair(): readonly [Finger, Finger] | null {
    const [one, other, third] = this.down.values();
    return one && other && !third ? [one, other] : null;
  }
}

/** Where a range lies in a chart that shows more than it; null where it shows less. Pixels. */
export function stretchOf(frame: PlotFrame, range: Domain): { readonly left: number; readonly width: number } | null {
  const [left, right] = [across(frame, range[0]), across(frame, range[1])];
  return left >= frame.left - 0.5 && right <= frame.width - frame.right + 0.5 ? { left, width: right - left } : null;
}
