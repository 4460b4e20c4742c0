/** Laws of every part of a slot, over the registries as they are: a part gets its laws by being registered. */
import { describe, expect, it } from 'vitest';
import { initialParams, type Network } from '../../../src/core/models/network';
import { drive } from '../../../src/core/sam/drive';
import { stepMetrics } from '../../../src/core/metrics/catalogue';
import type { Oracle, Pass } from '../../../src/core/sam/oracle';
import type { Ascent, Climb, Part, StepContext } from '../../../src/core/sam/part';
import { createAnatomy } from '../../../src/core/sam/anatomy';
import { choosePart, type PartChoices } from '../../../src/core/sam/partChoices';
import { partsOf } from '../../../src/core/sam/recipes';
import { optimizers, slots } from '../../../src/core/sam/slots';
import type { SlotName } from '../../../src/core/sam/slotNames';
import type { SlotParts } from '../../../src/core/sam/part';
import { type Chosen, choose, entryOf } from '../../../src/core/settings/entry';
import { defaultsOf } from '../../../src/core/settings/field';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import { freeze, thaw } from '../../../src/core/tensor/stateTree';
import type { Vector } from '../../../src/core/tensor/tensor';
import { normals } from '../tensor/randomTensors';
import { batchOf, contextAt, descentLoss, networkFor, numberOf, oracleAt, positionAt, tanhNetwork, walk } from './smallProblem';

const firstParams = (network: Network): Vector => float64.tensor(initialParams(network, 1), [network.layout.size]);
const params = firstParams(tanhNetwork);
const read = (tensor: Vector) => float64.read(tensor);

export const vector = (name: string, { layout: { size } } = tanhNetwork): Vector => float64.tensor(normals(name, size), [size]);
export const context = (step = 0, network = tanhNetwork): StepContext =>
  contextAt(network, firstParams(network), oracleAt(network, batchOf()), positionAt(step, 0.1));
const gradientAt = ({ oracle }: StepContext) => oracle.pass(oracle.descentLoss, params, oracle.whole).gradient;

/** A part with its defaults, and `values` where it has such fields. */
function made<T>(part: Part<T>, values: Chosen['values'] = {}): T {
  const own = Object.entries(values).filter(([key]) => Object.hasOwn(part.fields, key));
  return part.create({ ...defaultsOf(part.fields), ...Object.fromEntries(own) });
}

/** Names of all numbers that steps of an algorithm with these parts have. */
async function namesWritten(parts: PartChoices): Promise<ReadonlySet<string>> {
  const anatomy = createAnatomy(parts, choose(optimizers, 'sgd'), descentLoss);
  const { records } = await walk(anatomy, 6, { network: networkFor(parts) });
  return new Set(records.flatMap((record) => Object.keys(record)));
}

/** Laws of the slots named, or of all. */
export function describePartLaws(only: readonly SlotName[] = Object.keys(laws) as SlotName[]): void {
  for (const slot of only) {
    describe.each(Object.entries(slots[slot] as Readonly<Record<string, Part<unknown>>>))(`${slot} %s`, (kind, part) => {
      it('says what it is, in a label of its own and a sentence', () => {
        expect(part.label).not.toBe('');
        expect(part.help).toMatch(/[.!?]$/);
        const labels = Object.values(slots[slot]).map(({ label }) => label);
        expect(labels.filter((label) => label === part.label)).toHaveLength(1);
      });

      it('starts from values that do not contradict each other', () => {
        expect(part.contradiction?.(defaultsOf(part.fields))).toBeUndefined();
      });

      it('writes the numbers that it says it writes, and no others', async () => {
        const parts = { ...partsOf('sam'), [slot]: choosePart(slot, kind) };
        const written = await namesWritten(parts);
        const usual = new Set([...(await namesWritten(partsOf('sam'))), ...(await namesWritten(partsOf('sgd')))]);
        expect([...written].filter((name) => !usual.has(name)).sort()).toEqual([...(part.records ?? [])].sort());
      });

      (laws[slot] as (kind: string, part: Part<unknown>) => void)(kind, part);
    });
  }
}

