import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalFit } from '../../../src/core/diagnostics/normalFit';
import { normalQuantile } from '../../../src/core/diagnostics/normalQuantile';
import { randomStream } from '../../../src/core/random';

describe('the normal quantile', () => {
  // Roots of erfc(−x/√2)/2 = p in 40 digits (mpmath), p being the double nearest to what is written.
  it.each([
    [0.5, 0],
    [0.5000001, 2.506628273311648e-7],
    [0.55, 0.12566134685507416],
    [0.75, 0.6744897501960817],
    [0.9, 1.2815515655446006],
    [0.925, 1.4395314709384561],
    [0.9250001, 1.4395321773759004],
    [0.975, 1.9599639845400538],
    [0.99, 2.3263478740408408],
    [0.999999, 4.753424308817087],
    [0.999999999999, 7.0344869100478356],
    [1e-3, -3.0902323061678136],
    [1e-10, -6.361340902404057],
    [1.4e-11, -6.656723091518184],
    [1e-11, -6.706023155495136],
    [1e-20, -9.262340089798407],
    [1e-100, -21.273453560965326],
    [1e-300, -37.0470962993612],
  ])('of %f is %f', (p, x) => {
    expect(Math.abs(normalQuantile(p) - x)).toBeLessThanOrEqual(4e-15 * Math.abs(x));
  });

  it('is infinite at 0 and 1, and no number outside', () => {
    expect([0, 1].map(normalQuantile)).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect([-0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('is odd about one half, and rises', () => {
    // Multiples of 2⁻³⁰, so that 1 − p is exact.
    const share = fc.integer({ min: 1, max: 2 ** 30 - 1 }).map((count) => count / 2 ** 30);
    fc.assert(
      fc.property(share, share, (p, q) => {
        expect(normalQuantile(1 - p)).toBe(0 - normalQuantile(p));
        if (p < q) expect(normalQuantile(p)).toBeLessThan(normalQuantile(q));
      }),
    );
  });
});

describe('a normal fit', () => {
  it('is made of mean, population deviation and sorted values against quantiles', () => {
    // Mean 3, squared deviations 4, 1, 9; the quantiles are of 1/6, 3/6, 5/6.
    const { mean, deviation, sorted, theoretical, correlation } = normalFit([5, 4, 0]);
    expect(mean).toBe(3);
    expect(deviation).toBeCloseTo(Math.sqrt(14 / 3), 14);
    expect(sorted).toEqual([0, 4, 5]);
    expect(theoretical).toEqual([normalQuantile(1 / 6), 0, normalQuantile(2.5 / 3)]);
    // Σ x·y over Σ x² and Σ (y − 3)²: (5 − 0)·q against √(2q² · 14).
    expect(correlation).toBeCloseTo(5 / Math.sqrt(28), 12);
  });

  it('correlates with normal values almost fully, and less with their cubes', () => {
    const stream = randomStream(4, 'normal fit');
    const values = Array.from({ length: 400 }, () => stream.normal());
    const straight = normalFit(values).correlation;
    expect(straight).toBeGreaterThan(0.99);
    expect(normalFit(values.map((value) => value ** 3)).correlation).toBeLessThan(straight - 0.1);
    expect(normalFit(values.map((value) => 3 * value - 7)).correlation).toBeCloseTo(straight, 10);
  });

  it('has no correlation when all values are equal, and refuses to fit none', () => {
    expect(normalFit([2, 2, 2]).correlation).toBeNaN();
    expect(() => normalFit([])).toThrow('no values');
  });
});
