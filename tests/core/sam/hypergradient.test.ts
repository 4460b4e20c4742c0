/** LETS' dF/dρ against finite differences of F in ρ, through the shipped step (algorithms.md §6.4). */
import { describe, expect, it } from 'vitest';
import { initialParams } from '../../../src/core/models/network';
import { drive } from '../../../src/core/sam/drive';
import type { Oracle, Pass } from '../../../src/core/sam/oracle';
import type { DescentRule, StepContext } from '../../../src/core/sam/part';
import { slots } from '../../../src/core/sam/slots';
import { type AlgorithmState, type Anatomy, initialState, sharpnessAwareStep } from '../../../src/core/sam/step';
import { choose, entryOf } from '../../../src/core/settings/entry';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Tensor, Vector } from '../../../src/core/tensor/tensor';
import { anatomyOf, batchOf, contextAt, positionAt, numberOf, oracleAt, tanhNetwork } from './smallProblem';

type Metric = 'squared-gap' | 'gap' | 'val';
const metrics: readonly Metric[] = ['squared-gap', 'gap', 'val'];
const RHO = 0.2;
const learnedRadius = (metric: Metric) =>
  entryOf(slots.radius, 'lets').create({ ...choose(slots.radius, 'lets').values, rho0: RHO, metric });
const fixedRadius = (rho: number) => entryOf(slots.radius, 'fixed').create({ rho });

/** A descent rule whose sensitivity is the true ∂ĝ/∂ρ, found by moving along its direction: the exact Hessian in place of diag(ĝ²). */
function withExactHessian(rule: DescentRule, step: number): DescentRule {
  return {
    ...rule,
    *descend(context: StepContext, ascent) {
      const descent = yield* rule.descend(context, ascent);
      const { direction, radius } = yield* ascent.climb();
      const { oracle, params, batch } = context;
      const at = (rho: Tensor) => oracle.pass(oracle.descentLoss, params.addScaled(direction, rho), batch).gradient;
      const slope = at(radius.add(step))
        .sub(at(radius.sub(step)))
        .div(2 * step);
      return { ...descent, sensitivities: [{ coefficient: 1, gradient: slope.mul(0).add(1), direction: slope }] };
    },
  };
}

/** F at the parameters to which one step with a fixed radius leads. */
async function upperLevelAt(
  metric: Metric,
  anatomy: Anatomy,
  rho: number,
  contextOf: () => StepContext,
  state: AlgorithmState,
): Promise<number> {
  const context = contextOf();
  const own: Anatomy = { ...anatomy, radius: fixedRadius(rho) };
  const { params } = await drive(sharpnessAwareStep(own, context, { ...state, radius: null }), float64.read);
  const { oracle } = context;
  const train = await numberOf(oracle.pass(oracle.descentLoss, params, oracle.whole).loss);
  const validation = await numberOf(oracle.pass(oracle.descentLoss, params, oracle.validation('train')).loss);
  return { 'squared-gap': (validation - train) ** 2 / 2, gap: validation - train, val: validation }[metric];
}

async function comparison(metric: Metric, anatomy: Anatomy, contextOf: () => StepContext, state: AlgorithmState) {
  const learning: Anatomy = { ...anatomy, radius: learnedRadius(metric) };
  const { record } = await drive(
    sharpnessAwareStep(learning, contextOf(), { ...state, radius: learning.radius.init(float64) }),
    float64.read,
  );
  const h = 1e-4;
  const [up, down] = [
    await upperLevelAt(metric, anatomy, RHO + h, contextOf, state),
    await upperLevelAt(metric, anatomy, RHO - h, contextOf, state),
  ];
  return { told: await numberOf(record['hyperGradRho'] as Tensor), found: (up - down) / (2 * h) };
}

describe.each(['sam', 'asam', 'bisam-log', 'a-bisam', 'rsam'])('the chain rule on %s, with the exact Hessian', (algorithm) => {
  it.each(metrics)('gives the finite difference of %s, with momentum and weight decay', async (metric) => {
    const plain = anatomyOf(algorithm, {}, ['sgd', { momentum: 0.9, wd: 1e-3 }]);
    const anatomy: Anatomy = { ...plain, radius: fixedRadius(RHO), descent: withExactHessian(plain.descent, 1e-4) };
    let params: Vector = float64.tensor(initialParams(tanhNetwork, 1), [tanhNetwork.layout.size]);
    let state = initialState(anatomy, { layout: tanhNetwork.layout, backend: float64 });
    for (let step = 0; step < 5; step++) {
      const contextOf = () => contextAt(tanhNetwork, params, oracleAt(tanhNetwork, batchOf(12, `batch ${step}`)), positionAt(step, 0.2));
      const { told, found } = await comparison(metric, anatomy, contextOf, state);
      expect(Math.abs(found)).toBeGreaterThan(1e-9);
      // Both sides are central differences with step 1e-4: their own error is of the order 1e-8 relative to third derivatives.
      expect(Math.abs(told - found)).toBeLessThan(1e-6 * Math.abs(found) + 1e-10);
      ({ params, state } = await drive(sharpnessAwareStep(anatomy, contextOf(), state), float64.read));
    }
  });
});

