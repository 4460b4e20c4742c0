import { describe, expect, it } from 'vitest';
import { createNetwork, initialStatistics } from '../../../src/core/models/network';
import { createAnatomy } from '../../../src/core/sam/anatomy';
import { seededDraws } from '../../../src/core/sam/draws';
import { drive } from '../../../src/core/sam/drive';
import type { Objective } from '../../../src/core/sam/objective';
import { createOracle } from '../../../src/core/sam/oracle';
import { recipes } from '../../../src/core/sam/recipes';
import { optimizers } from '../../../src/core/sam/slots';
import { initialState, sharpnessAwareStep } from '../../../src/core/sam/step';
import { choose } from '../../../src/core/settings/entry';
import { defaultsOf } from '../../../src/core/settings/field';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Tensor } from '../../../src/core/tensor/tensor';
import type { PlaneLoss } from '../../../src/core/valley/planeLoss';
import { planeLosses } from '../../../src/core/valley/planeLosses';
import { playFields } from '../../../src/core/valley/playFields';
import { ballAround, lackingFor, type Play, playedParts, walk } from '../../../src/core/valley/walk';

const playOf = ({ start }: PlaneLoss, changed: Partial<Play> = {}): Play => ({ ...defaultsOf(playFields(start)), ...changed });
const lastOf = (values: Float64Array) => values.at(-1) as number;

/** Logistic regression on six points of a line: slope and offset are two weights, and its loss is a plane one. */
const inputs = [-1.2, -0.4, 0.1, 0.5, 0.9, 2];
const labels = [0, 0, 1, 0, 1, 1];
const regression: PlaneLoss = {
  ...planeLosses.two,
  of(slope, offset) {
    const terms = inputs.map((input, index) => {
      const logit = slope.mul(input).add(offset);
      return logit.softplus().sub(logit.mul(labels[index] as number));
    });
    return terms.reduce((sum, term) => sum.add(term)).mul(1 / inputs.length);
  },
};

/** The same as a network of one dense layer, trained by what groups train with. */
async function trained(algorithm: string, play: Play): Promise<readonly number[]> {
  const network = createNetwork([{ kind: 'dense', name: 'dense', inputs: 1, units: 1 }], [1]);
  const { layout } = network;
  const descentLoss: Objective = (logits, targets) => ({
    perSample: logits.softplus().sub(logits.mul(targets)).reshape([inputs.length]),
    logitGradient: logits.sigmoid().sub(targets),
  });
  const anatomy = createAnatomy(playedParts(algorithm, play), choose(optimizers, 'sgd'), descentLoss);
  const count = inputs.length;
  const batch = { size: count, inputs: float64.tensor(inputs, [count, 1]), targets: float64.tensor(labels, [count, 1]) };
  const train = { count, sample: () => batch };
  let params: Tensor = float64.tensor([play.vx, play.vy], [2]);
  let state = initialState(anatomy, { layout, backend: float64 });
  for (let step = 0; step < play.vsteps; step++) {
    const oracle = createOracle({ backend: float64, network, state: initialStatistics(network, float64), descentLoss, batch });
    const position = {
      step,
      steps: play.vsteps,
      epoch: 0,
      stepsPerEpoch: play.vsteps,
      learningRate: play.vlr,
      eta: float64.scalar(play.vlr),
      learningRateRange: { max: play.vlr, min: play.vlr },
    };
    const draws = seededDraws({ backend: float64, layout, seed: play.vseed, step, train });
    const result = await drive(
      sharpnessAwareStep(anatomy, { backend: float64, layout, oracle, position, draws, params }, state),
      float64.read,
    );
    ({ params, state } = result);
  }
  return [...(await float64.read(params))];
}

