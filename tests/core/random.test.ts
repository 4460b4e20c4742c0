import { describe, expect, it } from 'vitest';
import { permutation, randomStream } from '../../src/core/random';

const uniforms = (seed: number, name: string, position: number, count: number) => {
  const stream = randomStream(seed, name, position);
  return Array.from({ length: count }, () => stream.uniform());
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const correlation = (left: readonly number[], right: readonly number[]) => {
  const [a, b] = [mean(left), mean(right)];
  const product = (x: readonly number[], y: readonly number[], mx: number, my: number) =>
    mean(x.map((value, index) => (value - mx) * ((y[index] as number) - my)));
  return product(left, right, a, b) / Math.sqrt(product(left, left, a, a) * product(right, right, b, b));
};

describe('a named stream', () => {
  it('gives the same numbers for the same seed, name and position', () => {
    expect(uniforms(7, 'shuffle', 3, 20)).toEqual(uniforms(7, 'shuffle', 3, 20));
  });

  it('gives other numbers when seed, name or position differ, seeds beyond 32 bits included', () => {
    const variants = [
      uniforms(7, 'shuffle', 3, 4),
      uniforms(8, 'shuffle', 3, 4),
      uniforms(7, 'gate', 3, 4),
      uniforms(7, 'shuffle', 4, 4),
      uniforms(7 + 2 ** 32, 'shuffle', 3, 4),
      uniforms(7, 'shuffle', 3 + 2 ** 32, 4),
    ];
    expect(new Set(variants.map(String)).size).toBe(variants.length);
  });

  it('is moved by no other stream, not even one of the same name', () => {
    const alone = uniforms(1, 'a', 0, 50);
    const stream = randomStream(1, 'a');
    const others = [randomStream(1, 'a'), randomStream(1, 'b'), randomStream(2, 'a')];
    const disturbed = Array.from({ length: 50 }, () => {
      for (const other of others) other.normal();
      return stream.uniform();
    });
    expect(disturbed).toEqual(alone);
  });

  it('starts without regard to its neighbours in seed and position', () => {
    const count = 4000;
    const first = (seed: number, position: number) => randomStream(seed, 'init', position).uniform();
    const bySeed = Array.from({ length: count + 1 }, (_, seed) => first(seed, 0));
    const byPosition = Array.from({ length: count + 1 }, (_, position) => first(1, position));
    for (const draws of [bySeed, byPosition]) {
      expect(Math.abs(mean(draws) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
      expect(Math.abs(correlation(draws.slice(0, -1), draws.slice(1)))).toBeLessThan(5 / Math.sqrt(count));
    }
  });
});

describe('draws', () => {
  it('of uniform fill [0, 1) evenly', () => {
    const count = 40_000;
    const draws = uniforms(3, 'even', 0, count);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(Math.abs(mean(draws) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
    expect(
      chiSquare(
        draws.map((value) => Math.floor(value * 20)),
        20,
      ),
    ).toBeLessThan(65);
    expect(Math.abs(correlation(draws.slice(0, -1), draws.slice(1)))).toBeLessThan(5 / Math.sqrt(count));
  });

  it('of normal have mean 0, variance 1, no skew and the kurtosis 3', () => {
    const count = 40_000;
    const stream = randomStream(5, 'bell');
    const draws = Array.from({ length: count }, () => stream.normal());
    const moment = (power: number) => mean(draws.map((value) => value ** power));
    // Standard errors of the sample moments of a normal: √1, √2, √15 and √96 over √n.
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan((5 * Math.sqrt(2)) / Math.sqrt(count));
    expect(Math.abs(moment(3))).toBeLessThan((5 * Math.sqrt(15)) / Math.sqrt(count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan((5 * Math.sqrt(96)) / Math.sqrt(count));
    // The two halves of a Box–Muller pair are independent.
    const pairs = draws.filter((_, index) => index % 2 === 0);
    expect(
      Math.abs(
        correlation(
          pairs,
          draws.filter((_, index) => index % 2 === 1),
        ),
      ),
    ).toBeLessThan(5 / Math.sqrt(count / 2));
  });

  it.each([1, 2, 5, 7, 1000])('of integer below %i are all possible and equally likely', (bound) => {
    const stream = randomStream(2, 'die');
    const draws = Array.from({ length: Math.max(5000, 20 * bound) }, () => stream.integer(bound));
    expect(draws.every((value) => Number.isInteger(value) && value >= 0 && value < bound)).toBe(true);
    // Mean of χ² is bound − 1, its variance 2(bound − 1): five standard deviations.
    expect(chiSquare(draws, bound)).toBeLessThanOrEqual(bound - 1 + 5 * Math.sqrt(2 * (bound - 1)));
  });

  it('of integer have no bias where 2³² is no multiple of the bound', () => {
    // With a plain modulo the first third would come twice as often as the others.
    const bound = 3 * 2 ** 30;
    const stream = randomStream(9, 'wide');
    const draws = Array.from({ length: 6000 }, () => stream.integer(bound));
    expect(
      chiSquare(
        draws.map((value) => Math.floor(value / 2 ** 30)),
        3,
      ),
    ).toBeLessThan(30);
  });
});

describe('a permutation', () => {
  it.each([0, 1, 2, 17, 300])('of %i holds every index once', (count) => {
    const order = permutation(count, randomStream(1, 'shuffle'));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
  });

  it('puts every index in every place equally often', () => {
    const counts = new Map<string, number>();
    for (let position = 0; position < 6000; position++) {
      const key = permutation(3, randomStream(1, 'shuffle', position)).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const times of counts.values()) expect(Math.abs(times - 1000)).toBeLessThan(5 * Math.sqrt(1000));
  });
});

/** Σ (seen − expected)²/expected over `bins` equally likely outcomes. */
function chiSquare(outcomes: readonly number[], bins: number): number {
  const counts = new Array<number>(bins).fill(0);
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] as number) + 1;
  const expected = outcomes.length / bins;
  return counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
}
