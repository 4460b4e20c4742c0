import { describe, expect, it } from 'vitest';
import { copyBox, offsetOf, stridesOf } from '../../../src/engine/simd/copies';
import { fitted } from '../../../src/engine/kernels/wasmElementwise';
import { simdOn, type WasmHeap } from '../../../src/engine/simd/module';
import { normals as numbersOf } from '../../core/tensor/randomTensors';

const FLOAT = 4;
/** What `product` takes for a plain [rows, depth] · [depth, columns]. */
const ONE = { blocks: 1, segments: 1, aBlock: 0, aSegment: 0, bSegment: 0, cBlock: 0, accumulate: 0 };

/** A memory of our own, in which every piece lies between numbers that nobody may touch. */
function memory() {
  const whole = new WebAssembly.Memory({ initial: 64 });
  const numbers = new Float32Array(whole.buffer).fill(Number.POSITIVE_INFINITY);
  let next = 64;
  const take = (bytes: number) => {
    const offset = next;
    next += Math.ceil(bytes / 16) * 16 + 64;
    return offset;
  };
  const heap = { wasm: { asm: { memory: whole }, _malloc: take, _free: () => undefined } } as unknown as WasmHeap;
  const put = (values: ArrayLike<number>) => {
    const offset = take(values.length * FLOAT);
    numbers.set(values, offset / FLOAT);
    return offset;
  };
  const get = (offset: number, count: number) => Float64Array.from(numbers.subarray(offset / FLOAT, offset / FLOAT + count));
  const untouched = (offset: number, count: number) =>
    numbers[offset / FLOAT - 1] === Infinity && numbers[offset / FLOAT + count] === Infinity;
  return { simd: simdOn(heap), put, get, untouched };
}

const normals = (name: string, count: number) => Float32Array.from(numbersOf(name, count));
const furthest = (got: ArrayLike<number>, expected: ArrayLike<number>) =>
  Math.max(...Array.from(expected, (value, index) => Math.abs(value - (got[index] as number))));

describe('product', () => {
  it.each([
    [1, 1, 1],
    [4, 3, 8],
    [5, 7, 3],
    [7, 2, 19],
    [8, 31, 16],
  ])('multiplies [%i, %i] by […, %i], whichever factor is transposed', (rows, depth, columns) => {
    const [a, b] = [normals('a', rows * depth), normals('b', depth * columns)];
    const expected = new Float64Array(rows * columns).map((_, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      return a.subarray(0, depth).reduce((sum, __, k) => sum + (a[row * depth + k] as number) * (b[k * columns + column] as number), 0);
    });
    const turned = (x: Float32Array, height: number, width: number) =>
      x.map((_, index) => x[(index % height) * width + Math.floor(index / height)] as number);
    for (const transposeA of [false, true])
      for (const transposeB of [false, true]) {
        const { simd, put, get, untouched } = memory();
        const c = put(new Float32Array(rows * columns).fill(9));
        simd.product({
          ...ONE,
          a: put(transposeA ? turned(a, rows, depth) : a),
          b: put(transposeB ? turned(b, depth, columns) : b),
          c,
          rows,
          columns,
          depth,
          aRow: (transposeA ? 1 : depth) * FLOAT,
          aDepth: (transposeA ? rows : 1) * FLOAT,
          bDepth: (transposeB ? 1 : columns) * FLOAT,
          bColumn: (transposeB ? depth : 1) * FLOAT,
          cRow: columns * FLOAT,
        });
        expect(furthest(get(c, rows * columns), expected)).toBeLessThan(1e-5);
        expect(untouched(c, rows * columns)).toBe(true);
      }
  });

  it('adds segments, repeats for blocks and adds to what is there', () => {
    const { simd, put, get } = memory();
    const [a, b] = [normals('a', 2 * 3 * 5), normals('b', 3 * 5 * 9)];
    const c = put(new Float32Array(2 * 9).fill(2));
    // Two blocks of one row; a row is three segments of five, as b is.
    const numbers = { rows: 1, blocks: 2, columns: 9, segments: 3, depth: 5, aBlock: 60, aRow: 0, aSegment: 20, aDepth: FLOAT };
    simd.product({
      ...ONE,
      ...numbers,
      a: put(a),
      b: put(b),
      c,
      bSegment: 180,
      bDepth: 36,
      bColumn: FLOAT,
      cBlock: 36,
      cRow: 36,
      accumulate: 1,
    });
    const expected = new Float64Array(18).map((_, index) => {
      const [block, column] = [Math.floor(index / 9), index % 9];
      let sum = 2;
      for (let k = 0; k < 15; k++) sum += (a[block * 15 + k] as number) * (b[k * 9 + column] as number);
      return sum;
    });
    expect(furthest(get(c, 18), expected)).toBeLessThan(1e-5);
  });
});

