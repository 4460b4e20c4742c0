import { describe, expect, it } from 'vitest';
import { indexOf } from '../../../../src/engine/wasm/kernels/shared';
import type { Elementwise } from '../../../../src/core/tensor/operations';
import { type ElementwisePass, passFunction, scratchOf } from '../../../../src/engine/wasm/kernels/pass';
import { furthest, memory, normals } from './memory';

const NOTHING: ElementwisePass = { blocks: 1, rows: 1, columns: 1, operands: [], operations: [], stores: [], folds: [] };

/** Runs a pass on operands that are given; what it stores and folds comes back, stores first. */
function made(pass: ElementwisePass, operands: readonly ArrayLike<number>[]): Float64Array[] {
  const { put, get, take, untouched, function: written } = memory();
  const places = pass.blocks * pass.rows * pass.columns;
  const sizes = [
    ...pass.stores.map(() => places),
    ...pass.folds.map(({ over }) => (over === 'all' ? 1 : over === 'row' ? pass.rows : pass.blocks * pass.columns)),
  ];
  const from = operands.map((operand) => put(operand));
  const to = sizes.map((size) => put(new Float32Array(size).fill(9)));
  written(passFunction(pass, indexOf))(...from, ...to, take(scratchOf(pass)));
  to.forEach((offset, index) => expect(untouched(offset, sizes[index] as number)).toBe(true));
  return to.map((offset, index) => get(offset, sizes[index] as number));
}

const rounded = (values: Iterable<number>) => Float64Array.from(Float32Array.from(values));

describe('a pass', () => {
  const pairs = {
    add: (x, y) => x + y,
    sub: (x, y) => x - y,
    mul: (x, y) => x * y,
    div: (x, y) => x / y,
    max: Math.max,
    min: Math.min,
    greater: (x, y) => Number(x > y),
    equal: (x, y) => Number(x === y),
  } satisfies Partial<Record<Elementwise, (x: number, y: number) => number>>;

  it.each(Object.entries(pairs))('%s: with a number for each place, a row, a column and one number', (name, compute) => {
    const [rows, columns] = [3, 13];
    const [a, row, column, one] = [normals('a', rows * columns), normals('row', columns), normals('column', rows), normals('one', 1)];
    a[4] = row[4] as number;
    a.set([Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-42], 6);
    const formula = name as keyof typeof pairs;
    const pass: ElementwisePass = {
      ...NOTHING,
      rows,
      columns,
      operands: ['place', 'place', 'row', 'column', 'one'],
      operations: [1, 2, 3, 4].map((other) => ({ formula, of: [0, other] })),
      stores: [5, 6, 7, 8],
    };
    const [places, alongRow, alongColumn, withOne] = made(pass, [a, a, row, column, one]);
    const expected = (other: (index: number) => number) => rounded(a.map((value, index) => compute(value, other(index))));
    expect(places).toEqual(expected((index) => a[index] as number));
    expect(alongRow).toEqual(expected((index) => row[index % columns] as number));
    expect(alongColumn).toEqual(expected((index) => column[Math.floor(index / columns)] as number));
    expect(withOne).toEqual(expected(() => one[0] as number));
  });

  it.each([
    ['abs', Math.abs],
    ['sqrt', Math.sqrt],
    ['square', (x: number) => x * x],
  ] as const)('%s of every number', (formula, compute) => {
    const a = normals('a', 11).map(Math.abs);
    const [got] = made({ ...NOTHING, columns: 11, operands: ['place'], operations: [{ formula, of: [0] }], stores: [1] }, [a]);
    expect(got).toEqual(rounded(a.map(compute)));
  });

  it('goes on with what it has just computed, and stores only what it is asked for', () => {
    const [a, b] = [normals('a', 21), normals('b', 21)];
    const operations = [
      { formula: 'sub', of: [0, 1] },
      { formula: 'square', of: [2] },
      { formula: 'add', of: [3, 0] },
    ] as const;
    const pass: ElementwisePass = { ...NOTHING, columns: 21, operands: ['place', 'place'], operations, stores: [4] };
    const difference = a.map((value, index) => value - (b[index] as number));
    const squares = difference.map((value) => value * value);
    expect(made(pass, [a, b])).toEqual([rounded(squares.map((value, index) => value + (a[index] as number)))]);
  });

  it.each([
    [1, 1],
    [3, 7],
    [13, 4],
    [5, 8],
    [2, 1003],
    [1, 0],
    [0, 5],
  ])('adds up all, the rows and the columns of [%i, %i] in doubles, rounded once', (rows, columns) => {
    const a = normals('a', rows * columns);
    const folds = (['all', 'row', 'column'] as const).map((over) => ({ operation: 'sum', over, value: 0 }) as const);
    const [all, perRow, perColumn] = made({ ...NOTHING, rows, columns, operands: ['place'], folds }, [a]) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const [expectedRows, expectedColumns] = [new Float64Array(rows), new Float64Array(columns)];
    let total = 0;
    a.forEach((value, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      expectedRows[row] = (expectedRows[row] as number) + value;
      expectedColumns[column] = (expectedColumns[column] as number) + value;
      total += value;
    });
    const halfUnit = (expected: Float64Array) => Math.max(0, ...expected.map(Math.abs)) * 2 ** -24;
    // The sum in doubles has an error of its own, far below.
    for (const [got, expected] of [
      [all, Float64Array.of(total)],
      [perRow, expectedRows],
      [perColumn, expectedColumns],
    ] as const)
      expect(furthest(got, expected)).toBeLessThanOrEqual(halfUnit(expected) * (1 + 1e-6));
  });

  it('adds up the columns of several tables, and two values at once', () => {
    const [blocks, rows, columns] = [3, 4, 5];
    const a = normals('a', blocks * rows * columns);
    const folds = [0, 1].map((value) => ({ operation: 'sum', over: 'column', value }) as const);
    const pass: ElementwisePass = {
      ...NOTHING,
      blocks,
      rows,
      columns,
      operands: ['place'],
      operations: [{ formula: 'square', of: [0] }],
      folds,
    };
    const expected = [0, 1].map((power) => {
      const sums = new Float64Array(blocks * columns);
      a.forEach((value, index) => {
        const at = Math.floor(index / (rows * columns)) * columns + (index % columns);
        sums[at] = (sums[at] as number) + (power === 0 ? value : Math.fround(value * value));
      });
      return sums;
    });
    made(pass, [a]).forEach((got, index) => expect(furthest(got, expected[index] as Float64Array)).toBeLessThan(1e-6));
  });

  it.each([1, 3, 4, 9, 30])('finds the largest of %i numbers, negative ones too', (columns) => {
    const a = normals('a', 2 * columns).map((value) => -Math.abs(value) - 1);
    const folds = (['all', 'row'] as const).map((over) => ({ operation: 'max', over, value: 0 }) as const);
    const [all, perRow] = made({ ...NOTHING, rows: 2, columns, operands: ['place'], folds }, [a]);
    expect(all).toEqual(Float64Array.of(Math.max(...a)));
    expect(perRow).toEqual(Float64Array.of(Math.max(...a.subarray(0, columns)), Math.max(...a.subarray(columns))));
  });
});

