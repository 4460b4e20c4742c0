/**
 * Append-only tables of numbers, one Float64Array per column, growing by doubling.
 *
 * A table is a value: `append` returns a new one and the old one keeps reading what it read. Both share memory as long as
 * only the newest is appended to (the usual case costs no copy); appending twice to the same old table copies.
 * Idea: Go's slices, with the owner's fill mark deciding who may write in place.
 */

import { doubleAt } from '../numbers';
import { type Block, columnOf } from './block';
import { extremesOf } from './extremes';
import type { FrozenTable } from './frozen';
import { madeOf } from './growing';

interface Buffer {
  data: Float64Array;
  /** How many numbers are written by whoever got furthest. */
  filled: number;
}

/** One growing column as it was at some moment. */
export class Column {
  private constructor(
    private readonly buffer: Buffer,
    readonly length: number,
  ) {}

  static readonly empty = new Column({ data: new Float64Array(0), filled: 0 }, 0);

  /** The first `length` numbers of `data`, which it owns from now on; the rest is room to grow. */
  static of(data: Float64Array, length: number): Column {
    return new Column({ data, filled: length }, length);
  }

  /** The numbers, without a copy; not to be written to. */
  get values(): Float64Array {
    return this.buffer.data.subarray(0, this.length);
  }

  /** The last number, NaN when empty. */
  get last(): number {
    return this.length > 0 ? doubleAt(this.buffer.data, this.length - 1) : Number.NaN;
  }

  append(more: Float64Array): Column {
    const length = this.length + more.length;
    if (more.length === 0) return this;
    const mayExtend = this.buffer.filled === this.length && length <= this.buffer.data.length;
    const buffer = mayExtend ? this.buffer : { data: this.grown(length), filled: this.length };
    buffer.data.set(more, this.length);
    buffer.filled = length;
    return new Column(buffer, length);
  }

  /** The first `length` numbers. */
  first(length: number): Column {
    return new Column(this.buffer, Math.min(length, this.length));
  }

  private grown(length: number): Float64Array {
    const data = new Float64Array(Math.max(64, 2 ** Math.ceil(Math.log2(length))));
    data.set(this.values);
    return data;
  }
}

let nothing = new Float64Array(0);

/** So many times NaN, of one memory for all: charts ask for what never came at every redraw, and then look for its extremes. */
function missing(length: number): Float64Array {
  if (nothing.length < length) nothing = new Float64Array(2 ** Math.ceil(Math.log2(length))).fill(Number.NaN);
  return nothing.subarray(0, length);
}

/** Rows at the beginning that are never thinned: whoever repeats a training compares its first steps. */
const FIRST = 64;
/** Rows that the first thinning puts two in the place of. */
const LEAST_WIDTH = 4;

/** The thinned rows of a table: pairs that follow its first `FIRST` rows. */
interface Pairs<M extends string> {
  /** Rows that a pair stands for. */
  readonly width: number;
  readonly count: number;
  /** Per pair and column the mean of the finite numbers it stands for, and how many they are. */
  readonly means: ReadonlyMap<M, { readonly mean: Float64Array; readonly finite: Float64Array }>;
}

/**
 * Columns of one length by name. Rows are appended to all of them; a column that a batch lacks is filled with NaN.
 *
 * A long table can be thinned. Then pairs of rows stand for a few hundred each in its older part: each column keeps its smallest and
 * largest number, in the order they came, and their mean. Rising columns, as `step` is, so keep the first and the last number.
 */
export class Table<M extends string> {
  constructor(
    private readonly columns: ReadonlyMap<M, Column> = new Map(),
    readonly length = 0,
    private readonly pairs: Pairs<M> | null = null,
  ) {}

  /** Inverse of `frozen`; owns the arrays from now on. Throws where they are not of one length. */
  static thawed<M extends string>({ length, columns, pairs }: FrozenTable): Table<M> {
    const isWhole =
      columns.every(([, values]) => values.length === length) &&
      (pairs === null ||
        (FIRST + 2 * pairs.count <= length && pairs.means.every(([, ...both]) => both.every((one) => one.length >= pairs.count))));
    if (!isWhole) throw new Error('table: columns differ in length');
    const means = new Map(pairs?.means.map(([name, mean, finite]) => [name as M, { mean, finite }]));
    const thawed = new Map(columns.map(([name, values]) => [name as M, Column.of(values, length)]));
    return new Table(thawed, length, pairs && { width: pairs.width, count: pairs.count, means });
  }

  /** All that it is. */
  frozen(): FrozenTable {
    const { pairs } = this;
    return {
      length: this.length,
      columns: [...this.columns].map(([name, { values }]) => [name, values]),
      pairs: pairs && {
        width: pairs.width,
        count: pairs.count,
        means: [...pairs.means].map(([name, { mean, finite }]) => [name, mean, finite]),
      },
    };
  }

  /** Numbers of a column, `length` of them; all NaN if it never came. Not to be written to. */
  column(name: M): Float64Array {
    return this.columns.get(name)?.values ?? missing(this.length);
  }

  has(name: M): boolean {
    return this.columns.has(name);
  }

  /** Columns that have come. */
  get width(): number {
    return this.columns.size;
  }

  /** Value in the last row; NaN when empty or unknown. */
  last(name: M): number {
    return this.columns.get(name)?.last ?? Number.NaN;
  }

