/**
 * Where a growing column is smallest and largest between two rows, without looking at every row again: each block of rows is
 * looked at once and remembered with the buffer it stands in. Columns only ever grow (`columns.ts`), so what was seen stays true.
 */
import { doubleAt, nth } from '../numbers';

/** Rows per block: a few hundred buckets of a long curve are then made of some ten blocks each. */
const BLOCK = 64;

interface Blocks {
  /** Blocks that have been looked at. */
  seen: number;
  /** Row of the smallest and the largest finite value of each block; −1 where there is none. */
  readonly lowest: Int32Array;
  readonly highest: Int32Array;
  /** Finite values in all blocks before each. */
  readonly finite: Int32Array;
}

const known = new WeakMap<ArrayBufferLike, Blocks>();

function blocksOf(values: Float64Array): Blocks {
  const capacity = Math.ceil(values.buffer.byteLength / 8 / BLOCK);
  const blocks = (values.byteOffset === 0 ? known.get(values.buffer) : undefined) ?? {
    seen: 0,
    lowest: new Int32Array(capacity),
    highest: new Int32Array(capacity),
    finite: new Int32Array(capacity + 1),
  };
  if (values.byteOffset === 0) known.set(values.buffer, blocks);
  for (; (blocks.seen + 1) * BLOCK <= values.length; blocks.seen++) {
    const start = blocks.seen * BLOCK;
    const { lowest, highest, count } = scanned(values, start, start + BLOCK, NONE);
    blocks.lowest[blocks.seen] = lowest;
    blocks.highest[blocks.seen] = highest;
    blocks.finite[blocks.seen + 1] = nth(blocks.finite, blocks.seen) + count;
  }
  return blocks;
}

export interface Extremes {
  /** Row of the first smallest and the first largest finite value; −1 where there is none. */
  readonly lowest: number;
  readonly highest: number;
  /** Finite values. */
  readonly count: number;
}

const NONE: Extremes = { lowest: -1, highest: -1, count: 0 };

/** Extremes of the rows `start` … `end` − 1. Cost: two blocks' rows and one look per block between. */
export function extremesOf(values: Float64Array, start: number, end: number): Extremes {
  const blocks = blocksOf(values);
  const first = Math.ceil(start / BLOCK);
  const last = Math.min(Math.floor(end / BLOCK), blocks.seen);
  if (first >= last) return scanned(values, start, end, NONE);
  let { lowest, highest, count } = scanned(values, start, first * BLOCK, NONE);
  for (let block = first; block < last; block++) {
    const [low, high] = [nth(blocks.lowest, block), nth(blocks.highest, block)];
    if (low < 0) continue;
    if (lowest < 0 || doubleAt(values, low) < doubleAt(values, lowest)) lowest = low;
    if (highest < 0 || doubleAt(values, high) > doubleAt(values, highest)) highest = high;
  }
  count += nth(blocks.finite, last) - nth(blocks.finite, first);
  return scanned(values, last * BLOCK, end, { lowest, highest, count });
}

function scanned(values: Float64Array, start: number, end: number, before: Extremes): Extremes {
  let { lowest, highest, count } = before;
  for (let row = start; row < end; row++) {
    const value = doubleAt(values, row);
    if (!Number.isFinite(value)) continue;
    count++;
    if (lowest < 0 || value < doubleAt(values, lowest)) lowest = row;
    if (highest < 0 || value > doubleAt(values, highest)) highest = row;
  }
  return { lowest, highest, count };
}