describe('functions of four numbers', () => {
  /** Maclaurin's series, good to ten digits for |x| ≤ 4. */
  const erf = (x: number) => {
    let [term, sum] = [x, x];
    for (let n = 1; n < 120; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  };
  const cases = {
    exp: [Math.exp, [-100, -87.4, -1, -1e-7, 0, 1e-7, 0.5, 3, 88.7]],
    log: [Math.log, [1e-42, 1.2e-38, 1e-3, 0.5, 0.7071, 0.99999, 1, 1.0001, 2, 1e10, 3e38]],
    tanh: [Math.tanh, [-200, -20, -5, -0.3, -1e-6, 0, 1e-6, 0.3, 3, 9, 200]],
    sigmoid: [(x: number) => 1 / (1 + Math.exp(-x)), [-80, -5, -1e-3, 0, 0.3, 5, 90, 200]],
    softplus: [(x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), [-10, -1, 0, 1, 10, 90, 200]],
    erf: [erf, [-4, -1, -1e-3, 0, 1e-3, 0.5, 1.5, 3, 4]],
  } as const satisfies Partial<Record<Elementwise, readonly [(x: number) => number, readonly number[]]>>;
  const of = (formula: Elementwise, values: readonly number[]) => {
    const pass: ElementwisePass = {
      ...NOTHING,
      columns: values.length,
      operands: ['place'],
      operations: [{ formula, of: [0] }],
      stores: [1],
    };
    return made(pass, [values])[0] as Float64Array;
  };

  it.each(Object.entries(cases))('%s is good to a few units in the last place', (name, [exact, listed]) => {
    const random = normals(name, 200).map((x) => (name === 'log' ? Math.abs(x) : x));
    const values = Float32Array.from([...listed, ...random]);
    const got = of(name as Elementwise, [...values]);
    values.forEach((x, index) => {
      const expected = exact(x);
      // Subnormal results have fewer digits; log(1 + …) loses those of a small …
      const scale = Math.max(Math.abs(expected), name === 'softplus' ? 0.5 : 2 ** -126);
      expect(Math.abs((got[index] as number) - expected), `${name}(${x})`).toBeLessThan(6 * scale * 2 ** -23);
    });
  });

  it('what is too large, too small or no number', () => {
    const { NaN: none, POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least } = Number;
    const at = [none, most, least];
    expect(of('exp', [...at, 89, -110])).toEqual(Float64Array.of(none, most, 0, most, 0));
    expect(of('log', [...at, 0, -1])).toEqual(Float64Array.of(none, most, none, least, none));
    expect([...of('tanh', at)].map(Math.round)).toEqual([none, 1, -1]);
    expect(of('sigmoid', at)).toEqual(Float64Array.of(none, 1, 0));
    expect(of('softplus', at)).toEqual(Float64Array.of(none, most, 0));
    expect([...of('erf', at)].map(Math.round)).toEqual([none, 1, -1]);
  });
});
