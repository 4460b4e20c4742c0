/**
 * One walk over rows and columns of numbers that computes whatever follows from them element by element, stores what
 * somebody needs and adds up what is to be added up.
 *
 * A pass is written for its formula, so that intermediate values stay in registers; where the numbers lie is a parameter.
 * Sums are accumulated in doubles and rounded once, always in the same order.
 */
import { fillBytes, i32, type Local, v128, Writer } from '../assembler';
import type { Elementwise } from '../../../core/tensor/operations';
import { operations } from '../../operations/operations';

const FLOAT = 4;
const DOUBLE = 8;
/** Vectors of four that one turn of the loop takes. */
const PARTS = 2;

/** How an operand is spread over the places: one number for each, the same row for all rows, one for each row, one for all. */
export type Spread = 'place' | 'row' | 'column' | 'one';

export interface ElementwisePass {
  /** So many tables one behind the other, each with its own sums along columns. */
  readonly blocks: number;
  readonly rows: number;
  readonly columns: number;
  readonly operands: readonly Spread[];
  /** Arguments are values by number: operands first, then operations in their order. */
  readonly operations: readonly { readonly formula: Elementwise; readonly of: readonly number[] }[];
  /** Values that are written down. */
  readonly stores: readonly number[];
  readonly folds: readonly Fold[];
}

/** All values of one kind to one: of the whole pass, of each row, or (sums only) of each column. */
export interface Fold {
  readonly operation: 'sum' | 'max';
  readonly over: 'all' | 'row' | 'column';
  readonly value: number;
}

/** Bytes that a pass needs for itself. */
export function scratchOf({ folds, columns }: ElementwisePass): number {
  return folds.filter(({ over }) => over === 'column').length * columns * DOUBLE;
}

/**
 * Parameters are byte offsets: of each operand, of each store, of the result of each fold, and of the scratch.
 *
 * @param indexOf  indices of the functions that a formula may call
 */
export function passFunction(pass: ElementwisePass, indexOf: (name: Elementwise) => number): Writer {
  const { blocks, rows, columns, operands, stores, folds } = pass;
  const write = new Writer(operands.length + stores.length + folds.length + 1);
  const state = new PassState(write, pass, indexOf);

  const table = () => {
    state.beginTable();
    repeat(write, rows, () => {
      state.beginRow();
      const wide = Math.floor(columns / (4 * PARTS));
      repeat(write, wide, () => state.turn(4, PARTS));
      if (columns % (4 * PARTS) >= 4) state.turn(4, 1);
      repeat(write, columns % 4, () => state.turn(1, 1));
      state.endRow();
    });
    state.endTable();
  };
  state.begin();
  repeat(write, blocks, table);
  state.end();
  return write;
}

/** `work` so many times; straight where that is once. */
function repeat(write: Writer, times: number, work: () => void): void {
  if (times === 0) return;
  if (times === 1) return work();
  const left = write.local();
  write.constant(times).set(left);
  write.countDown(left, 1, work);
}

/** The pointers and running values of a pass while its function is written. */
class PassState {
  readonly #values: readonly Local[];
  /** Where the row of an operand that repeats is read just now. */
  readonly #within: readonly (Local | undefined)[];
  readonly #accumulators: readonly (readonly Local[])[];
  readonly #scratch: Local;
  readonly #running: Local;

  constructor(
    readonly write: Writer,
    readonly pass: ElementwisePass,
    readonly indexOf: (name: Elementwise) => number,
  ) {
    const { operands, operations, stores, folds } = pass;
    this.#values = [...operands, ...operations].map(() => write.local('v128'));
    this.#within = operands.map((spread) => (spread === 'row' ? write.local() : undefined));
    const lanes = (fold: Fold) => (fold.over === 'column' ? 0 : fold.operation === 'sum' ? 2 * PARTS : PARTS);
    this.#accumulators = folds.map((fold) => Array.from({ length: lanes(fold) }, () => write.local('v128')));
    this.#scratch = operands.length + stores.length + folds.length;
    this.#running = write.local();
  }

