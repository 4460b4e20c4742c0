/**
 * Columns that are made of a growing column, row after row, and grow with it: charts ask for them at every redraw, and then only
 * what is new is computed. Columns only ever grow (`columns.ts`), so what was made stays true.
 */
import { doubleAt } from '../numbers';

interface Made {
  /** Buffer of the second column it is made of. */
  readonly other: ArrayBufferLike | undefined;
  readonly values: Float64Array;
  filled: number;
  readonly next: (row: number) => number;
}

const known = new WeakMap<ArrayBufferLike, Map<string, Made>>();

/** A function of the rows of a column, called for every row once and in order: it may remember what it saw. */
export type Rows = (row: number) => number;

/**
 * The column `begin` makes of `source` and `other`, of the length of `source`; not to be written to. It stays in memory as long as
 * the buffer of `source` does. Cost: the rows that are new since the last time.
 *
 * @param name   says what is made of `source`, apart from `other`: the same name must mean the same arithmetic.
 * @param begin  gets both columns as functions of the row.
 */
export function madeOf(source: Float64Array, name: string, begin: (source: Rows, other: Rows) => Rows, other?: Float64Array): Float64Array {
  const byName = known.get(source.buffer) ?? new Map<string, Made>();
  known.set(source.buffer, byName);
  let made = byName.get(name);
  if (!made || made.other !== other?.buffer) {
    // Views of what is still to come, too.
    const whole = [source, other].map((column) => (column ? new Float64Array(column.buffer) : new Float64Array(0)));
    const [one, two] = whole.map(
      (column): Rows =>
        (row) =>
          doubleAt(column, row),
    ) as [Rows, Rows];
    made = { other: other?.buffer, values: new Float64Array(source.buffer.byteLength / 8), filled: 0, next: begin(one, two) };
    byName.set(name, made);
  }
  for (; made.filled < source.length; made.filled++) made.values[made.filled] = made.next(made.filled);
  return made.values.subarray(0, source.length);
}
