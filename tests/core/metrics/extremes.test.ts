import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Column } from '../../../src/core/metrics/columns';
import { extremesOf } from '../../../src/core/metrics/extremes';

/** The definition, row by row. */
function slowly(values: Float64Array, start: number, end: number) {
  const rows = Array.from({ length: end - start }, (_, index) => start + index).filter((row) => Number.isFinite(values[row]));
  const best = (isBetter: (one: number, other: number) => boolean) =>
    rows.reduce((found, row) => (found < 0 || isBetter(values[row] as number, values[found] as number) ? row : found), -1);
  return { lowest: best((one, other) => one < other), highest: best((one, other) => one > other), count: rows.length };
}

const value = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -9, max: 9 }) }, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY));

it('are those of every row, wherever a range begins and ends, also after a column has grown', () => {
  fc.assert(
    fc.property(fc.array(fc.array(value, { maxLength: 150 }), { maxLength: 6 }), fc.nat(), fc.nat(), (pieces, one, other) => {
      let column = Column.empty;
      for (const piece of pieces) {
        column = column.append(Float64Array.from(piece));
        const { values } = column;
        const [start, end] = [one % (values.length + 1), other % (values.length + 1)].sort((a, b) => a - b) as [number, number];
        expect(extremesOf(values, start, end)).toEqual(slowly(values, start, end));
        expect(extremesOf(values, 0, values.length)).toEqual(slowly(values, 0, values.length));
      }
    }),
  );
});

it('of a part of a buffer are those of that part', () => {
  const whole = Float64Array.from({ length: 400 }, (_, row) => row);
  expect(extremesOf(whole, 0, 400).highest).toBe(399);
  const part = whole.subarray(100, 300);
  expect(extremesOf(part, 0, 200)).toEqual({ lowest: 0, highest: 199, count: 200 });
});