  begin(): void {
    this.pass.operands.forEach((spread, operand) => {
      if (spread === 'one')
        this.write
          .get(operand)
          .emit(v128.loadSplat())
          .set(this.#values[operand] as Local);
    });
    this.#clear('all');
  }

  beginTable(): void {
    const bytes = scratchOf(this.pass);
    if (bytes > 0) this.write.get(this.#scratch).constant(0).constant(bytes).emit(fillBytes);
  }

  beginRow(): void {
    const { write, pass } = this;
    pass.operands.forEach((spread, operand) => {
      if (spread === 'row') write.copy(this.#within[operand] as Local, operand);
      if (spread === 'column') {
        write
          .get(operand)
          .emit(v128.loadSplat())
          .set(this.#values[operand] as Local);
        write.advance(operand, FLOAT);
      }
    });
    write.copy(this.#running, this.#scratch);
    this.#clear('row');
  }

  /** `parts` vectors of `width` numbers side by side. */
  turn(width: 4 | 1, parts: number): void {
    const { write, pass } = this;
    for (let part = 0; part < parts; part++) this.#compute(width, part);
    const bytes = width * parts * FLOAT;
    pass.operands.forEach((spread, operand) => {
      if (spread === 'place') write.advance(operand, bytes);
      if (spread === 'row') write.advance(this.#within[operand] as Local, bytes);
    });
    pass.stores.forEach((_, store) => write.advance(pass.operands.length + store, bytes));
    if (scratchOf(pass) > 0) write.advance(this.#running, 2 * bytes);
  }

  endRow(): void {
    this.#finish('row');
  }

  endTable(): void {
    const { write, pass } = this;
    let offset = 0;
    pass.folds.forEach(({ over }, fold) => {
      if (over !== 'column') return;
      const out = this.#result(fold);
      const from = write.local();
      write.get(this.#scratch).constant(offset).emit(i32.add).set(from);
      repeat(write, Math.floor(pass.columns / 4), () => {
        write.get(out).get(from).emit(v128.load(), v128.narrow, v128.storeTwo());
        write.get(out).get(from).emit(v128.load(16), v128.narrow, v128.storeTwo(8));
        write.advance(from, 4 * DOUBLE).advance(out, 4 * FLOAT);
      });
      repeat(write, pass.columns % 4, () => {
        write.get(out).get(from).emit(v128.loadTwo(), v128.narrow, v128.storeOne());
        write.advance(from, DOUBLE).advance(out, FLOAT);
      });
      offset += pass.columns * DOUBLE;
    });
  }

  end(): void {
    this.#finish('all');
  }

  #compute(width: 4 | 1, part: number): void {
    const { write, pass } = this;
    const offset = part * 4 * FLOAT;
    const isWide = width === 4;
    pass.operands.forEach((spread, operand) => {
      if (spread === 'one' || spread === 'column') return;
      const from = spread === 'row' ? (this.#within[operand] as Local) : operand;
      write
        .get(from)
        .emit(isWide ? v128.load(offset) : v128.loadOne(offset))
        .set(this.#values[operand] as Local);
    });
    pass.operations.forEach(({ formula, of }, operation) => {
      const { wasm } = operations[formula];
      const [a, b] = of.map((value) => this.#values[value]) as [Local, Local];
      if ('inline' in wasm) wasm.inline(write, a, b);
      else write.get(a).call(this.indexOf(formula));
      write.set(this.#values[pass.operands.length + operation] as Local);
    });
    pass.stores.forEach((value, store) => {
      write
        .get(pass.operands.length + store)
        .get(this.#values[value] as Local)
        .emit(isWide ? v128.store(offset) : v128.storeOne(offset));
    });
    let column = 0;
    pass.folds.forEach((fold, index) => {
      const value = this.#values[fold.value] as Local;
      if (fold.over === 'column') this.#addToColumns(value, 2 * offset + column++ * pass.columns * DOUBLE, isWide);
      else this.#fold(fold.operation, this.#accumulators[index] as readonly Local[], value, part, isWide);
    });
  }

  #addToColumns(value: Local, offset: number, isWide: boolean): void {
    const { write } = this;
    const to = this.#running;
    if (!isWide) {
      write.get(to).get(to).emit(v128.loadTwo(offset)).get(value).emit(v128.widen, v128.addDoubles, v128.storeTwo(offset));
      return;
    }
    write.get(to).get(to).emit(v128.load(offset)).get(value).emit(v128.widen, v128.addDoubles, v128.store(offset));
    write
      .get(to)
      .get(to)
      .emit(v128.load(offset + 16));
    write
      .get(value)
      .get(value)
      .emit(v128.highToLow, v128.widen, v128.addDoubles, v128.store(offset + 16));
  }

  #fold(operation: Fold['operation'], accumulators: readonly Local[], value: Local, part: number, isWide: boolean): void {
    const { write } = this;
    if (operation === 'max') {
      const most = accumulators[part] as Local;
      write.get(most).get(value);
      // Lanes beyond the first hold no number of the row.
      if (!isWide) write.get(most).emit(v128.firstOnly, v128.select);
      write.emit(v128.max).set(most);
      return;
    }
    const [low, high] = [accumulators[2 * part] as Local, accumulators[2 * part + 1] as Local];
    write.get(low).get(value);
    if (!isWide) write.emit(v128.firstOnly, v128.and);
    write.emit(v128.widen, v128.addDoubles).set(low);
    if (isWide) write.get(high).get(value).get(value).emit(v128.highToLow, v128.widen, v128.addDoubles).set(high);
  }

  #clear(over: Fold['over']): void {
    this.pass.folds.forEach((fold, index) => {
      if (fold.over !== over) return;
      const empty = fold.operation === 'sum' ? v128.zero : v128.floats(Number.NEGATIVE_INFINITY);
      for (const accumulator of this.#accumulators[index] as readonly Local[]) this.write.emit(empty).set(accumulator);
    });
  }

  /** Writes down what the accumulators hold together. */
  #finish(over: Fold['over']): void {
    const { write } = this;
    this.pass.folds.forEach((fold, index) => {
      if (fold.over !== over) return;
      const [first, ...others] = this.#accumulators[index] as readonly [Local, ...Local[]];
      const out = this.#result(index);
      if (fold.operation === 'sum') {
        for (const other of others) write.get(first).get(other).emit(v128.addDoubles).set(first);
        write.get(out).get(first).get(first).get(first).emit(v128.highToLow, v128.addDoubles, v128.narrow, v128.storeOne());
      } else {
        for (const other of others) write.get(first).get(other).emit(v128.max).set(first);
        write.get(first).get(first).get(first).emit(v128.highToLow, v128.max).set(first);
        write.get(out).get(first).get(first).get(first).emit(v128.swapNeighbours, v128.max, v128.storeOne());
      }
      write.advance(out, FLOAT);
    });
  }

  #result(fold: number): Local {
    return this.pass.operands.length + this.pass.stores.length + fold;
  }
}
