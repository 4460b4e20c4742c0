/** The loss along one or two directions through a point (Li et al. 2018, arXiv:1712.09913; algorithms.md §12.15). */
import type { Layout } from '../models/layout';
import { byTensor } from '../sam/byTensor';
import type { Backend, Vector } from '../tensor/tensor';
import { type LossSurface, readScalars } from './lossSurface';

/** Added to a filter's length before it divides, as in the authors' code. */
const FILTER_FLOOR = 1e-10;

/**
 * A random direction in the scale of the weights: every filter (a convolution's output channel, a dense layer's unit) gets
 * the length of the filter of `params` it moves; biases and batch norm do not move. Belongs to the caller's scope.
 */
export function filterNormalized(direction: Vector, params: Vector, layout: Layout, backend: Backend): Vector {
  const lengths = (vector: Vector) =>
    byTensor(vector, layout, backend, (piece, { kind, shape }) => {
      const zeros = piece.mul(0);
      if (kind !== 'kernel') return zeros;
      const within = shape.slice(0, -1).map((_, axis) => axis);
      return zeros.add(piece.square().sum(within, true).sqrt());
    });
  return direction.mul(lengths(params)).div(lengths(direction).add(FILTER_FLOOR));
}

/** L(w + a·d) for every a of the axis. Cost: one loss each, one read. */
export async function lossAlong(surface: LossSurface, at: Vector, direction: Vector, axis: readonly number[]): Promise<readonly number[]> {
  return Array.from(await readScalars(surface.backend, () => axis.map((a) => surface.loss(at.addScaled(direction, a)))));
}

/** Rows L(w + a·first + b·second), b along a row. Cost: one loss per point, one read per row. */
export async function lossAcross(
  surface: LossSurface,
  at: Vector,
  [first, second]: readonly [Vector, Vector],
  [rows, columns]: readonly [readonly number[], readonly number[]],
): Promise<readonly (readonly number[])[]> {
  const losses = [];
  for (const a of rows) {
    const start = surface.backend.scope(() => at.addScaled(first, a));
    losses.push(await lossAlong(surface, start, second, columns));
    surface.backend.free(start);
  }
  return losses;
}
