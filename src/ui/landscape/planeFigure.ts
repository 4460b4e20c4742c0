/** The loss over a plane as shades and lines, on a log scale. */
import { nth } from '../../core/numbers';
import type { LossPlane } from '../../core/protocol/views';
import { type Contour, contoursOf } from '../slowMotion/contours';

/** Losses further below the greatest than this are drawn alike: a loss of zero has no logarithm. */
const LEAST = 1e-6;

export interface Cell {
  readonly column: number;
  readonly row: number;
  /** 0 for the least loss drawn, 1 for the greatest; null where it is no finite number. */
  readonly shade: number | null;
}

export interface Ground {
  readonly cells: readonly Cell[];
  /** Least and greatest loss drawn, nats. */
  readonly range: readonly [number, number];
  /** Evenly spaced in the logarithm of the loss. */
  readonly contours: readonly Contour[];
}

/** Every measured loss as a cell of its own, shaded by its logarithm. */
export function groundOf({ x, y, losses }: LossPlane): Ground {
  const finite = losses.filter(Number.isFinite);
  const high = Math.max(...finite);
  const low = Math.max(Math.min(...finite), LEAST * high, Number.MIN_VALUE);
  const log = (loss: number) => Math.log(Math.max(loss, low));
  const span = log(high) - log(low);
  const cells = Array.from(losses, (loss, index) => ({
    column: index % x.length,
    row: Math.floor(index / x.length),
    shade: Number.isFinite(loss) ? (span > 0 ? (log(loss) - log(low)) / span : 0) : null,
  }));
  const rows = Array.from(y, (_, row) => Array.from(losses.slice(row * x.length, (row + 1) * x.length), log));
  return { cells, range: [low, high], contours: contoursOf({ x: [...x], y: [...y], losses: rows }) };
}

/** How far the picture lies from the truth on a path: the greatest ratio between the loss at a point and at its foot, either way. */
export function farthestOff({ losses, projected }: LossPlane['paths'][number]): number {
  return Math.max(
    ...Array.from(losses, (loss, index) => {
      const ratio = loss / nth(projected, index);
      return Math.max(ratio, 1 / ratio);
    }),
  );
}
