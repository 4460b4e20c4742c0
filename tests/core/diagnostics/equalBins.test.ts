import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalBins } from '../../../src/core/diagnostics/equalBins';
import { normalDensity, normalFit } from '../../../src/core/diagnostics/normalFit';
import { randomStream } from '../../../src/core/random';

describe('bins of one width', () => {
  it('are as wide as Freedman and Diaconis say, fitted to the range', () => {
    // 0 … 26: quartiles 6.5 and 19.5, at rows 7 and 20 (rounded up): 2·13·27^(−1/3) = 26/3, so three bins over a range of 26.
    const { from, width, counts } = equalBins(Array.from({ length: 27 }, (_, index) => index));
    expect([from, width]).toEqual([0, 26 / 3]);
    expect(counts).toEqual([9, 9, 9]);
  });

  it('hold every value once, whatever the sample', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 500 }), (values) => {
        const { from, width, counts } = equalBins(values);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        expect(counts.length).toBeLessThanOrEqual(40);
        expect(from).toBeLessThanOrEqual(Math.min(...values));
        expect(from + width * counts.length).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-12));
      }),
    );
  });

  it('are one for equal values, as many as fit for a sample with a single outlier, and refuse an empty sample', () => {
    expect(equalBins([0.5, 0.5, 0.5])).toEqual({ from: 0.25, width: 0.5, counts: [3] });
    expect(equalBins([0, 0]).counts).toEqual([2]);
    expect(equalBins([1, 1, 1, 1, 1, 1, 1, 9]).counts).toHaveLength(40);
    expect(() => equalBins([])).toThrow('no values');
  });

  it('of a normal sample follow the fitted curve', () => {
    const stream = randomStream(3, 'equal bins');
    const values = Array.from({ length: 4000 }, () => 5 + 2 * stream.normal());
    const fit = normalFit(values);
    const { from, width, counts } = equalBins(values);
    counts.forEach((count, bin) => {
      const expected = values.length * width * normalDensity(from + (bin + 0.5) * width, fit);
      // Four standard deviations of a count.
      expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected) + 4);
    });
  });
});

describe('the density of a normal fit', () => {
  it('is 1/√(2πe) per deviation one deviation from the mean, and sums to one', () => {
    const fit = { mean: -1, deviation: 3 };
    expect(normalDensity(2, fit)).toBeCloseTo(1 / (3 * Math.sqrt(2 * Math.PI * Math.E)), 15);
    const sum = Array.from({ length: 6000 }, (_, index) => normalDensity(-31 + index * 0.01, fit) * 0.01).reduce(
      (total, one) => total + one,
    );
    expect(sum).toBeCloseTo(1, 10);
  });
});