const laws: { readonly [S in SlotName]: (kind: string, part: Part<SlotParts[S]>) => void } = {
  geometry(_, part) {
    const { direction, length, isSteepest = true } = made(part);

    it('climbs: the direction has a positive product with the gradient', async () => {
      for (const gradient of [gradientAt(context()), vector('gradient')])
        expect(await numberOf(direction(gradient, context(), null).dot(gradient))).toBeGreaterThan(0);
    });

    it('ignores how long the gradient is', async () => {
      const gradient = vector('gradient');
      const own = await read(direction(gradient, context(), null));
      for (const scale of [1e-3, 7, 1e5]) {
        const scaled = await read(direction(gradient.mul(scale), context(), null));
        own.forEach((value, index) => expect(scaled[index]).toBeCloseTo(value, 8));
      }
    });

    it('gives zero where the gradient is zero', async () => {
      expect((await read(direction(vector('any').mul(0), context(), null))).every((value) => value === 0)).toBe(true);
    });

    it('has length one in its own norm, from wherever the climb starts, or less where weights of zero stay', async () => {
      for (const offset of [null, vector('offset').mul(0.01)]) {
        const own = await numberOf(length(direction(gradientAt(context()), context(), offset), context()));
        if (isSteepest) expect(own).toBeCloseTo(1, 9);
        else expect(own).toBeLessThan(1 + 1e-9);
      }
    });

    it.runIf(isSteepest)('is the steepest of its ball: no other direction of length one climbs more', async () => {
      const gradient = gradientAt(context());
      const own = direction(gradient, context(), null);
      const best = await numberOf(own.dot(gradient));
      for (let other = 0; other < 20; other++) {
        const away = own.add(vector(`other ${other}`).mul(0.3 ** (other % 5)));
        const rival = away.div(length(away, context()));
        expect(await numberOf(rival.dot(gradient))).toBeLessThan(best + 1e-12);
      }
    });
  },

  heading(_, part) {
    const steps = async (scale: number) => {
      const heading = made(part);
      let state = heading.init();
      const ways: Float64Array[] = [];
      for (let step = 0; step < 4; step++) {
        const gradient = vector(`heading ${step}`).mul(scale);
        const at = { ...context(step), optimizer: { momentum: () => vector('velocity'), preconditioner: () => null } };
        ways.push(await read(heading.steer(() => gradient, state, at).along));
        state = thaw(
          structuredClone(
            await freeze(
              heading.advance(state, () => gradient, at),
              float64,
            ),
          ),
          float64,
        );
      }
      return { ways, asked: heading.asksGradient };
    };

    it('goes along the gradient on the first step, unless it asks for none, and somewhere on every later one', async () => {
      const { ways, asked } = await steps(1);
      const product = ways[0]?.reduce((sum, value, index) => sum + value * (normalsOf(vector('heading 0'))[index] as number), 0) ?? 0;
      if (asked) expect(product).toBeGreaterThan(0);
      for (const way of ways) expect(Math.hypot(...way)).toBeGreaterThan(0);
    });

    it('goes the same way however long gradients are, from a state that was written down', async () => {
      const [one, other] = [await steps(1), await steps(100)];
      for (const [step, way] of one.ways.entries()) {
        const scale = one.asked ? 100 : 1;
        way.forEach((value, index) => expect(other.ways[step]?.[index]).toBeCloseTo(scale * value, 9));
      }
    });

    it('makes the pass only where it says so', () => {
      const heading = made(part);
      let asked = 0;
      const gradient = () => {
        asked++;
        return vector('gradient');
      };
      heading.advance(heading.init(), gradient, context());
      heading.steer(gradient, heading.init(), context());
      expect(asked > 0).toBe(heading.asksGradient);
    });
  },

  legs(_, part) {
    const length = (way: Vector) => way.norm();

    it('makes as many legs as it declares, the first from where the climb starts', () => {
      const legs = made(part);
      const from: (Vector | null)[] = [];
      legs.climb((gone) => {
        from.push(gone);
        return vector(`leg ${from.length}`);
      }, length);
      expect(from).toHaveLength(legs.count);
      expect(from.map((gone) => gone === null)).toEqual(from.map((_gone, index) => index === 0));
    });

    it('stays in the ball, and reaches its edge where all legs go one way', async () => {
      const unit = vector('way').div(vector('way').norm());
      expect(
        await numberOf(
          made(part)
            .climb(() => unit, length)
            .norm(),
        ),
      ).toBeCloseTo(1, 12);
      let leg = 0;
      const turning = made(part).climb(() => vector(`turn ${leg++}`).div(vector(`turn ${leg - 1}`).norm()), length);
      expect(await numberOf(turning.norm())).toBeLessThan(1 + 1e-12);
    });
  },

  update(_, part) {
    const parabola = async (steps: number, frozenAt?: number) => {
      const optimizer = made(part)(entryOf(optimizers, 'sgd').create({ momentum: 0.5, nesterov: false, wd: 0 }));
      let at: Vector = float64.tensor([3, 1], [2]);
      let state = optimizer.init();
      for (let step = 0; step < steps; step++) {
        if (step === frozenAt) state = thaw(structuredClone(await freeze(state, float64)), float64);
        const gradient = at.mul(float64.tensor([1, 2], [2]));
        const stepped = optimizer.update(gradient, at, state, {
          eta: float64.scalar(0.05),
          backend: float64,
          climbed: [{ gradient, share: 1 }],
        });
        ({ params: at, state } = stepped);
      }
      return read(at);
    };

    it('descends a parabola, and goes on from what was written down', async () => {
      expect(Math.hypot(...(await parabola(300)))).toBeLessThan(0.01);
      expect(await parabola(12, 7)).toEqual(await parabola(12));
    });

    it('shows what it divides by, positive, if it divides by anything', async () => {
      const optimizer = made(part)(entryOf(optimizers, 'adam').create(defaultsOf(entryOf(optimizers, 'adam').fields) as never));
      const gradient = vector('gradient');
      const { state } = optimizer.update(gradient, params, optimizer.init(), { eta: float64.scalar(0.1), backend: float64, climbed: [] });
      const divisor = optimizer.view(state, params).preconditioner();
      if (divisor) expect((await read(divisor)).every((value) => value > 0)).toBe(true);
      expect((await read(optimizer.view(state, params).momentum() as Vector)).some((value) => value !== 0)).toBe(true);
    });
  },

  average(kind, part) {
    const walked = async (frozenAt?: number) => {
      const averaging = made(part);
      let state = averaging.init();
      let at = params;
      for (let step = 0; step < 100; step++) {
        if (step === frozenAt) state = thaw(structuredClone(await freeze(state, float64)), float64);
        const next = at.add(1);
        const position = { ...positionAt(step, 0.1), stepsPerEpoch: 5 };
        state = averaging.advance(state, { before: { params: at, statistics: {} }, next, statistics: {}, position, backend: float64 });
        at = next;
      }
      return averaging.judged(state);
    };

    it('judges the last weights, or a mean of those on the way', async () => {
      const seen = await walked();
      expect(seen === null).toBe(kind === 'last');
      if (!seen) return;
      const [moved] = await read(seen.params.sub(params));
      expect(moved).toBeGreaterThan(1);
      expect(moved).toBeLessThan(100);
    });

    it('goes on from what was written down', async () => {
      const [through, resumed] = [await walked(), await walked(90)];
      if (through && resumed) expect(await read(resumed.params)).toEqual(await read(through.params));
    });
  },

  radius(_, part) {
    it('is finite and positive for a thousand noisy steps, and the same for the same state', async () => {
      const policy = made(part);
      let state = policy.init(float64);
      for (let step = 0; step < 1000; step++) {
        const at = context(step);
        const rho = await numberOf(policy.radius(state, at));
        expect(rho).toBeGreaterThan(0);
        expect(rho).toSatisfy(Number.isFinite);
        expect(await numberOf(policy.radius(state, at))).toBe(rho);
        const gradient = vector(`noise ${step}`).mul(10 ** ((step % 7) - 3));
        const learned = await drive(policy.learn(state, at, [{ coefficient: 1, gradient, direction: vector('up') }], params), read);
        state = learned.state;
      }
    });

    it('learns nothing from a step that perturbed nothing, and asks for nothing', async () => {
      const policy = made(part);
      const at = context();
      const { state } = await drive(policy.learn(policy.init(float64), at, [], params), read);
      expect(await freeze(state, float64)).toEqual(await freeze(policy.init(float64), float64));
      expect(at.oracle.evaluations()).toBe(0);
    });

    it('asks for as many gradients as it declares', async () => {
      const policy = made(part);
      const at = context();
      await drive(
        policy.learn(policy.init(float64), at, [{ coefficient: 1, gradient: vector('g'), direction: vector('d') }], params),
        read,
      );
      expect(at.oracle.evaluations()).toBe(policy.upperLevel?.gradients ?? 0);
    });
  },

  gate(_, part) {
    const STEPS = 400;
    const decisions = async (values: Chosen['values']) => {
      const gate = made(part, values);
      let state = gate.init();
      let opened = 0;
      for (let step = 0; step < STEPS; step++) {
        const at = { ...context(step), oracle: noisyOracle(step), position: { ...positionAt(step, 0.1), steps: STEPS } };
        const [decided, again] = [await drive(gate.decide(state, at), read), await drive(gate.decide(state, at), read)];
        expect(again).toEqual(decided);
        state = decided.state;
        opened += decided.open ? 1 : 0;
      }
      return { promised: gate.openShare, opened: opened / STEPS, climbs: gate.climbs };
    };

    it('opens as often as it promises, and decides the same from the same state', async () => {
      for (const values of [{}, { k: 2 }, { p: 0.2, pend: 0.6 }, { lambda1: 0, lambda2: 2 }, { lambda1: -2, lambda2: -1 }]) {
        const { promised, opened, climbs } = await decisions(values);
        // Three standard deviations of 400 coin tosses; an estimate of an adaptive gate is not better.
        if (promised === 0 || promised === 1) expect(opened).toBe(promised);
        else expect(Math.abs(opened - promised)).toBeLessThan(0.075);
        expect(climbs || opened === 0).toBe(true);
      }
    });

    it('can be put on file: its state reads back as it was', async () => {
      const gate = made(part);
      const { state } = await drive(gate.decide(gate.init(), context()), read);
      expect(thaw(structuredClone(await freeze(state, float64)), float64)).toEqual(state);
    });
  },

  fallback(_, part) {
    it('is the plain gradient while it has seen no climb, for the gradients it declares', async () => {
      const fallback = made(part);
      const at = context();
      const { update, sensitivities } = fallback.closed(fallback.init(), at);
      expect(await read(update)).toEqual(await read(gradientAt(context())));
      expect(sensitivities).toEqual([]);
      expect(at.oracle.evaluations()).toBe(fallback.asks.closed.length);
    });

    it('is defined after a climb that found nothing across the gradient, and where all gradients are zero', async () => {
      const fallback = made(part);
      for (const scale of [1, 0]) {
        const at = context();
        const pass = gradientAt(at).mul(scale);
        const oracle = { ...at.oracle, pass: () => ({ ...fakePass(pass) }) };
        const { state } = fallback.opened(fallback.init(), { ...at, oracle }, { ...climbTo(at, pass) });
        const { update } = fallback.closed(state, { ...at, oracle });
        expect(await read(update)).toSatisfy((values: Float64Array) => values.every(Number.isFinite));
        (await read(update)).forEach((value, index) => expect(value).toBeCloseTo(normalsOf(pass)[index] as number, 9));
      }
    });
  },

  point(_, part) {
    it('moves where it says that it moves', async () => {
      const { offset, moves } = made(part);
      const away = offset(context());
      expect(away !== null).toBe(moves);
      if (away) expect(await numberOf(away.norm())).toBeGreaterThan(0);
    });
  },

  descent(_, part) {
    it('returns the plain gradient, bit for bit, when nothing is perturbed or added', async () => {
      const rule = made(part, { lambda: 0, across: 0 });
      const at = context();
      const { update } = await drive(rule.descend(at, ascentTo(at).ascent), read);
      expect(await read(update)).toEqual(await read(gradientAt(context())));
    });

    it('climbs, and has a sensitivity to ρ, exactly where it says so', async () => {
      const rule = made(part);
      const at = context();
      const { ascent, climbed } = ascentTo(at);
      const { sensitivities } = await drive(rule.descend(at, ascent), read);
      expect(climbed()).toBe(rule.climbs);
      expect(sensitivities.length > 0).toBe(rule.climbs);
    });
  },

  mask(kind, part) {
    it('turns nothing round: what it lets through keeps its sign, and all of it grows alike', async () => {
      const mask = made(part);
      const network = networkFor({ ...partsOf('sam'), mask: choosePart('mask', kind) });
      const direction = vector('direction', network);
      const before = await read(direction);
      let state = mask.init(network.layout, float64);
      let passed = 0;
      for (let step = 0; step < 6; step++) {
        const at = context(step, network);
        const after = await read(mask.onDirection(mask.onGradient(direction, state, at), state, at));
        const factors = [...after].map((value, index) => value / (before[index] as number)).filter((factor) => factor !== 0);
        for (const factor of factors) expect(factor).toBeGreaterThan(0);
        for (const factor of factors) expect(factor).toBeCloseTo(factors[0] as number, 12);
        passed += factors.length;
        state = await drive(mask.advance(state, at, at.params, climbTo(at, vector('gradient', network))), read);
      }
      expect(passed).toBeGreaterThan(0);
    });

    it('is the same for the same state, step and seed', async () => {
      const mask = made(part);
      const at = context(3);
      const state = await drive(
        mask.advance(mask.init(tanhNetwork.layout, float64), context(), params, climbTo(context(), vector('gradient'))),
        read,
      );
      const once = await read(mask.onDirection(vector('direction'), state, at));
      expect(await read(mask.onDirection(vector('direction'), state, context(3)))).toEqual(once);
    });
  },

  batching(_, part) {
    it('hands out every sample once, in order, in pieces of the sizes it declares', async () => {
      for (const size of [1, 2, 3, 12, 13]) {
        const oracle = oracleAt(tanhNetwork, batchOf(size));
        const { split, sizes } = made(part);
        const pieces = split(oracle.whole, oracle);
        expect(pieces.map((piece) => piece.size)).toEqual(sizes(size));
        expect(await read(float64.concat(pieces.map(({ inputs }) => inputs)))).toEqual(await read(oracle.whole.inputs));
        expect(await read(float64.concat(pieces.map(({ targets }) => targets)))).toEqual(await read(oracle.whole.targets));
      }
    });
  },

  selection(_, part) {
    it('keeps as many samples as it declares and never none, batches of one included', async () => {
      for (const values of [{}, { gamma: 0.01 }, { gamma: 0.99 }, { gamma: 1 }]) {
        for (const size of [1, 2, 5, 12]) {
          const oracle = oracleAt(tanhNetwork, batchOf(size));
          const selection = made(part, values);
          const at = contextAt(tanhNetwork, params, oracle);
          const { batch: chosen, counts } = await drive(selection.select(at, params.add(vector('up').mul(0.1))), read);
          // Every count there is has a place in the record.
          for (const name of Object.keys(counts ?? {})) expect(Object.keys(stepMetrics)).toContain(name);
          expect(chosen.size).toBe(selection.kept(size));
          expect(chosen.size).toBeGreaterThan(0);
          expect(chosen.inputs.shape[0]).toBe(chosen.size);
        }
      }
    });
  },

  ascent() {
    // Objectives have a file of laws of their own (`ascent.test.ts`), over the same registry.
  },
};

