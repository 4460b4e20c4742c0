/** Rows by the distance i − j of two tokens: from a table to pairs of tokens and back, without writing out a row for every pair. */
import type { Tensor } from '../../tensor/tensor';

/** Rows 0 … count − 1, backwards. */
const backwards = (count: number): number[] => Array.from({ length: count }, (_, row) => count - 1 - row);

/**
 * Rows of a table [2·reach, features] for the distances −(tokens − 1) … tokens − 1, `rising`, and the other way round, `falling`: each
 * [2·tokens − 1, features]. Row r of the table is for distance r − reach; distances beyond have the first or the last.
 */
export function distances(table: Tensor, tokens: number, reach: number): { readonly falling: Tensor; readonly rising: Tensor } {
  const rowOf = (distance: number) => Math.min(Math.max(distance + reach, 0), 2 * reach - 1);
  const rows = Array.from({ length: 2 * tokens - 1 }, (_, place) => rowOf(place - (tokens - 1)));
  return { rising: table.gatherRows(rows), falling: table.gatherRows([...rows].reverse()) };
}

/** Gradient of the table, given those of `falling` and `rising`. */
export function distanceGradient(falling: Tensor, rising: Tensor, tokens: number, reach: number): Tensor {
  const count = 2 * tokens - 1;
  const features = rising.shape[1] ?? 0;
  const both = rising.add(falling.gatherRows(backwards(count)));
  const rows = 2 * reach;
  const below = Math.max(0, tokens - 1 - reach);
  const above = Math.max(0, tokens - reach);
  const placed = (part: Tensor, begin: number) =>
    part.pad([
      [begin, rows - begin - (part.shape[0] ?? 0)],
      [0, 0],
    ]);
  const middle = placed(both.slice([below, 0], [count - below - above, features]), reach - (tokens - 1) + below);
  const end = (begin: number, length: number, row: number) => placed(both.slice([begin, 0], [length, features]).sum([0], true), row);
  const withFirst = below > 0 ? middle.add(end(0, below, 0)) : middle;
  return above > 0 ? withFirst.add(end(count - above, above, rows - 1)) : withFirst;
}

/**
 * y[s, i, j] = x[s, i, j − i + tokens − 1]: what a token has for each distance, as what it has for each other token.
 * x holds [s, tokens, 2·tokens − 1] in any shape.
 */
export function skewed(x: Tensor, tokens: number): Tensor {
  const width = 2 * tokens - 1;
  const stacks = x.shape.reduce((product, length) => product * length, 1) / (tokens * width);
  return x
    .reshape([stacks, tokens, width])
    .pad([
      [0, 0],
      [0, 0],
      [0, 1],
    ])
    .reshape([stacks, 2 * tokens * tokens])
    .slice([0, tokens - 1], [stacks, tokens * width])
    .reshape([stacks, tokens, width])
    .slice([0, 0, 0], [stacks, tokens, tokens]);
}

/** The transpose of `skewed`, [s, tokens, tokens] → [s, tokens, 2·tokens − 1]. */
export function unskewed(x: Tensor, tokens: number): Tensor {
  const width = 2 * tokens - 1;
  const [stacks = 0] = x.shape;
  return x
    .pad([
      [0, 0],
      [0, 0],
      [0, tokens - 1],
    ])
    .reshape([stacks, tokens * width])
    .pad([
      [0, 0],
      [tokens - 1, 1],
    ])
    .reshape([stacks, tokens, 2 * tokens])
    .slice([0, 0, 0], [stacks, tokens, width]);
}
