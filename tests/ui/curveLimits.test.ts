import { expect, it } from 'vitest';
import { curveLimits } from '../../src/ui/valley/curveLimits';

it.each([
  ['a curve in view, with zero', [2, 5], [2, 5, 900], [0, 5]],
  ['a curve on both sides of zero', [-1, 3], [-1, 3], [-1, 3]],
  ['one value for ever', [-4, -4], [-4], [-6, -2]],
  ['nothing in view: what there is', [], [7, Number.NaN, 9], [0, 9]],
  ['nothing at all', [], [], [0, 1]],
  ['nothing but what has blown up', [Number.NaN], [Number.POSITIVE_INFINITY], [0, 1]],
  ['zero for ever', [0], [0], [-1, 1]],
] as const)('the plot of %s has two finite limits', (_, seen, all, limits) => {
  expect(curveLimits(seen, all)).toEqual(limits);
});

it('no two limits fall together, however large the numbers', () => {
  for (const value of [1e300, -1e300, 1e17, -1e17]) {
    const [low, high] = curveLimits([value], [value]);
    expect(low).toBeLessThan(high);
    expect(Number.isFinite(high - low)).toBe(true);
  }
});
