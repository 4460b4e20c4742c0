/** Lines of equal loss over the plane of a step. */
import { lastOf, nth } from '../../core/numbers';
import type { Relief } from '../../core/sam/observation/observation';

/** Points that are put between two of the grid's, so that lines bend instead of breaking. */
const FINER = 4;
const LEVELS = 10;

export interface Contour {
  readonly level: number;
  /** Segments [x₁, y₁, x₂, y₂] in the units of the picture's axes. */
  readonly segments: readonly (readonly [number, number, number, number])[];
}

/**
 * Evenly spaced levels between the least and the greatest loss, lowest first. Losses that are no finite number have no lines near them.
 *
 * @param isFine  the grid is fine enough for straight lines between its points; else points are put between them.
 */
export function contoursOf(relief: Relief, isFine = false): readonly Contour[] {
  const { x, y, losses } = isFine ? relief : finer(relief);
  const finite = losses.flat().filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  if (!(high > low)) return [];
  return Array.from({ length: LEVELS }, (_, index) => {
    const level = low + ((high - low) * (index + 0.5)) / LEVELS;
    return { level, segments: segmentsAt({ x, y, losses }, level) };
  });
}

/** The same at given levels, so that several pictures share theirs. */
export function sharedContours(relief: Relief, levels: readonly number[]): readonly Contour[] {
  const fine = finer(relief);
  return levels.map((level) => ({ level, segments: segmentsAt(fine, level) }));
}

/** Marching squares. */
function segmentsAt({ x, y, losses }: Relief, level: number): Contour['segments'] {
  const segments: [number, number, number, number][] = [];
  const of = (row: number, column: number) => losses[row]?.[column] as number;
  for (let row = 0; row + 1 < y.length; row++) {
    for (let column = 0; column + 1 < x.length; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const crossed = corners.flatMap(([c, r], index) => {
        const [d, s] = corners[(index + 1) % 4] as readonly [number, number];
        const [a, b] = [of(r, c), of(s, d)];
        if (a < level === b < level) return [];
        const share = (level - a) / (b - a);
        const [xa, ya, xb, yb] = [x[c], y[r], x[d], y[s]] as [number, number, number, number];
        return [[xa + share * (xb - xa), ya + share * (yb - ya)] as const];
      });
      // Two crossings are a line; four are a saddle, whose lines do not meet.
      for (let pair = 0; pair + 1 < crossed.length; pair += 2) {
        const [one, other] = [crossed[pair], crossed[pair + 1]] as [readonly [number, number], readonly [number, number]];
        if ([...one, ...other].every(Number.isFinite)) segments.push([one[0], one[1], other[0], other[1]]);
      }
    }
  }
  return segments;
}

/** Catmull–Rom between the grid's points, along rows and then along columns. */
function finer({ x, y, losses }: Relief): Relief {
  const rows = losses.map(between);
  const columns = (rows[0] ?? []).map((_, column) => between(rows.map((row) => nth(row, column))));
  return {
    x: evenly(x),
    y: evenly(y),
    losses: (columns[0] ?? []).map((_, row) => columns.map((column) => nth(column, row))),
  };
}

function evenly(axis: readonly number[]): readonly number[] {
  const [from, to] = [nth(axis, 0), lastOf(axis)];
  const count = FINER * (axis.length - 1) + 1;
  return Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));
}

function between(values: readonly number[]): readonly number[] {
  const at = (index: number) => nth(values, Math.min(values.length - 1, Math.max(0, index)));
  return Array.from({ length: FINER * (values.length - 1) + 1 }, (_, place) => {
    const index = Math.floor(place / FINER);
    const t = place / FINER - index;
    if (t === 0) return at(index);
    const [a, b, c, d] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  });
}
