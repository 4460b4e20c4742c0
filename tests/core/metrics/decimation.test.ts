import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate } from '../../../src/core/metrics/decimation';
import type { Series } from '../../../src/core/metrics/series';

const curve = (key: string, values: readonly number[], spacing = 1): Series => ({
  key,
  x: Float64Array.from(values, (_, index) => index * spacing),
  y: Float64Array.from(values),
});
const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 3000 });
const drawn = (rows: readonly Readonly<Record<string, number | null>>[], key: string) =>
  rows.map((row) => row[key] ?? Number.NaN).filter((value) => !Number.isNaN(value));

describe('decimation', () => {
  it('keeps the extremes, the first and the last value of every curve, within the number of rows', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const { rows } = decimate([curve('one', one), curve('other', other, 1.7)], 120);
        expect(rows.length).toBeLessThanOrEqual(120);
        for (const [key, whole] of [
          ['one', one],
          ['other', other],
        ] as const) {
          const kept = drawn(rows, key);
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
    const { rows, kept, drawn: points } = decimate([curve('one', [3, 1, 2])]);
    expect(rows).toEqual([
      { x: 0, one: 3 },
      { x: 1, one: 1 },
      { x: 2, one: 2 },
    ]);
    expect([kept, points]).toEqual([3, 3]);
  });

  it('keeps a spike of one point among 100,000', () => {
    const flat = Array.from({ length: 100_000 }, (_, index) => (index === 54_321 ? 1e3 : 0));
    const { rows, kept } = decimate([curve('one', flat)]);
    expect(drawn(rows, 'one')).toContain(1e3);
    expect(kept).toBe(100_000);
    expect(rows.length).toBeLessThanOrEqual(300);
  });

  it('gives rows in ascending x, shared by all curves', () => {
    const long = Array.from({ length: 5000 }, (_, index) => Math.sin(index));
    const { rows } = decimate([curve('one', long), curve('other', long.slice(0, 2000), 2.5)]);
    expect(rows.every((row, index) => index === 0 || row.x > (rows[index - 1]?.x ?? 0))).toBe(true);
    expect(rows.every((row) => 'one' in row && 'other' in row)).toBe(true);
  });

  it('leaves out what is no number', () => {
    const { rows, kept } = decimate([curve('one', [1, Number.NaN, Number.POSITIVE_INFINITY, 2])]);
    expect(drawn(rows, 'one')).toEqual([1, 2]);
    expect(kept).toBe(2);
  });

  it('shows the visible range and the neighbours that lines come from, which nobody counts', () => {
    const { rows, kept, drawn: points } = decimate([curve('one', [0, 1, 2, 3, 4, 5, 6])], 300, [2, 4]);
    expect(drawn(rows, 'one')).toEqual([1, 2, 3, 4, 5]);
    expect([kept, points]).toEqual([3, 3]);
  });

  it('keeps a neighbour at its own place where the range is thinned', () => {
    const { rows } = decimate(
      [
        curve(
          'one',
          Array.from({ length: 5000 }, (_, index) => (index === 999 ? 1e6 : 0)),
        ),
      ],
      100,
      [1000, 4000],
    );
    expect(rows[0]).toEqual({ x: 999, one: 1e6 });
    expect(Math.max(...drawn(rows.slice(1), 'one'))).toBe(0);
  });

  it('does not count what is drawn with another curve', () => {
    const { kept, drawn: points } = decimate([curve('one', [1, 2]), { ...curve('edge', [0, 3]), isUncounted: true }]);
    expect([kept, points]).toEqual([2, 2]);
  });
});