describe('a path', () => {
  const play = playOf(regression, { vx: -1.5, vy: 1, vlr: 0.4, vsteps: 25 });

  it.each(['sgd', 'sam', 'gsam', 'looksam', 'ss-sam', 'ae-sam', 'trace-sam', 'frob-sam', 'universal-sam'])(
    'of %s is made of the steps that a training of the same loss makes',
    async (algorithm) => {
      const { x, y } = walk(algorithm, regression, play);
      const [slope, offset] = await trained(algorithm, play);
      expect(x[1]).not.toBe(x[0]);
      expect(lastOf(x)).toBeCloseTo(slope as number, 12);
      expect(lastOf(y)).toBeCloseTo(offset as number, 12);
    },
  );

  it('is the same with the same seed, and another with another one', () => {
    const noisy = playOf(planeLosses.bend, { vnoise: 0.5, vsteps: 30 });
    const path = walk('sam', planeLosses.bend, noisy);
    expect(walk('sam', planeLosses.bend, noisy)).toEqual(path);
    expect(lastOf(walk('sam', planeLosses.bend, { ...noisy, vseed: 2 }).x)).not.toBe(lastOf(path.x));
  });

  it('meets the same mini-batches as every other path: with no radius to speak of, SAM’s is SGD’s', () => {
    const noisy = playOf(planeLosses.bend, { vnoise: 0.5, vsteps: 30, vrho: 1e-9 });
    expect(lastOf(walk('sam', planeLosses.bend, noisy).x)).toBeCloseTo(lastOf(walk('sgd', planeLosses.bend, noisy).x), 6);
  });

  it('ends where it leaves for good, and measures nothing there', () => {
    const { goneAfter, x, losses, curvatures, footsteps } = walk('sgd', planeLosses.product, playOf(planeLosses.product, { vlr: 1 }));
    expect(goneAfter).toBeGreaterThan(0);
    expect([x.length, losses.length, curvatures.length, footsteps.length]).toEqual(new Array(4).fill(goneAfter));
    expect([...losses].every(Number.isFinite)).toBe(true);
  });

  it('counts the gradients that its steps cost', () => {
    const played = playOf(planeLosses.two, { vsteps: 10 });
    expect(walk('sgd', planeLosses.two, played).gradients).toBe(10);
    expect(walk('sam', planeLosses.two, played).gradients).toBe(20);
  });

  it('climbs as far as ρ says, towards where the loss rises', () => {
    const { x, y, footsteps } = walk('sam', planeLosses.product, playOf(planeLosses.product, { vrho: 0.25, vsteps: 5 }));
    footsteps.forEach(({ climbed, radius }, step) => {
      expect(radius).toBe(0.25);
      expect(Math.hypot((climbed?.[0] ?? 0) - (x[step] as number), (climbed?.[1] ?? 0) - (y[step] as number))).toBeCloseTo(0.25, 10);
    });
    expect(walk('sgd', planeLosses.product, playOf(planeLosses.product, { vsteps: 1 })).footsteps[0]).toMatchObject({
      climbed: null,
      radius: null,
    });
  });

  it('of a method that looks around goes nowhere else than SGD’s where the trace is zero everywhere', () => {
    const [plain, trace] = ['sgd', 'trace-sam'].map((algorithm) => walk(algorithm, planeLosses.saddle, playOf(planeLosses.saddle)));
    expect(lastOf(trace?.x as Float64Array)).toBeCloseTo(lastOf(plain?.x as Float64Array), 10);
    expect(trace?.footsteps[0]?.looked.length).toBeGreaterThan(1);
  });
});

describe('the ball of a climb', () => {
  const CENTRE = [3, 0.5] as const;
  const play = playOf(planeLosses.product, { vrho: 0.3, vsteps: 1 });

  it('is round for SAM, and as long along a weight as that is large for ASAM', () => {
    const reach = (algorithm: string, axis: 0 | 1) =>
      Math.max(...ballAround(algorithm, planeLosses.product, play, CENTRE, 0.3).map((corner) => corner[axis] - CENTRE[axis]));
    expect(reach('sam', 0)).toBeCloseTo(reach('sam', 1), 12);
    expect(reach('asam', 0)).toBeCloseTo(0.3 * 3.01, 12);
    expect(reach('asam', 1)).toBeCloseTo(0.3 * 0.51, 12);
  });

  it('has the climb’s end on its border', () => {
    const { footsteps, x, y } = walk('asam', planeLosses.product, play);
    const border = ballAround('asam', planeLosses.product, play, [x[0] as number, y[0] as number], 0.3, 720);
    const end = footsteps[0]?.climbed as readonly [number, number];
    expect(Math.min(...border.map((corner) => Math.hypot(corner[0] - end[0], corner[1] - end[1])))).toBeLessThan(0.005);
  });
});

describe('an algorithm', () => {
  it.each(Object.keys(recipes))('%s has a path over a bare loss, or it is said what that lacks', (algorithm) => {
    const lack = lackingFor(algorithm, planeLosses.two, playOf(planeLosses.two));
    if (lack === null) expect(walk(algorithm, planeLosses.two, playOf(planeLosses.two, { vsteps: 3 })).x).toHaveLength(4);
    else expect(lack).toMatch(/samples?|predictions|mini-batch/);
  });

  it('that climbs the error of predictions lacks them', () => {
    expect(lackingFor('bisam-log', planeLosses.two, playOf(planeLosses.two))).toMatch(/^predictions and labels/);
    expect(lackingFor('sam', planeLosses.two, playOf(planeLosses.two))).toBeNull();
  });
});
