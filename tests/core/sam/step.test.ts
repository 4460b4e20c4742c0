import { describe, expect, it } from 'vitest';
import { initialParams, initialStatistics } from '../../../src/core/models/network';
import { drive } from '../../../src/core/sam/drive';
import { createOracle, type Oracle, type Pass } from '../../../src/core/sam/oracle';
import { initialState, sharpnessAwareStep } from '../../../src/core/sam/step';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Tensor, Vector } from '../../../src/core/tensor/tensor';
import { anatomyOf, batchOf, contextAt, descentLoss, positionAt, numberOf, oracleAt, tanhNetwork, walk } from './smallProblem';

/** An oracle for ½(x² + 4y²), which has no network behind it. */
function parabola(): Oracle {
  let evaluations = 0;
  const known = new Map<Vector, Pass>();
  const one = float64.tensor([1], [1, 1]);
  const batch = { size: 1, inputs: one, targets: one };
  return {
    descentLoss,
    whole: batch,
    pass(_objective, at) {
      const kept = known.get(at);
      if (kept) return kept;
      evaluations++;
      const gradient = at.mul(float64.tensor([1, 4], [2]));
      const loss = at.dot(gradient).mul(0.5);
      const pass = { loss, objective: loss, gradient, logits: one, targets: one };
      known.set(at, pass);
      return pass;
    },
    losses: () => one,
    validation: () => batch,
    gradientAside: (at) => at,
    passes: () => evaluations,
    part: () => batch,
    subset: () => batch,
    evaluations: () => evaluations,
    networkState: () => ({}),
  };
}

async function onParabola(
  algorithm: string,
  values: Record<string, number>,
  options: { momentum?: number; wd?: number; clipping?: number } = {},
) {
  const { clipping = 0, ...optimizer } = options;
  const anatomy = anatomyOf(algorithm, values, ['sgd', optimizer], clipping);
  const oracle = parabola();
  const context = { ...contextAt(tanhNetwork, float64.tensor([3, 1], [2]), oracle, positionAt(0, 0.1)) };
  const { params, record } = await drive(sharpnessAwareStep(anatomy, context, initialState(anatomy, context)), (tensor) =>
    float64.read(tensor),
  );
  const number = async (name: string) => {
    const value = record[name] as Tensor | number;
    return typeof value === 'number' ? value : numberOf(value);
  };
  return { params: [...(await float64.read(params))], number };
}
const near = (actual: readonly number[], expected: readonly number[]) =>
  expected.forEach((value, index) => expect(actual[index]).toBeCloseTo(value, 9));

describe('one step on ½(x² + 4y²) from (3, 1), η = 0.1', () => {
  it('of SAM is the arithmetic of the paper', async () => {
    // ρ = 0.5: g = (3, 4), ε = (0.3, 0.4), g(w+ε) = (3.3, 5.6), w′ = (2.67, 0.44).
    const { params, number } = await onParabola('sam', { rho: 0.5 });
    near(params, [2.67, 0.44]);
    near(
      await Promise.all(
        [
          'lossClean',
          'gradNorm',
          'perturbNorm',
          'lossPerturbed',
          'perturbedGradNorm',
          'updateNorm',
          'radius',
          'learningRate',
          'samApplied',
          'gradEvals',
        ].map(number),
      ),
      [6.5, 5, 0.5, (3.3 ** 2 + 4 * 1.4 ** 2) / 2, 6.5, 6.5, 0.5, 0.1, 1, 2],
    );
  });

  it('of GSAM takes away what the plain gradient has across the perturbed one', async () => {
    // ĝ = (3.3, 5.6) as for SAM; c = ⟨g, ĝ⟩/‖ĝ‖² = 32.3/42.25, g⊥ = g − cĝ, u = ĝ − 0.4·g⊥.
    const c = 32.3 / 42.25;
    const across = [3 - c * 3.3, 4 - c * 5.6] as const;
    const { params, number } = await onParabola('gsam', { rhomax: 0.5, rhomin: 0.5, across: 0.4 });
    near(params, [3 - 0.1 * (3.3 - 0.4 * across[0]), 1 - 0.1 * (5.6 - 0.4 * across[1])]);
    near(await Promise.all(['perpNorm', 'cosine', 'surrogateGap'].map(number)), [
      Math.hypot(...across),
      32.3 / (5 * 6.5),
      (3.3 ** 2 + 4 * 1.4 ** 2) / 2 - 6.5,
    ]);
  });

  it('of SGD goes along the gradient and evaluates it once', async () => {
    const { params, number } = await onParabola('sgd', {});
    near(params, [2.7, 0.6]);
    near(await Promise.all(['lossClean', 'gradNorm', 'updateNorm', 'samApplied', 'gradEvals'].map(number)), [6.5, 5, 5, 0, 1]);
  });

  it('keeps weight decay out of the climb: it pulls at w, in the optimizer only', async () => {
    // λ = 0.5: u = (3.3, 5.6) as without it, r = u + λw = (4.8, 6.1). Decay inside the climb would tilt ε towards (4.5, 4.5).
    const { params, number } = await onParabola('sam', { rho: 0.5 }, { wd: 0.5 });
    near(params, [3 - 0.48, 1 - 0.61]);
    near(await Promise.all(['gradNorm', 'perturbedGradNorm', 'updateNorm'].map(number)), [5, 6.5, 6.5]);
  });

  it('clips u to the limit, and neither the gradient that is climbed nor the weight decay', async () => {
    // ‖u‖ = 6.5 is cut to 1.3, a fifth: u = (0.66, 1.12).
    const { params, number } = await onParabola('sam', { rho: 0.5 }, { clipping: 1.3 });
    near(params, [3 - 0.066, 1 - 0.112]);
    near(await Promise.all(['gradNorm', 'perturbNorm', 'perturbedGradNorm', 'updateNorm'].map(number)), [5, 0.5, 6.5, 1.3]);
    const decayed = await onParabola('sam', { rho: 0.5 }, { clipping: 1.3, wd: 0.5 });
    near(decayed.params, [3 - 0.066 - 0.15, 1 - 0.112 - 0.05]);
  });

  it('leaves a u below the limit as it is', async () => {
    expect((await onParabola('sam', { rho: 0.5 }, { clipping: 100 })).params).toEqual((await onParabola('sam', { rho: 0.5 })).params);
  });
});