/** L = −Σ log(c_i − θ_i), whose Hessian is exactly diag(g²): there the paper's stand-in is no approximation. */
function barrier(centre: readonly number[], validationCentre: readonly number[]): Oracle {
  const one = float64.tensor([1], [1, 1]);
  const [train, validation] = [0, 1].map(() => ({ size: 1, inputs: one, targets: one }));
  if (!train || !validation) throw new Error('barrier: no batches');
  const known = new Map<Vector, Map<unknown, Pass>>();
  return {
    descentLoss: () => ({ perSample: one, logitGradient: one }),
    whole: train,
    pass(_objective, at, batch) {
      const kept = known.get(at)?.get(batch);
      if (kept) return kept;
      const room = float64.tensor(batch === validation ? validationCentre : centre, [centre.length]).sub(at);
      const loss = room.log().sum().mul(-1);
      const pass = { loss, objective: loss, gradient: room.mul(0).add(1).div(room), logits: one, targets: one };
      known.set(at, (known.get(at) ?? new Map<unknown, Pass>()).set(batch, pass));
      return pass;
    },
    losses: () => one,
    validation: () => validation,
    gradientAside: (at) => at,
    part: (batch) => batch,
    subset: (batch) => batch,
    evaluations: () => 0,
    passes: () => 0,
    networkState: () => ({}),
  };
}

describe('LETS as it stands, on a loss whose Hessian is diag(g²)', () => {
  const cases = ['l2', 'elementwise-all'].flatMap((geometry) => metrics.map((metric) => [geometry, metric] as const));
  it.each(cases)('gives the finite difference in the ball %s for %s', async (kind, metric) => {
    const plain = anatomyOf('sam');
    const anatomy: Anatomy = { ...plain, geometry: entryOf(slots.geometry, kind).create(choose(slots.geometry, kind).values as never) };
    const params = float64.tensor([0.5, -0.3, 0.2], [3]);
    const contextOf = (): StepContext => {
      const oracle = barrier([2, 1.5, 3], [2.5, 1.2, 2]);
      return { ...contextAt(tanhNetwork, params, oracleAt(tanhNetwork, batchOf()), positionAt(0, 0.05)), oracle, batch: oracle.whole };
    };
    const state = initialState(anatomy, { layout: tanhNetwork.layout, backend: float64 });
    const { told, found } = await comparison(metric, anatomy, contextOf, state);
    expect(Math.abs(found)).toBeGreaterThan(1e-6);
    expect(Math.abs(told - found)).toBeLessThan(1e-6 * Math.abs(found));
  });
});

describe('LETS’ own optimizer', () => {
  it('moves log ρ by about its learning rate at first, whatever the size of the hypergradient', async () => {
    const anatomy = {
      ...anatomyOf('sam'),
      radius: entryOf(slots.radius, 'lets').create({ ...choose(slots.radius, 'lets').values, letseps: 1e-16, letslr: 0.01 }),
    };
    const params = float64.tensor(initialParams(tanhNetwork, 1), [tanhNetwork.layout.size]);
    const context = contextAt(tanhNetwork, params, oracleAt(tanhNetwork, batchOf()));
    const { record } = await drive(sharpnessAwareStep(anatomy, context, initialState(anatomy, context)), float64.read);
    const [nu, next, slope] = await Promise.all(['nu', 'nuNext', 'hyperGradNu'].map((name) => numberOf(record[name] as Tensor)));
    expect((nu as number) - (next as number)).toBeCloseTo(0.01 * Math.sign(slope as number), 6);
  });

  it('keeps ρ within [1e-4, 10], however long it is pushed', async () => {
    const radius = entryOf(slots.radius, 'lets').create({
      ...choose(slots.radius, 'lets').values,
      letslr: 1,
      letseps: 1e-16,
      letsdecay: 1,
      metric: 'val',
    });
    const params = float64.tensor(initialParams(tanhNetwork, 1), [tanhNetwork.layout.size]);
    for (const sign of [1, -1]) {
      let state = radius.init(float64);
      for (let step = 0; step < 30; step++) {
        const at = contextAt(tanhNetwork, params, oracleAt(tanhNetwork, batchOf()), positionAt(step, 0.1));
        const slope = at.oracle.pass(at.oracle.descentLoss, params, at.oracle.validation('train')).gradient;
        const sensitivity = { coefficient: sign, gradient: slope.mul(0).add(1), direction: slope };
        state = (await drive(radius.learn(state, at, [sensitivity], params), float64.read)).state;
      }
      const rho = await numberOf(radius.radius(state, contextAt(tanhNetwork, params, oracleAt(tanhNetwork, batchOf()))));
      // dF/dρ = −η·sign·‖∇F‖²: the radius is pushed up, then down.
      expect(rho).toBeCloseTo(sign > 0 ? 10 : 1e-4, 8);
    }
  });
});
