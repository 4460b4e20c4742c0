import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate } from '../../../src/core/metrics/decimation';
import type { Series } from '../../../src/core/metrics/series';

const curve = (values: readonly number[], spacing = 1): Series => ({
  x: Float64Array.from(values, (_, index) => index * spacing),
  y: Float64Array.from(values),
});
const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 3000 });
const drawn = (columns: readonly Float64Array[], curve = 0) => [...(columns[curve] ?? [])].filter((value) => !Number.isNaN(value));

describe('decimation', () => {
  it('keeps the extremes, the first and the last value of every curve, within the number of rows', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const { x, columns } = decimate([curve(one), curve(other, 1.7)], 120);
        expect(x.length).toBeLessThanOrEqual(120);
        for (const [index, whole] of [one, other].entries()) {
          const kept = drawn(columns, index);
          expect(Math.min(...kept)).toBe(Math.min(...whole));
          expect(Math.max(...kept)).toBe(Math.max(...whole));
          expect(kept[0]).toBe(whole[0]);
          expect(kept.at(-1)).toBe(whole.at(-1));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('draws short curves as they are', () => {
    const { x, columns, kept, drawn: points } = decimate([curve([3, 1, 2])]);
    expect([x, ...columns]).toEqual([Float64Array.of(0, 1, 2), Float64Array.of(3, 1, 2)]);
    expect([kept, points]).toEqual([3, 3]);
  });

  it('keeps a spike of one point among 100,000', () => {
    const flat = Array.from({ length: 100_000 }, (_, index) => (index === 54_321 ? 1e3 : 0));
    const { x, columns, kept } = decimate([curve(flat)]);
    expect(drawn(columns)).toContain(1e3);
    expect(kept).toBe(100_000);
    expect(x.length).toBeLessThanOrEqual(300);
  });

  it('gives places in ascending order, shared by all curves', () => {
    const long = Array.from({ length: 5000 }, (_, index) => Math.sin(index));
    const { x, columns } = decimate([curve(long), curve(long.slice(0, 2000), 2.5)]);
    expect(x.every((place, index) => index === 0 || place > (x[index - 1] as number))).toBe(true);
    expect(columns.map(({ length }) => length)).toEqual([x.length, x.length]);
  });

  it('leaves out what is no number', () => {
    const { columns, kept } = decimate([curve([1, Number.NaN, Number.POSITIVE_INFINITY, 2])]);
    expect(drawn(columns)).toEqual([1, 2]);
    expect(kept).toBe(2);
  });

  it('shows the visible range and the neighbours that lines come from, which nobody counts', () => {
    const { columns, kept, drawn: points } = decimate([curve([0, 1, 2, 3, 4, 5, 6])], 300, [2, 4]);
    expect(drawn(columns)).toEqual([1, 2, 3, 4, 5]);
    expect([kept, points]).toEqual([3, 3]);
  });

  it('keeps a neighbour at its own place where the range is thinned', () => {
    const { x, columns } = decimate([curve(Array.from({ length: 5000 }, (_, index) => (index === 999 ? 1e6 : 0)))], 100, [1000, 4000]);
    expect([x[0], columns[0]?.[0]]).toEqual([999, 1e6]);
    expect(Math.max(...drawn(columns).slice(1))).toBe(0);
  });

  it('does not count what is drawn with another curve', () => {
    const { kept, drawn: points } = decimate([curve([1, 2]), { ...curve([0, 3]), isUncounted: true }]);
    expect([kept, points]).toEqual([2, 2]);
  });
});
