import { describe, expect, it } from 'vitest';
import { interleaved, ratioOf, spreadOf, stepsFor } from '../../../scripts/bench/statistics.mjs';

describe('a spread', () => {
  it('is the median and the quartiles, linear between what was measured', () => {
    // Positions 0.75, 1.5 and 2.25 of 1, 2, 4, 10.
    expect(spreadOf([10, 1, 4, 2])).toEqual({ median: 3, low: 1.75, high: 5.5 });
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, low: 2, high: 4 });
    expect(spreadOf([7])).toEqual({ median: 7, low: 7, high: 7 });
  });

  it('is not made of nothing', () => {
    expect(() => spreadOf([])).toThrow('there is no value');
  });

  it('does not move with one bad repetition', () => {
    expect(spreadOf([1, 1, 1, 1, 1e6])).toEqual({ median: 1, low: 1, high: 1 });
  });
});

describe('a ratio', () => {
  it('is taken repetition by repetition, so that what slows both slows neither', () => {
    expect(ratioOf([2, 20, 200], [1, 10, 100])).toEqual({ median: 2, low: 2, high: 2 });
  });

  it('compares the repetitions that both took part in', () => {
    expect(ratioOf([3, 6], [1, 2, 9])).toEqual({ median: 3, low: 3, high: 3 });
    expect(ratioOf([3, 6, 9], [1])).toEqual({ median: 3, low: 3, high: 3 });
  });
});

it('a block has as many steps as fill it, at least one, and an end', () => {
  expect(stepsFor(0.3, 10)).toBe(30);
  expect(stepsFor(0.3, 4000)).toBe(1);
  expect(stepsFor(0.3, 0)).toBe(500);
});

it('cells are measured in turn, and a slow one is spared the last rounds', async () => {
  const cells = [
    { name: 'a', repeats: 3 },
    { name: 'b', repeats: 1 },
    { name: 'c', repeats: 3 },
  ];
  const order: string[] = [];
  const values = await interleaved(cells, async ({ name }: { name: string }) => order.push(name));
  expect(order.join('')).toBe('abcacac');
  expect(cells.map((cell) => values.get(cell))).toEqual([[1, 4, 6], [2], [3, 5, 7]]);
});