  /** How many rows of what was appended a pair of thinned rows stands for; 1 where nothing is thinned. */
  get thinning(): number {
    return this.pairs?.width ?? 1;
  }

  /** A column whose thinned rows are the means of what they stand for: what averages are made of. The column itself where nothing is thinned. */
  averages(name: M): Float64Array {
    const means = this.pairs?.means.get(name)?.mean;
    if (!means) return this.column(name);
    return madeOf(this.column(name), 'averages', (own) => (row) => {
      const pair = this.pairOf(row);
      return pair < 0 ? own(row) : doubleAt(means, pair);
    });
  }

  /** How many appended rows a row stands for: 1, or half of what its pair does. */
  standsFor(row: number): number {
    return this.pairOf(row) < 0 ? 1 : this.thinning / 2;
  }

  /** How many finite numbers of a column a row stands for; 1 for rows that stand for themselves. */
  countAt(name: M, row: number): number {
    const pair = this.pairOf(row);
    return pair < 0 ? 1 : (this.pairs?.means.get(name)?.finite[pair] ?? 0) / 2;
  }

  /** Adds rows. */
  append(block: Block<M>): Table<M> {
    const { metrics, rows } = block;
    if (rows === 0) return this;
    const columns = new Map(this.columns);
    const gap = new Float64Array(rows).fill(Number.NaN);
    for (const [name, column] of this.columns) if (!metrics.includes(name)) columns.set(name, column.append(gap));
    for (const name of metrics) {
      const before = columns.get(name) ?? Column.empty.append(new Float64Array(this.length).fill(Number.NaN));
      columns.set(name, before.append(columnOf(block, name) as Float64Array));
    }
    return new Table(columns, this.length + rows, this.pairs);
  }

  /** The first `length` rows, or one fewer where that would part a pair. */
  first(length: number): Table<M> {
    if (length >= this.length) return this;
    const count = this.pairs ? Math.max(0, Math.min(this.pairs.count, Math.floor((length - FIRST) / 2))) : 0;
    const isParted = this.pairs !== null && length > FIRST && length < FIRST + 2 * this.pairs.count;
    const rows = isParted ? FIRST + 2 * count : length;
    const pairs = this.pairs && count > 0 ? { ...this.pairs, count } : null;
    return new Table(new Map([...this.columns].map(([name, column]) => [name, column.first(rows)])), rows, pairs);
  }

  /**
   * With about three quarters of `most` rows where there are more than `most`; the last quarter is never thinned. Tables of as many
   * rows are thinned alike, as those of one run's seeds. Cost: one pass, and a copy of all columns.
   *
   * @param most  ≥ 1024.
   */
  thinned(most: number): Table<M> {
    if (this.length <= most) return this;
    const before = this.pairs ?? { width: LEAST_WIDTH, count: 0, means: new Map() as Pairs<M>['means'] };
    const end = FIRST + before.width * before.count;
    const old = end + (this.length - FIRST - 2 * before.count) - FIRST - Math.floor(most / 4);
    let { width } = before;
    while (2 * Math.floor(old / width) > most / 2 - FIRST) width *= 2;
    const count = Math.floor(old / width);
    // A wider pair may still have to wait for some of its rows.
    if (FIRST + width * count < end) return this;
    /** Where a row stands, of all that were appended. */
    const at = (row: number) => (row < end ? FIRST + (2 * (row - FIRST)) / before.width : FIRST + 2 * before.count + row - end);
    const tail = at(FIRST + width * count);
    const length = FIRST + 2 * count + this.length - tail;
    const columns = new Map<M, Column>();
    const means = new Map<M, { mean: Float64Array; finite: Float64Array }>();
    for (const [name, { values }] of this.columns) {
      const kept = new Float64Array(Math.max(most, length));
      kept.set(values.subarray(0, FIRST));
      kept.set(values.subarray(tail), FIRST + 2 * count);
      const own = { mean: new Float64Array(count), finite: new Float64Array(count) };
      const known = before.means.get(name);
      for (let pair = 0; pair < count; pair++) {
        const [from, until] = [at(FIRST + width * pair), at(FIRST + width * (pair + 1))];
        const { lowest, highest } = extremesOf(values, from, until);
        kept[FIRST + 2 * pair] = values[Math.min(lowest, highest)] ?? Number.NaN;
        kept[FIRST + 2 * pair + 1] = values[Math.max(lowest, highest)] ?? Number.NaN;
        let [sum, finite] = [0, 0];
        for (let row = from; row < until; row++) {
          const inPair = this.pairOf(row);
          const value = (inPair < 0 ? values[row] : known?.mean[inPair]) as number;
          if (!Number.isFinite(value)) continue;
          const weight = inPair < 0 ? 1 : (known?.finite[inPair] as number) / 2;
          sum += weight * value;
          finite += weight;
        }
        own.mean[pair] = sum / finite;
        own.finite[pair] = finite;
      }
      means.set(name, own);
      columns.set(name, Column.of(kept, length));
    }
    return new Table(columns, length, { width, count, means });
  }

  /** The pair a row belongs to; −1 for rows that stand for themselves. */
  private pairOf(row: number): number {
    return this.pairs && row >= FIRST && row < FIRST + 2 * this.pairs.count ? (row - FIRST) >> 1 : -1;
  }
}
