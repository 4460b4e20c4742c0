/**
 * The plane of a step, chosen among its own vectors from their inner products alone: with the Gram matrix on the host every
 * vector has its coordinates, however long it is.
 */

import { nth } from '../../numbers';
import type { Arrow, Relief } from './observation';

/** Below this share of its squared length across the first axis a vector spans nothing with it: an angle of two degrees. */
const LEAST_ACROSS = 1e-3;

export interface PlaneOf {
  /** Indices of the vectors that span it: two, one, or none. */
  readonly axes: readonly number[];
  /** Each unit axis as weights of the vectors in `axes`. */
  readonly weights: readonly (readonly number[])[];
  /** Coordinates of every vector's part in the plane. */
  readonly coordinates: readonly (readonly [number, number])[];
}

/**
 * Gram–Schmidt on the first two vectors that are not parallel.
 *
 * @param gram        ⟨v_i, v_j⟩, [n][n].
 * @param candidates  indices of the vectors that may span it, best first; zero vectors and parallel ones are passed over.
 */
export function planeOf(gram: readonly (readonly number[])[], candidates: readonly number[]): PlaneOf {
  const at = (i: number, j: number) => gram[i]?.[j] ?? 0;
  const first = candidates.find((index) => at(index, index) > 0);
  if (first === undefined) return { axes: [], weights: [], coordinates: gram.map(() => [0, 0] as const) };
  const length = Math.sqrt(at(first, first));
  const along = (index: number) => at(index, first) / length;
  const across = (index: number) => Math.max(0, at(index, index) - along(index) ** 2);
  const second = candidates.find((index) => across(index) > LEAST_ACROSS * at(index, index));
  if (second === undefined)
    return { axes: [first], weights: [[1 / length]], coordinates: gram.map((_, index) => [along(index), 0] as const) };
  const height = Math.sqrt(across(second));
  return {
    axes: [first, second],
    weights: [
      [1 / length, 0],
      [-along(second) / (length * height), 1 / height],
    ],
    coordinates: gram.map((_, index) => [along(index), (at(index, second) - along(index) * along(second)) / height] as const),
  };
}

/** Room around what is drawn, as a share of its size. */
const MARGIN = 0.4;

/** Numbers from `from` to `to`, evenly. `count` is at least two. */
function spread(from: number, to: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));
}

/**
 * Where losses are to be known for a picture of these arrows: a square that holds every way with a margin, the same scale on
 * both axes, or the part of the first axis that does.
 *
 * @param columns  at least two; `rows` is 1 for a line.
 */
export function windowAround(arrows: readonly Arrow[], columns: number, rows: number): Pick<Relief, 'x' | 'y'> {
  const ends = [
    [0, 0] as const,
    ...arrows.filter(({ is }) => is === 'way').map(({ from, by }) => [from[0] + by[0], from[1] + by[1]] as const),
  ];
  const bounds = [0, 1].map((axis) => {
    const values = ends.map((end) => nth(end, axis));
    return { low: Math.min(...values), high: Math.max(...values) };
  }) as [{ low: number; high: number }, { low: number; high: number }];
  const used = rows > 1 ? bounds : bounds.slice(0, 1);
  const size = Math.max(...used.map(({ low, high }) => high - low));
  const half = (size > 0 ? size : 1) * (0.5 + MARGIN);
  const axis = ({ low, high }: { low: number; high: number }, count: number) =>
    spread((low + high) / 2 - half, (low + high) / 2 + half, count);
  return { x: axis(bounds[0], columns), y: rows > 1 ? axis(bounds[1], rows) : [0] };
}
