/**
 * Rows of one table on their way: all columns in one piece of memory, one after the other, so that a tick of a member is two
 * buffers that change hands between threads without a copy. Written once, where numbers are read from the device; never changed.
 */
import { doubleAt } from '../numbers';

export interface Block<M extends string> {
  readonly metrics: readonly M[];
  readonly rows: number;
  /** [metrics, rows], row-major: the column of `metrics[i]` is numbers i · rows … (i + 1) · rows − 1. */
  readonly values: Float64Array;
}

/** No rows. */
export const NO_ROWS: Block<never> = { metrics: [], rows: 0, values: new Float64Array(0) };

/** The column of `metric`, without a copy; undefined where the block has none. */
export function columnOf<M extends string>({ metrics, rows, values }: Block<M>, metric: M): Float64Array | undefined {
  const at = metrics.indexOf(metric);
  return at < 0 ? undefined : values.subarray(at * rows, (at + 1) * rows);
}

/** Room for `rows` rows of `metrics`; NaN where nothing is written. */
export function openBlock<M extends string>(metrics: readonly M[], rows: number): Block<M> {
  return { metrics, rows, values: new Float64Array(metrics.length * rows).fill(Number.NaN) };
}

/** One row. */
export function rowOf<M extends string>(row: Readonly<Partial<Record<M, number>>>): Block<M> {
  return { metrics: Object.keys(row) as M[], rows: 1, values: Float64Array.from(Object.values<number>(row as Record<M, number>)) };
}

/** Columns of one length as a block. Throws when they differ in length. */
export function blockOf<M extends string>(columns: Readonly<Partial<Record<M, ArrayLike<number>>>>): Block<M> {
  const given = Object.entries(columns) as [M, ArrayLike<number>][];
  const rows = given[0]?.[1].length ?? 0;
  const block = openBlock(
    given.map(([metric]) => metric),
    rows,
  );
  for (const [at, [metric, values]] of given.entries()) {
    if (values.length !== rows) throw new Error(`column ${metric}: expected ${rows} rows, got ${values.length}`);
    block.values.set(values, at * rows);
  }
  return block;
}

/** All rows in order. Metrics that a piece lacks are NaN there. A single piece with rows is given back as it is. */
export function joinBlocks<M extends string>(pieces: readonly Block<M>[]): Block<M> {
  const filled = pieces.filter(({ rows }) => rows > 0);
  if (filled.length <= 1) return filled[0] ?? NO_ROWS;
  const metrics = [...new Set(filled.flatMap((piece) => piece.metrics))];
  const joined = openBlock(
    metrics,
    filled.reduce((sum, { rows }) => sum + rows, 0),
  );
  let at = 0;
  for (const piece of filled) {
    for (const [index, metric] of metrics.entries()) {
      const column = columnOf(piece, metric);
      if (column) joined.values.set(column, index * joined.rows + at);
    }
    at += piece.rows;
  }
  return joined;
}

/** The rows at these positions. */
export function pickRows<M extends string>({ metrics, rows, values }: Block<M>, positions: readonly number[]): Block<M> {
  const picked = openBlock(metrics, positions.length);
  for (let column = 0; column < metrics.length; column++)
    for (const [at, row] of positions.entries()) picked.values[column * positions.length + at] = doubleAt(values, column * rows + row);
  return picked;
}