describe('element by element', () => {
  const plain = {
    add: (x, y) => x + y,
    subtract: (x, y) => x - y,
    multiply: (x, y) => x * y,
    divide: (x, y) => x / y,
    max: Math.max,
    min: Math.min,
    greater: (x, y) => Number(x > y),
    equal: (x, y) => Number(x === y),
  } satisfies Record<string, (x: number, y: number) => number>;

  it.each(Object.entries(plain))('%s repeats a row, or the numbers of a column', (name, compute) => {
    const [rows, columns] = [3, 7];
    const [a, row, column] = [normals('a', rows * columns), normals('row', columns), normals('column', rows)];
    a[4] = row[4] as number;
    const { simd, put, get, untouched } = memory();
    const out = put(new Float32Array(a.length));
    simd[`${name as keyof typeof plain}Rows`](put(a), put(row), out, rows, columns);
    const alongRow = Float32Array.from(a, (value, index) => compute(value, row[index % columns] as number));
    expect(get(out, a.length)).toEqual(Float64Array.from(alongRow));
    simd[`${name as keyof typeof plain}Columns`](put(a), put(column), out, rows, columns);
    const alongColumn = Float32Array.from(a, (value, index) => compute(value, column[Math.floor(index / columns)] as number));
    expect(get(out, a.length)).toEqual(Float64Array.from(alongColumn));
    expect(untouched(out, a.length)).toBe(true);
  });

  it('hands on what is not a number', () => {
    const { simd, put, get } = memory();
    const out = put(new Float32Array(5));
    simd.maxRows(put(new Float32Array(5).fill(Number.NaN)), put(new Float32Array(5)), out, 1, 5);
    expect(get(out, 5)).toEqual(new Float64Array(5).fill(Number.NaN));
  });

  it.each([
    [[3, 4], [3, 4], { along: 'Rows', rows: 1, columns: 12 }],
    [[3, 4], [4], { along: 'Rows', rows: 3, columns: 4 }],
    [[2, 3, 4], [1, 3, 4], { along: 'Rows', rows: 2, columns: 12 }],
    [[3, 4], [3, 1], { along: 'Columns', rows: 3, columns: 4 }],
    [[2, 3, 4], [2, 1, 1], { along: 'Columns', rows: 2, columns: 12 }],
    [[3, 4], [], { along: 'Columns', rows: 1, columns: 12 }],
    [[3, 1, 4], [2, 1], undefined],
    [[2, 3, 4], [2, 1, 4], undefined],
    [[2, 3, 4], [3, 1], undefined],
    [[4], [3, 4], undefined],
  ])('knows how %j takes %j', (a, b, plan) => expect(fitted(a, b)).toEqual(plan));
});

describe('sums', () => {
  it.each([
    [1, 1],
    [3, 7],
    [13, 4],
    [2, 1000],
  ])('add up the rows and the columns of [%i, %i] in doubles', (rows, columns) => {
    const a = normals('a', rows * columns);
    const { simd, put, get, untouched } = memory();
    const [at, perRow, perColumn] = [put(a), put(new Float32Array(rows)), put(new Float32Array(columns))];
    simd.sumRows(at, perRow, rows, columns);
    simd.sumColumns(at, perColumn, rows, columns);
    const [expectedRows, expectedColumns] = [new Float64Array(rows), new Float64Array(columns)];
    a.forEach((value, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      expectedRows[row] = (expectedRows[row] as number) + value;
      expectedColumns[column] = (expectedColumns[column] as number) + value;
    });
    // Rounded once: half a unit in the last place of the largest.
    expect(furthest(get(perRow, rows), expectedRows)).toBeLessThanOrEqual(Math.max(...expectedRows.map(Math.abs)) * 2 ** -24);
    expect(furthest(get(perColumn, columns), expectedColumns)).toBeLessThanOrEqual(Math.max(...expectedColumns.map(Math.abs)) * 2 ** -24);
    expect(untouched(perRow, rows) && untouched(perColumn, columns)).toBe(true);
  });
});

describe('copying a box', () => {
  it.each([
    [
      [2, 3, 4],
      [0, 1, 1],
      [2, 2, 3],
    ],
    [
      [2, 3, 4],
      [1, 0, 0],
      [1, 3, 4],
    ],
    [
      [5, 2],
      [0, 0],
      [5, 2],
    ],
    [
      [2, 4, 3, 2],
      [0, 1, 1, 0],
      [2, 2, 2, 2],
    ],
    [[], [], []],
  ])('takes its numbers and no others out of %j from %j: %j', (shape, begin, size) => {
    const count = shape.reduce((product, length) => product * length, 1);
    const taken = size.reduce((product, length) => product * length, 1);
    const { simd, put, get, untouched } = memory();
    const [from, to] = [put(Float32Array.from({ length: count }, (_, index) => index)), put(new Float32Array(taken).fill(-1))];
    const strides = stridesOf(shape);
    copyBox(simd.copyRows, size, { at: from + offsetOf(begin, strides) * FLOAT, strides }, { at: to, strides: stridesOf(size) });
    const own = stridesOf(size);
    const expected = Float64Array.from({ length: taken }, (_, index) =>
      offsetOf(
        begin.map((first, axis) => first + (Math.floor(index / (own[axis] as number)) % (size[axis] as number))),
        strides,
      ),
    );
    expect(get(to, taken)).toEqual(expected);
    expect(untouched(to, taken)).toBe(true);
  });
});