/** An oracle whose squared gradient norm is normal around 10 with deviation 1. */
function noisyOracle(step: number): Oracle {
  const [z] = normals(`square ${step}`, 1);
  const gradient = float64.tensor([Math.sqrt(10 + (z as number))], [1]);
  return { ...context().oracle, pass: () => fakePass(gradient) };
}

function fakePass(gradient: Vector): Pass {
  const zero = float64.scalar(0);
  const table = float64.tensor([0], [1, 1]);
  return { loss: zero, objective: zero, gradient, logits: table, targets: table };
}

function climbTo(at: StepContext, gradient: Vector): Climb {
  const nothing = gradient.mul(0);
  return {
    ascent: fakePass(gradient),
    offset: null,
    direction: nothing,
    stations: [],
    memory: null,
    perturbation: nothing,
    radius: at.backend.scalar(0),
    perturbed: fakePass(gradient),
  };
}

/** A climb of length zero, and whether anybody asked for it. */
function ascentTo(at: StepContext): { readonly ascent: Ascent; readonly climbed: () => boolean } {
  let climbed = false;
  const pass = at.oracle.pass(at.oracle.descentLoss, params, at.batch);
  const nothing = pass.gradient.mul(0);
  const ascent: Ascent = {
    // oxlint-disable-next-line require-yield -- a climb that needs to read nothing
    *climb(weighed = (objective) => objective) {
      climbed = true;
      const perturbed = at.oracle.pass(weighed(at.oracle.descentLoss), params.add(nothing), at.batch);
      return { ...climbTo(at, pass.gradient), ascent: pass, perturbed };
    },
    point: () => params,
    radius: () => float64.scalar(0.1),
  };
  return { ascent, climbed: () => climbed };
}

function normalsOf(tensor: Vector): Float64Array {
  return (tensor as unknown as { readonly values: Float64Array }).values;
}
