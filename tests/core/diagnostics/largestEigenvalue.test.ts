import { describe, expect, it } from 'vitest';
import { largestEigenvalue } from '../../../src/core/diagnostics/largestEigenvalue';
import { powerIteration } from '../../../src/core/diagnostics/topEigenvalues';
import { randomStream } from '../../../src/core/random';

/** A matrix with these eigenvalues, turned by a reflection so that it is not diagonal. */
function withEigenvalues(values: readonly number[]) {
  const size = values.length;
  const stream = randomStream(3, 'reflection');
  const normal = Float64Array.from({ length: size }, () => stream.normal());
  const square = normal.reduce((sum, value) => sum + value * value, 0);
  const reflected = (vector: Float64Array) => {
    const along = (2 * vector.reduce((sum, value, index) => sum + value * (normal[index] as number), 0)) / square;
    return vector.map((value, index) => value - along * (normal[index] as number));
  };
  return (vector: Float64Array) => Promise.resolve(reflected(reflected(vector).map((value, index) => value * (values[index] as number))));
}
const start = (size: number) => {
  const stream = randomStream(1, 'start');
  return Float64Array.from({ length: size }, () => stream.normal());
};
/** As of a trained network: many near zero, some on the way up. */
const spectrum = (top: readonly number[]) => [
  ...top,
  ...Array.from({ length: 300 }, (_, index) => 0.6 * Math.exp(-index / 20)),
  -0.8,
  -0.3,
];

describe('the largest eigenvalue', () => {
  it('is found with its residual, from below, and is the largest and not the longest', async () => {
    const values = [1, -7, 3, 0.5, 2.9];
    const found = await largestEigenvalue(withEigenvalues(values), start(5), { products: 5, tolerance: 1e-9 });
    expect(found.value).toBeCloseTo(3, 10);
    expect(found.products).toBeLessThanOrEqual(5);
    expect(found.isConverged).toBe(true);
  });

  it('has the order of two matrices right that five power iterations have wrong', async () => {
    // One largest eigenvalue with a close second, against a lower one that stands alone.
    const [high, low] = [spectrum([2.9, ...Array<number>(30).fill(2.4)]), spectrum([2.67])];
    const five = { iterations: 5, tolerance: 0 };
    const size = [high.length, low.length] as const;
    const rough = [
      (await powerIteration(withEigenvalues(high), start(size[0]), [], five)).value,
      (await powerIteration(withEigenvalues(low), start(size[1]), [], five)).value,
    ];
    expect(rough[0]).toBeLessThan(rough[1] as number);
    for (const [values, largest] of [
      [high, 2.9],
      [low, 2.67],
    ] as const) {
      const found = await largestEigenvalue(withEigenvalues(values), start(values.length), { products: 40, tolerance: 0.01 });
      expect(found.isConverged).toBe(true);
      expect(found.residual).toBeLessThanOrEqual(0.01 * found.value);
      expect(found.value).toBeLessThanOrEqual(largest + 1e-9);
      expect(found.value).toBeGreaterThan(0.999 * largest);
    }
  });

  it('that did not converge is a lower bound and says so', async () => {
    const values = Array.from({ length: 400 }, (_, index) => 1 - index / 400);
    const found = await largestEigenvalue(withEigenvalues(values), start(400), { products: 4, tolerance: 1e-3 });
    expect(found).toMatchObject({ isConverged: false, products: 4 });
    expect(found.value).toBeLessThan(1);
    expect(found.residual).toBeGreaterThan(1e-3);
  });

  it('of the zero matrix is zero, and a product that is no number is not converged', async () => {
    expect(await largestEigenvalue(withEigenvalues([0, 0, 0]), start(3), { products: 9, tolerance: 0.01 })).toMatchObject({
      value: 0,
      products: 1,
      isConverged: true,
    });
    const broken = () => Promise.resolve(new Float64Array(3).fill(Number.NaN));
    expect(await largestEigenvalue(broken, start(3), { products: 9, tolerance: 0.01 })).toMatchObject({
      value: Number.NaN,
      isConverged: false,
    });
    await expect(largestEigenvalue(withEigenvalues([1]), new Float64Array(1), { products: 9, tolerance: 0.01 })).rejects.toThrow(
      'start is zero',
    );
  });
});
