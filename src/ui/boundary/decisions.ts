/** Where a network changes its mind: the lines between classes, as pieces of the picture. */
import { nth } from '../../core/numbers';
import type { Boundary } from '../../core/protocol/views';

/** x and y of its ends, 0 … 1 from the top left corner. */
export type Segment = readonly [fromX: number, fromY: number, toX: number, toY: number];

/** Nearness to samples below which nothing is drawn. */
const FAR = 0.4;

/**
 * Decision boundaries of a grid of classes. Each square between four neighbouring cell centres is cut by pieces that join the middles of
 * those of its sides whose ends are of different classes; three or four classes meet in its centre. Only where there are samples: far from
 * all of them a decision is nobody's question.
 *
 * @param near  as of `nearness`, [size × size].
 *
 * Cost: one pass over the cells.
 */
export function decisionsOf({ size, winners }: Pick<Boundary, 'size' | 'winners'>, near: ArrayLike<number>): readonly Segment[] {
  const segments: Segment[] = [];
  const at = (cell: number) => (cell + 0.5) / size;
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const corner = row * size + column;
      const [a, b, c, d] = [corner, corner + 1, corner + size + 1, corner + size] as const;
      if ([a, b, c, d].every((cell) => nth(near, cell) < FAR)) continue;
      const [left, right, top, bottom] = [at(column), at(column + 1), at(row), at(row + 1)];
      const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
      // Around the square: top, right, bottom, left.
      const cuts = [
        winners[a] !== winners[b] ? ([middleX, top] as const) : null,
        winners[b] !== winners[c] ? ([right, middleY] as const) : null,
        winners[c] !== winners[d] ? ([middleX, bottom] as const) : null,
        winners[d] !== winners[a] ? ([left, middleY] as const) : null,
      ].filter((cut) => cut !== null);
      const [first, second] = cuts;
      if (cuts.length === 2 && first && second) segments.push([...first, ...second]);
      else for (const [x, y] of cuts) segments.push([x, y, middleX, middleY]);
    }
  }
  return segments;
}