describe('the oracle', () => {
  const params = float64.tensor(initialParams(tanhNetwork, 1), [tanhNetwork.layout.size]);

  it('computes once what is asked twice, and counts what it computes', () => {
    const oracle = oracleAt(tanhNetwork, batchOf());
    expect(oracle.pass(descentLoss, params, oracle.whole)).toBe(oracle.pass(descentLoss, params, oracle.whole));
    expect(oracle.evaluations()).toBe(1);
    oracle.pass(descentLoss, params.mul(1), oracle.whole);
    expect(oracle.evaluations()).toBe(2);
  });

  it('charges a part of the batch its share', () => {
    const oracle = oracleAt(tanhNetwork, batchOf(12));
    oracle.pass(descentLoss, params, oracle.part(oracle.whole, 0, 3));
    expect(oracle.evaluations()).toBe(0.25);
    oracle.pass(descentLoss, params, oracle.subset(oracle.whole, [5, 1, 0]));
    expect(oracle.evaluations()).toBe(0.5);
    expect(oracle.part(oracle.whole, 0, 12)).toBe(oracle.whole);
  });

  it('splits a batch so that the shares of the gradient add up', async () => {
    const oracle = oracleAt(tanhNetwork, batchOf(12));
    const whole = await float64.read(oracle.pass(descentLoss, params, oracle.whole).gradient);
    const parts = [oracle.part(oracle.whole, 0, 5), oracle.part(oracle.whole, 5, 7)];
    const pieces = await Promise.all(parts.map((part) => float64.read(oracle.pass(descentLoss, params, part).gradient)));
    whole.forEach((value, index) =>
      expect(((pieces[0]?.[index] as number) * 5 + (pieces[1]?.[index] as number) * 7) / 12).toBeCloseTo(value, 14),
    );
  });

  it('refuses validation batches where there are none', () => {
    const state = initialStatistics(tanhNetwork, float64);
    const oracle = createOracle({ backend: float64, network: tanhNetwork, state, descentLoss, batch: batchOf() });
    expect(() => oracle.validation('train')).toThrow('no validation');
  });
});

describe('a walk of many steps', () => {
  it('climbs by exactly ρ whenever there is a gradient, and counts flips within the batch', async () => {
    const { records } = await walk(anatomyOf('sam', { rho: 0.7 }), 20);
    for (const { perturbNorm, flippedToWrong, flippedToRight, lossPerturbed, lossClean } of records) {
      expect(perturbNorm).toBeCloseTo(0.7, 10);
      for (const flips of [flippedToWrong, flippedToRight])
        expect(flips).toSatisfy((count: number) => Number.isInteger(count) && count >= 0 && count <= 12);
      expect(lossPerturbed).toBeGreaterThan(lossClean as number);
    }
    expect(records.some(({ flippedToWrong }) => (flippedToWrong as number) > 0)).toBe(true);
  });
});
