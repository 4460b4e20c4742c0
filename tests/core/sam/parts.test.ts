import { describe, expect, it } from 'vitest';
import { drive } from '../../../src/core/sam/drive';
import { expectedShare } from '../../../src/core/sam/gate/adaptive';
import { slots } from '../../../src/core/sam/slots';
import { choose, entryOf } from '../../../src/core/settings/entry';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import { context, describePartLaws, vector } from './partLaws';
import { batchOf, contextAt, positionAt, numberOf, oracleAt, tanhNetwork } from './smallProblem';

describePartLaws();

describe('by hand', () => {
  it('the Euclidean ball has one norm for all tensors jointly', async () => {
    const { direction } = entryOf(slots.geometry, 'l2').create(choose(slots.geometry, 'l2').values as never);
    const [three, four] = await float64.read(direction(float64.tensor([3, 4], [2]), context(), null));
    expect([three, four]).toEqual([3 / (5 + 1e-12), 4 / (5 + 1e-12)]);
  });

  it('ASAM scales by |w| + η: g = (1, 1), w = (0.5, −2), η = 0 gives d = (0.25, 4)/√4.25', async () => {
    const { direction } = entryOf(slots.geometry, 'elementwise-all').create({ eta: 0, floor: 1e-12, norm: 'l2' });
    const at = { ...context(), params: float64.tensor([0.5, -2], [2]) };
    const [small, large] = await float64.read(direction(float64.tensor([1, 1], [2]), at, null));
    expect(small).toBeCloseTo(0.25 / Math.sqrt(4.25), 11);
    expect(large).toBeCloseTo(4 / Math.sqrt(4.25), 11);
  });

  it('ASAM leaves a weight of exactly zero where it is when η is zero', async () => {
    const { direction } = entryOf(slots.geometry, 'elementwise-all').create({ eta: 0, floor: 1e-12, norm: 'l2' });
    const at = { ...context(), params: float64.tensor([0, 3], [2]) };
    expect((await float64.read(direction(float64.tensor([5, 1], [2]), at, null)))[0]).toBe(0);
  });

  it('a fixed radius is what was set', async () => {
    for (const rho of [0, 0.05, 10])
      expect(await numberOf(entryOf(slots.radius, 'fixed').create({ rho }).radius(null, context()))).toBe(rho);
  });

  it('GSAM’s radius is at its largest with the first η, at its smallest with the last, half-way between', async () => {
    const { radius } = entryOf(slots.radius, 'follows').create({ rhomax: 0.5, rhomin: 0.1, proportional: 0 });
    const at = (learningRate: number) => ({
      ...context(),
      position: { ...positionAt(0, learningRate), learningRateRange: { max: 0.3, min: 0.1 } },
    });
    const [high, middle, low] = await Promise.all([0.3, 0.2, 0.1].map((rate) => numberOf(radius(null, at(rate)))));
    expect([high, middle, low].map((value) => value?.toFixed(12))).toEqual(['0.500000000000', '0.300000000000', '0.100000000000']);
    const constant = { ...context(), position: { ...positionAt(0, 0.1), learningRateRange: { max: 0.1, min: 0.1 } } };
    expect(await numberOf(radius(null, constant))).toBe(0.5);
  });

  it('AE-SAM’s statistics use the new mean: S = 4, then 9, with δ = 0.5', async () => {
    // μ = 2, σ² = e⁻¹⁰/2 + ½(4 − 2)² = 2 + e⁻¹⁰/2; then μ = 5.5, σ² = half of that + ½(9 − 5.5)² = 6.125 + …
    const gate = entryOf(slots.gate, 'adaptive').create({ delta: 0.5, lambda1: 0, lambda2: 1 });
    const at = (norm: number, step: number) => {
      const own = context(step);
      const gradient = float64.tensor([norm], [1]);
      return { ...own, oracle: { ...own.oracle, pass: () => ({ gradient }) as never } };
    };
    const first = await drive(gate.decide(gate.init(), at(2, 0)), float64.read);
    // c₀ = λ₂ = 1: 4 ≥ 2 + √2.00002.
    expect(first.open).toBe(true);
    const second = await drive(gate.decide(first.state, at(3, 1)), float64.read);
    const variance = 0.5 * (2 + Math.exp(-10) / 2) + 6.125;
    expect(second.record).toMatchObject({ sqGradNorm: 9, mu: 5.5, ct: 0.99 });
    expect(second.record?.['sigma2']).toBeCloseTo(variance, 12);
    expect(second.record?.['threshold']).toBeCloseTo(5.5 + 0.99 * Math.sqrt(variance), 12);
    expect(second.open).toBe(true);
  });

  it('AE-SAM’s expected share is one half for (−1, 1) and about a fifth for (0, 2), as the papers round it', () => {
    expect(expectedShare(-1, 1)).toBeCloseTo(0.5, 12);
    expect(expectedShare(0, 2)).toBeCloseTo(0.195, 3);
    expect(expectedShare(2, 0)).toBe(expectedShare(0, 2));
    expect(expectedShare(1, 1)).toBeCloseTo(0.158655, 5);
    expect([expectedShare(100, 100), expectedShare(-100, -100)]).toEqual([0, 1]);
  });

  it('RST’s probability moves in a straight line from the first step to the last', async () => {
    const gate = entryOf(slots.gate, 'bernoulli-linear').create({ p: 0, pend: 1 });
    const open = async (step: number, u: number) => {
      const at = context(step);
      const draws = { ...at.draws, uniform: () => u };
      return (await drive(gate.decide(null, { ...at, draws, position: { ...at.position, steps: 11 } }), float64.read)).open;
    };
    expect([await open(0, 0), await open(5, 0.49), await open(5, 0.51), await open(10, 0.999)]).toEqual([false, true, false, true]);
  });

  it('the Fisher mask keeps ⌊d·(1−s)⌋ weights, renews once per period, and is all zeros before', async () => {
    const mask = entryOf(slots.mask, 'fisher').create({ sparsity: 0.7, samples: 4, period: 2, fisherbn: 'eval' });
    const at = (step: number) => contextAt(tanhNetwork, context().params, oracleAt(tanhNetwork, batchOf()), positionAt(step, 0.1));
    const kept = async (state: Parameters<typeof mask.onDirection>[1]) =>
      (await float64.read(mask.onDirection(vector('ones').mul(0).add(1), state, at(0)))).reduce((sum, value) => sum + value, 0);
    const start = mask.init(tanhNetwork.layout, float64);
    expect(await kept(start)).toBe(0);
    const first = await drive(mask.advance(start, at(0), at(0).params, null), float64.read);
    expect(await kept(first)).toBe(Math.floor(tanhNetwork.layout.size * (1 - 0.7)));
    // Five steps to an epoch, a period of two: nothing until step 10.
    for (let step = 1; step < 10; step++)
      expect(await drive(mask.advance(first, at(step), at(step).params, null), float64.read)).toBe(first);
    expect(await drive(mask.advance(first, at(10), at(10).params, null), float64.read)).not.toBe(first);
  });

  it('SWP keeps about β of the weights, or tensors, and makes up for the rest by 1/β', async () => {
    for (const kind of ['swp', 'swp-tensor'] as const) {
      const mask = entryOf(slots.mask, kind).create({ beta: 0.25 });
      const ones = vector('ones').mul(0).add(1);
      const kept = await Promise.all(
        Array.from({ length: 60 }, async (_, step) => {
          const at = context(step + 1);
          const values = await float64.read(mask.onDirection(mask.onGradient(ones, null, at), null, at));
          for (const value of values) expect([0, 4]).toContain(value);
          return values.filter((value) => value > 0).length / values.length;
        }),
      );
      expect(kept.reduce((sum, share) => sum + share, 0) / kept.length).toBeCloseTo(0.25, 1);
    }
  });

  it('directions are of their measure: normal, on the sphere, signs, in the cube', async () => {
    const layout = { ...tanhNetwork.layout, size: 20_000 };
    const { draws } = contextAt({ ...tanhNetwork, layout }, context().params, context().oracle);
    const moments = async (measure: Parameters<typeof draws.vector>[1]) => {
      const values = await float64.read(draws.vector('v', measure));
      const mean = (of: (value: number) => number) => values.reduce((sum, value) => sum + of(value), 0) / values.length;
      return { values, mean: mean((value) => value), square: mean((value) => value ** 2), fourth: mean((value) => value ** 4) };
    };
    const normal = await moments({ kind: 'normal' });
    // Five standard deviations of the means of 20,000.
    expect(Math.abs(normal.mean)).toBeLessThan(0.036);
    expect(Math.abs(normal.square - 1)).toBeLessThan(0.05);
    expect(Math.abs(normal.fourth - 3)).toBeLessThan(0.35);
    const sphere = await moments({ kind: 'sphere' });
    expect(sphere.square * 20_000).toBeCloseTo(1, 12);
    expect(Math.abs(sphere.mean) * Math.sqrt(20_000)).toBeLessThan(0.036);
    const signs = await moments({ kind: 'signs' });
    expect([signs.square, signs.fourth]).toEqual([1, 1]);
    expect(Math.abs(signs.mean)).toBeLessThan(0.036);
    const cube = await moments({ kind: 'cube', half: 0.5 });
    expect(Math.max(...cube.values.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(Math.abs(cube.mean)).toBeLessThan(0.011);
    expect(Math.abs(cube.square - 1 / 12)).toBeLessThan(0.003);
  });

  it('SDS takes the samples whose loss rises most, ties to the lower index; the code rule takes one less', async () => {
    const picked = async (kind: string, gamma: number, after: readonly number[] = [2, 5, 2, 1.5]) => {
      const losses = [[1, 1, 1, 1], after];
      const at = context();
      let indices: readonly number[] = [];
      const oracle = {
        ...at.oracle,
        losses: (point: unknown) => float64.tensor(losses[point === at.params ? 0 : 1] as readonly number[], [4]),
        subset(batch: typeof at.batch, chosen: ArrayLike<number>) {
          indices = Array.from(chosen);
          return batch;
        },
      };
      const select = entryOf(slots.selection, kind).create({ gamma });
      const { counts } = await drive(select.select({ ...at, oracle, batch: { ...at.batch, size: 4 } }, at.params.mul(2)), float64.read);
      return { empty: counts?.emptySelections, indices: [...indices].sort((a, b) => a - b) };
    };
    expect(await picked('sds', 0.5)).toEqual({ indices: [0, 1], empty: 0 });
    expect(await picked('sds', 0.75)).toEqual({ indices: [0, 1, 2], empty: 0 });
    expect(await picked('sds-strict', 0.5)).toEqual({ indices: [1], empty: 0 });
    // k = 1: the authors' code keeps none and divides by zero; here the largest stays, and that is counted.
    expect(await picked('sds', 0.25)).toEqual({ indices: [1], empty: 0 });
    expect(await picked('sds-strict', 0.25)).toEqual({ indices: [1], empty: 1 });
    expect(await picked('sds', 0.2)).toEqual({ indices: [1], empty: 1 });
    // All alike: none is strictly above.
    expect(await picked('sds-strict', 0.75, [2, 2, 2, 2])).toEqual({ indices: [0], empty: 1 });
    // What is no number is kept, wherever it stands, so that it is seen.
    for (const place of [0, 1, 2, 3]) {
      const after = [2, 5, 2, 1.5].map((loss, index) => (index === place ? Number.NaN : loss));
      expect((await picked('sds', 0.25, after)).indices).toEqual([place]);
      expect((await picked('sds-strict', 0.5, after)).indices).toEqual([place]);
    }
  });
});
