import { describe, expect, it } from 'vitest';
import { type Arrangement, arrangementFunction } from '../../../../src/engine/wasm/kernels/arrangement';
import { memory } from './memory';

/** 240 numbers in order, from the one called `first` on, arranged into `target` numbers that are −1 before. */
function arranged(arrangement: Arrangement, target: number, first = 0): number[] {
  const { put, get, untouched, function: written } = memory();
  const from = put(Float32Array.from({ length: 240 }, (_, index) => index));
  const to = put(new Float32Array(target).fill(-1));
  written(arrangementFunction(arrangement))(from + first * 4, to);
  expect(untouched(to, target)).toBe(true);
  return [...get(to, target)];
}

const PLAIN = { cleared: 0, before: 0 };

describe('a box of numbers in another order', () => {
  it.each<[string, Arrangement, number, (index: number) => number]>([
    ['as it is', { ...PLAIN, size: [2, 3, 40], from: [120, 40, 1], to: [120, 40, 1] }, 240, (index) => index],
    [
      'turned',
      { ...PLAIN, size: [40, 3, 2], from: [1, 40, 120], to: [6, 2, 1] },
      240,
      (index) => Math.floor(index / 6) + 40 * (Math.floor(index / 2) % 3) + 120 * (index % 2),
    ],
    [
      'cut out',
      { ...PLAIN, size: [2, 2, 5], from: [120, 40, 1], to: [10, 5, 1] },
      20,
      (index) => ([0, 40, 120, 160][Math.floor(index / 5)] as number) + (index % 5),
    ],
    ['repeated', { ...PLAIN, size: [3, 7], from: [0, 1], to: [7, 1] }, 21, (index) => index % 7],
    ['each repeated', { ...PLAIN, size: [3, 7], from: [1, 0], to: [7, 1] }, 21, (index) => Math.floor(index / 7)],
    ['nothing', { ...PLAIN, size: [2, 0], from: [1, 1], to: [1, 1] }, 4, () => -1],
    ['nothing, cleared', { size: [0], from: [1], to: [1], cleared: 4, before: 0 }, 4, () => 0],
    ['a single number', { ...PLAIN, size: [1, 1], from: [1, 1], to: [1, 1] }, 1, () => 0],
    [
      'spread apart among zeros',
      { size: [3], from: [1], to: [2], cleared: 7, before: 1 },
      7,
      (index) => (index % 2 === 1 ? (index - 1) / 2 : 0),
    ],
  ])('%s', (_, arrangement, target, expected) => {
    expect(arranged(arrangement, target)).toEqual(Array.from({ length: target }, (__, index) => expected(index)));
  });

  it('last first', () => {
    expect(arranged({ ...PLAIN, size: [5], from: [-1], to: [1] }, 5, 9)).toEqual([9, 8, 7, 6, 5]);
  });

  it.each([1, 3, 4, 17, 127, 128, 200])('a run of %i numbers', (length) => {
    const got = arranged({ ...PLAIN, size: [length], from: [1], to: [1] }, length + 1);
    expect(got).toEqual([...Array.from({ length }, (_, index) => index), -1]);
  });
});
