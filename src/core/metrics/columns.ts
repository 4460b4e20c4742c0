/**
 * Append-only tables of numbers, one Float64Array per column, growing by doubling.
 *
 * A table is a value: `append` returns a new one and the old one keeps reading what it read. Both share memory as long as
 * only the newest is appended to (the usual case costs no copy); appending twice to the same old table copies.
 * Idea: Go's slices, with the owner's fill mark deciding who may write in place.
 */

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

  /** The numbers, without a copy; not to be written to. */
  get values(): Float64Array {
    return this.buffer.data.subarray(0, this.length);
  }

  /** The last number, NaN when empty. */
  get last(): number {
    return this.length > 0 ? (this.buffer.data[this.length - 1] as number) : Number.NaN;
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

/** Columns of one length by name. Rows are appended to all of them; a column that a batch lacks is filled with NaN. */
export class Table<M extends string> {
  constructor(
    private readonly columns: ReadonlyMap<M, Column> = new Map(),
    readonly length = 0,
  ) {}

  /** Numbers of a column, `length` of them; all NaN if it never came. Not to be written to. */
  column(name: M): Float64Array {
    return this.columns.get(name)?.values ?? missing(this.length);
  }

  has(name: M): boolean {
    return this.columns.has(name);
  }

  /** Value in the last row; NaN when empty or unknown. */
  last(name: M): number {
    return this.columns.get(name)?.last ?? Number.NaN;
  }

  /** Adds rows. Throws when the given columns differ in length. */
  append(rows: { readonly [K in M]?: Float64Array }): Table<M> {
    const given = Object.entries(rows) as [M, Float64Array][];
    const count = given[0]?.[1].length ?? 0;
    for (const [name, values] of given) {
      if (values.length !== count) throw new Error(`column ${name}: expected ${count} rows, got ${values.length}`);
    }
    if (count === 0) return this;
    const columns = new Map(this.columns);
    const gap = new Float64Array(count).fill(Number.NaN);
    for (const [name, column] of this.columns) if (!(name in rows)) columns.set(name, column.append(gap));
    for (const [name, values] of given) {
      const before = columns.get(name) ?? Column.empty.append(new Float64Array(this.length).fill(Number.NaN));
      columns.set(name, before.append(values));
    }
    return new Table(columns, this.length + count);
  }

  /** The first `length` rows. */
  first(length: number): Table<M> {
    if (length >= this.length) return this;
    return new Table(new Map([...this.columns].map(([name, column]) => [name, column.first(length)])), length);
  }
}
