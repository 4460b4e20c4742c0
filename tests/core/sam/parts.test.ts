import { describe, expect, it } from 'vitest';
import { initialParams } from '../../../src/core/models/network';
import { drive } from '../../../src/core/sam/drive';
import type { Climb } from '../../../src/core/sam/part';
import { slots } from '../../../src/core/sam/slots';
import { defaultsOf } from '../../../src/core/settings/field';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Vector } from '../../../src/core/tensor/tensor';
import { normals } from '../tensor/randomTensors';
import { batchOf, contextAt, momentAt, numberOf, oracleAt, tanhNetwork } from './smallProblem';

const params = float64.tensor(initialParams(tanhNetwork, 1), [tanhNetwork.layout.size]);
const context = () => contextAt(tanhNetwork, params, oracleAt(tanhNetwork, batchOf()));
const vector = (name: string): Vector => float64.tensor(normals(name, tanhNetwork.layout.size), [tanhNetwork.layout.size]);
const read = (tensor: Vector) => float64.read(tensor);
const gradientAt = () => {
  const { oracle } = context();
  return oracle.pass(oracle.descentLoss, params, oracle.whole).gradient;
};

describe.each(Object.entries(slots.geometry))('geometry %s', (kind, part) => {
  const { direction } = part.create(defaultsOf(part.fields));

  it('climbs: the direction has a positive product with the gradient', async () => {
    for (const gradient of [gradientAt(), vector('gradient')])
      expect(await numberOf(direction(gradient, context()).dot(gradient))).toBeGreaterThan(0);
  });

  it('ignores how long the gradient is', async () => {
    const gradient = vector('gradient');
    const own = await read(direction(gradient, context()));
    for (const scale of [1e-3, 7, 1e5]) {
      const scaled = await read(direction(gradient.mul(scale), context()));
      own.forEach((value, index) => expect(scaled[index]).toBeCloseTo(value, 8));
    }
  });

  it('gives zero where the gradient is zero', async () => {
    expect((await read(direction(vector('any').mul(0), context()))).every((value) => value === 0)).toBe(true);
  });

  it.runIf(kind === 'l2')('has Euclidean length one, over all tensors jointly', async () => {
    expect(await numberOf(direction(gradientAt(), context()).norm())).toBeCloseTo(1, 11);
    const [three, four] = await read(direction(float64.tensor([3, 4], [2]), context()));
    expect([three, four]).toEqual([3 / (5 + 1e-12), 4 / (5 + 1e-12)]);
  });
});

describe.each(Object.entries(slots.radius))('radius %s', (_, part) => {
  const policy = part.create(defaultsOf(part.fields));

  it('is finite and positive for a thousand noisy steps, and the same for the same state', async () => {
    let state = policy.init(float64);
    for (let step = 0; step < 1000; step++) {
      const at = { ...context(), moment: momentAt(step, 0.1) };
      const rho = await numberOf(policy.radius(state, at));
      expect(rho).toBeGreaterThan(0);
      expect(rho).toSatisfy(Number.isFinite);
      expect(await numberOf(policy.radius(state, at))).toBe(rho);
      const gradient = vector(`noise ${step}`).mul(10 ** ((step % 7) - 3));
      const learned = await drive(policy.learn(state, at, [{ coefficient: 1, gradient, direction: vector('up') }], params), read);
      state = learned.state;
    }
  });
});

describe('radius fixed', () => {
  it('is what was set', async () => {
    const { create } = slots.radius['fixed'] as (typeof slots.radius)[string];
    for (const rho of [0, 0.05, 10]) expect(await numberOf(create({ rho } as never).radius(null, context()))).toBe(rho);
  });
});

describe.each(Object.entries(slots.gate))('gate %s', (kind, part) => {
  it('opens as often as it promises', async () => {
    const gate = part.create(defaultsOf(part.fields));
    let state = gate.init();
    let opened = 0;
    for (let step = 0; step < 50; step++) {
      const decided = await drive(gate.decide(state, { ...context(), moment: momentAt(step, 0.1) }), read);
      state = decided.state;
      opened += decided.open ? 1 : 0;
    }
    const promised: Record<string, number> = { always: 50, never: 0 };
    expect(promised).toHaveProperty(kind);
    expect(opened).toBe(promised[kind]);
  });
});

describe.each(Object.entries(slots.descent))('descent %s', (_, part) => {
  const rule = part.create(defaultsOf(part.fields));

  it('returns the plain gradient, bit for bit, when ε is zero', async () => {
    const at = context();
    const pass = at.oracle.pass(at.oracle.descentLoss, params, at.batch);
    const nothing = pass.gradient.mul(0);
    // biome-ignore lint/correctness/useYield: a climb that needs to read nothing.
    function* climb(): Generator<never, Climb, Float64Array> {
      const perturbed = at.oracle.pass(at.oracle.descentLoss, params.add(nothing), at.batch);
      return { ascent: pass, direction: nothing, perturbation: nothing, radius: float64.scalar(0), perturbed };
    }
    const { update } = await drive(rule.descend(at, climb), read);
    expect(await read(update)).toEqual(await read(pass.gradient));
  });
});

describe.each(Object.entries(slots.mask))('mask %s', (_, part) => {
  it('turns nothing round: what it lets through keeps its sign and does not grow', async () => {
    const mask = part.create(defaultsOf(part.fields));
    const direction = vector('direction');
    const before = await read(direction);
    const after = await read(
      mask.onDirection(
        mask.onGradient(direction, mask.init(tanhNetwork.layout, float64), context()),
        mask.init(tanhNetwork.layout, float64),
        context(),
      ),
    );
    after.forEach((value, index) => {
      expect(value * (before[index] as number)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(value)).toBeLessThanOrEqual(Math.abs(before[index] as number));
    });
  });
});

describe.each(Object.entries(slots.batching))('batching %s', (_, part) => {
  it('hands out every sample once', () => {
    const { oracle } = context();
    const pieces = part.create(defaultsOf(part.fields)).split(oracle.whole, oracle);
    expect(pieces.reduce((sum, piece) => sum + piece.size, 0)).toBe(oracle.whole.size);
    expect(pieces.reduce((sum, piece) => sum + (piece.inputs.shape[0] as number), 0)).toBe(oracle.whole.size);
  });
});

describe.each(Object.entries(slots))('every part of slot %s', (_, registry) => {
  it('says what it is, in a label and a sentence', () => {
    for (const { label, help } of Object.values(registry)) {
      expect(label).not.toBe('');
      expect(help).toMatch(/[.!?]$/);
    }
    const labels = Object.values(registry).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });
});
