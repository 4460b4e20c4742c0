import { describe, expect, it } from 'vitest';
import { memory } from './memory';

describe('rows of a table', () => {
  it('names the place of the largest, the first of equals', () => {
    const { kernels, put, get, untouched } = memory();
    const rows = [
      [3, 1, 2],
      [-3, -1, -2],
      [5, 5, 5],
      [0, 7, 7],
      [Number.NEGATIVE_INFINITY, -1, Number.POSITIVE_INFINITY],
    ];
    const out = put(new Float32Array(rows.length).fill(9));
    kernels['argMaxRows']?.(put(rows.flat()), out, rows.length, 3);
    expect([...get(out, rows.length)]).toEqual([0, 1, 0, 1, 2]);
    expect(untouched(out, rows.length)).toBe(true);
  });

  it.each([1, 3, 20])('gathers rows of %i numbers, some twice, in any order', (columns) => {
    const { kernels, put, get, untouched } = memory();
    const table = Float32Array.from({ length: 6 * columns }, (_, index) => index);
    const numbers = [4, 0, 4, 5];
    const out = put(new Float32Array(numbers.length * columns).fill(-1));
    kernels['gatherRows']?.(put(table), put(numbers), out, numbers.length, columns * 4);
    const expected = numbers.flatMap((row) => [...table.subarray(row * columns, (row + 1) * columns)]);
    expect([...get(out, expected.length)]).toEqual(expected);
    expect(untouched(out, expected.length)).toBe(true);
  });

  it.each([1, 3, 20])('adds rows of %i numbers to those that are named, some twice', (columns) => {
    const { kernels, put, get, untouched } = memory();
    const rows = Float32Array.from({ length: 4 * columns }, (_, index) => index + 1);
    const numbers = [2, 0, 2, 1];
    const out = put(new Float32Array(3 * columns));
    kernels['scatterRows']?.(put(rows), put(numbers), out, numbers.length, columns);
    const row = (index: number) => [...rows.subarray(index * columns, (index + 1) * columns)];
    const expected = [...row(1), ...row(3), ...row(0).map((value, place) => value + (row(2)[place] ?? 0))];
    expect([...get(out, expected.length)]).toEqual(expected);
    expect(untouched(out, expected.length)).toBe(true);
  });
});
