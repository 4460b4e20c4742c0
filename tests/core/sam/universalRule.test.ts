/** The universal class against finite differences of R itself, evaluated from plain losses (algorithms.md §7.2). */
import { describe, expect, it } from 'vitest';
import { createAnatomy } from '../../../src/core/sam/anatomy';
import { drive } from '../../../src/core/sam/drive';
import type { Phi, Psi } from '../../../src/core/sam/descent/sharpnessFunctions';
import { type PointSet, type Sharpness, universalRule } from '../../../src/core/sam/descent/universalRule';
import { sharpnessOf, universal } from '../../../src/core/sam/descent/universal';
import { forward, initialParams, initialStatistics } from '../../../src/core/models/network';
import type { Ascent } from '../../../src/core/sam/part';
import { optimizers } from '../../../src/core/sam/slots';
import { stepCost } from '../../../src/core/sam/stepCost';
import { choose } from '../../../src/core/settings/entry';
import { chooseKind, setField } from '../../../src/core/settings/edit';
import { defaultsOf } from '../../../src/core/settings/field';
import { formOf } from '../../../src/core/settings/form';
import { decode, encode } from '../../../src/core/settings/link';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { runOf } from '../../../src/core/settings/runs';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Vector } from '../../../src/core/tensor/tensor';
import { batchOf, contextAt, descentLoss, numberOf, oracleAt, partsWith, tanhNetwork, walk } from './smallProblem';

const RHO = 0.3;
const size = tanhNetwork.layout.size;
const params = float64.tensor(initialParams(tanhNetwork, 1), [size]);
const contextHere = (at: Vector = params) => contextAt(tanhNetwork, at, oracleAt(tanhNetwork, batchOf()));
const ascent: Ascent = {
  // oxlint-disable-next-line require-yield -- nobody may ask for it
  *climb() {
    throw new Error('the universal class climbs nowhere');
  },
  point: () => params,
  radius: () => float64.scalar(RHO),
};

async function lossAt(at: Float64Array): Promise<number> {
  const { inputs, targets } = batchOf();
  const run = forward(tanhNetwork, float64.tensor(at, [size]), inputs, { mode: 'train', state: initialStatistics(tanhNetwork, float64) });
  return numberOf(descentLoss(run.logits, targets).perSample.mean());
}

/** ψ and φ once more, on plain numbers. */
const inner: Readonly<Record<Psi, (rise: number) => number>> = {
  identity: (rise) => rise,
  square: (rise) => rise ** 2,
  'exp-half': (rise) => Math.exp(-rise / 2),
  exp: (rise) => Math.exp(-rise),
};
const outer: Readonly<Record<Phi, (s: readonly number[], c: readonly number[]) => number>> = {
  identity: ([s = 0]) => s,
  'inverse-square': ([s = 0]) => 1 / s ** 2,
  'minus-two-log': ([s = 0]) => -2 * Math.log(s),
  'two-variance': ([s1 = 0, s2 = 0]) => 2 * (s1 - s2 ** 2),
  sum: (s, c) => s.reduce((total, one, index) => total + one * (c[index] as number), 0),
  product: (s) => s.reduce((total, one) => total * one, 1),
};

/** The directions of every set: the same draws as the rule's, by name. */
async function directionsOf({ sets, antithetic }: Sharpness) {
  const { draws, oracle } = contextHere();
  const { gradient } = oracle.pass(descentLoss, params, oracle.whole);
  const drawn = ({ measure, count, drawnAs }: PointSet) =>
    measure.kind === 'gradient'
      ? [gradient.div(gradient.norm())]
      : Array.from({ length: count }, (_, index) => draws.vector(`v:${drawnAs}:${index}`, measure));
  return Promise.all(
    sets.map(async (set) => {
      const vectors = await Promise.all(drawn(set).map((vector) => float64.read(vector)));
      return antithetic ? vectors.flatMap((vector) => [vector, vector.map((value) => -value)]) : vectors;
    }),
  );
}

/** R at a point, with the directions held. */
async function sharpnessAt(at: Float64Array, { components, sets, phi }: Sharpness, directions: Awaited<ReturnType<typeof directionsOf>>) {
  const here = await lossAt(at);
  const rises = await Promise.all(
    directions.map((vectors, set) => {
      const rho = RHO * (sets[set] as PointSet).reach;
      const risen = async (vector: Float64Array) =>
        ((await lossAt(at.map((value, index) => value + rho * (vector[index] as number)))) - here) / rho ** 2;
      return Promise.all(vectors.map(risen));
    }),
  );
  const averages = components.map(({ psi, set }) => {
    const own = (rises[set] as number[]).map(inner[psi]);
    return own.reduce((total, one) => total + one, 0) / own.length;
  });
  return outer[phi](
    averages,
    components.map(({ weight }) => weight),
  );
}

const normal = (drawnAs: number, count: number, reach = 1): PointSet => ({ measure: { kind: 'normal' }, count, reach, drawnAs });
const base = { lambda: 0.7, gradscale: 'exact', antithetic: false } as const;
const of = (psi: Psi, set: number, weight = 1) => ({ psi, set, weight });

const sharpnesses: Readonly<Record<string, Sharpness>> = {
  'a sum of three, each with directions, a number of them and a radius of its own': {
    ...base,
    phi: 'sum',
    components: [of('identity', 0, 0.5), of('square', 1, 0.01), of('exp-half', 2, -2)],
    sets: [
      normal(0, 2),
      { ...normal(1, 3, 0.5), measure: { kind: 'sphere' } },
      { ...normal(2, 1, 1.7), measure: { kind: 'cube', half: 0.4 } },
    ],
  },
  'a product of three, two of which share their directions': {
    ...base,
    phi: 'product',
    components: [of('square', 0), of('exp', 1), of('exp-half', 0)],
    sets: [
      { ...normal(0, 2), measure: { kind: 'sphere' } },
      { ...normal(1, 2), measure: { kind: 'cube', half: 0.3 } },
    ],
  },
  'five components, one along the gradient': {
    ...base,
    phi: 'product',
    components: [of('exp', 0), of('exp-half', 1), of('exp', 2), of('exp-half', 0), of('exp', 3)],
    sets: [
      { ...normal(0, 1), measure: { kind: 'signs' }, reach: 0.1 },
      { ...normal(1, 2, 2), measure: { kind: 'sphere' } },
      { ...normal(2, 1), measure: { kind: 'gradient' } },
      { ...normal(3, 1, 0.3), measure: { kind: 'sphere' } },
    ],
  },
  'a variance of antithetic pairs, from two sets': {
    ...base,
    antithetic: true,
    phi: 'two-variance',
    components: [of('square', 0), of('identity', 1)],
    sets: [normal(0, 1, 0.2), normal(1, 2, 0.2)],
  },
  ...Object.fromEntries(
    (['inverse-square', 'minus-two-log'] as const).map((phi) => [
      `${phi} of one`,
      { ...base, phi, components: [of('exp', 0)], sets: [{ ...normal(0, 3), measure: { kind: 'cube', half: 0.2 } }] } as Sharpness,
    ]),
  ),
};

describe.each(Object.entries(sharpnesses))('the gradient of %s', (_, sharpness) => {
  it('is that of R: u = g + λ∇R by central differences in every coordinate', async () => {
    const context = contextHere();
    const { update, record } = await drive(universalRule(sharpness).descend(context, ascent), float64.read);
    const [own, gradient] = await Promise.all([update, context.oracle.pass(descentLoss, params, context.batch).gradient].map(float64.read));
    const directions = await directionsOf(sharpness);
    const start = await float64.read(params);
    const STEP = 1e-5;
    for (let index = 0; index < size; index++) {
      const moved = (by: number) => start.map((value, place) => (place === index ? value + by : value));
      const [up, down] = [await sharpnessAt(moved(STEP), sharpness, directions), await sharpnessAt(moved(-STEP), sharpness, directions)];
      const expected = (gradient?.[index] as number) + (sharpness.lambda * (up - down)) / (2 * STEP);
      expect(Math.abs((own?.[index] as number) - expected)).toBeLessThan(1e-7 * Math.max(1, Math.abs(expected)));
    }
    expect(await numberOf(record?.['regularizer'] as Vector)).toBeCloseTo(await sharpnessAt(start, sharpness, directions), 10);
  });

  it('has λ on the code’s scale ρ² times smaller', async () => {
    const exact = await drive(universalRule(sharpness).descend(contextHere(), ascent), float64.read);
    const code = await drive(
      universalRule({ ...sharpness, gradscale: 'code', lambda: sharpness.lambda / RHO ** 2 }).descend(contextHere(), ascent),
      float64.read,
    );
    const [one, other] = await Promise.all([exact.update, code.update].map(float64.read));
    one?.forEach((value, index) => expect(other?.[index]).toBeCloseTo(value, 9));
  });

  it('costs one gradient and one for each point of every set', async () => {
    const rule = universalRule(sharpness);
    const context = contextHere();
    await drive(rule.descend(context, ascent), float64.read);
    const points = (await directionsOf(sharpness)).flat().length;
    expect(context.oracle.evaluations()).toBe(1 + points);
    expect(rule.asks.reduce((all, { count = 1 }) => all + count, 0)).toBe(1 + points);
  });
});

describe('components on the page', () => {
  const valuesOf = (values: Record<string, number | string | boolean>) => ({ ...defaultsOf(universal.fields), ...values }) as never;
  const three = { psi: 'square', psi2: 'exp', own2: true, measure2: 'cube', half2: 0.2, n2: 3, psi3: 'identity', n: 2, phi: 'sum' };

  it('are those before the first that is none, with directions of their own or the first one’s', () => {
    expect(sharpnessOf(valuesOf({ ...three, reach2: 4, weight3: -1, n3: 9, own4: true, pairs: true }))).toEqual({
      components: [of('square', 0), of('exp', 1), of('identity', 0, -1)],
      sets: [normal(0, 2), { measure: { kind: 'cube', half: 0.2 }, count: 3, reach: 4, drawnAs: 1 }],
      phi: 'sum',
      lambda: 0.1,
      gradscale: 'code',
      antithetic: true,
    });
    expect(sharpnessOf(valuesOf({ psi: 'exp', psi3: 'square' })).components).toEqual([of('exp', 0)]);
  });

  const experiment = (values: Record<string, number | string | boolean>) => ({
    ...defaultExperiment,
    runs: [runOf('r1', 'trace-sam', values)],
  });
  const shown = (values: Record<string, number | string | boolean>) =>
    formOf(experiment(values)).runs[0]?.fields.flatMap(({ path, key }) => (path.startsWith('runs.r1.descent.') ? [key] : []));

  it('bring their fields as they are chosen: what has no effect is not shown', () => {
    const shared = ['lambda', 'gradscale', 'phi', 'psi'];
    expect(shown({})).toEqual([...shared, 'measure', 'n', 'pairs', 'psi2']);
    expect(shown({ measure: 'cube' })).toEqual([...shared, 'measure', 'half', 'n', 'pairs', 'psi2']);
    expect(shown({ measure: 'gradient' })).toEqual([...shared, 'measure', 'pairs', 'psi2']);
    expect(shown({ psi2: 'square' })).toEqual([...shared, 'measure', 'n', 'pairs', 'psi2', 'own2', 'psi3']);
    expect(shown({ ...three, measure2: 'gradient', psi4: 'exp', own4: true })).toEqual(
      [...shared, 'weight', 'measure', 'n', 'pairs']
        .concat('psi2 weight2 own2 measure2 reach2'.split(' '))
        .concat('psi3 weight3 own3'.split(' '))
        .concat('psi4 weight4 own4 measure4 n4 reach4'.split(' ')),
    );
  });

  it('are in links, and links that knew two components mean what they meant', () => {
    const written = encode(experiment(three));
    expect(written).toContain('phi=sum,psi=square,n=2,psi2=exp,own2=1,measure2=cube,half2=.2,n2=3,psi3=identity');
    expect(decode(written)).toEqual({ experiment: experiment(three), notices: [] });
    const old = decode('v=1&algos=trace-sam(psi=square,psi2=identity,phi=two-variance,n=4,gradscale=exact,lambda=1e-6)');
    expect(old.notices).toEqual([]);
    expect(sharpnessOf(old.experiment.runs[0]?.parts.descent.values as never)).toEqual({
      ...base,
      lambda: 1e-6,
      phi: 'two-variance',
      components: [of('square', 0), of('identity', 0)],
      sets: [normal(0, 4)],
    });
  });

  it('are reached by editing, one after the other', () => {
    const edited = ['psi2', 'psi3', 'psi4'].reduce(
      (before, key) => setField(before, `runs.r1.descent.${key}`, 'exp'),
      chooseKind(experiment({}), 'runs.r1.descent', 'universal'),
    );
    expect(sharpnessOf(edited.runs[0]?.parts.descent.values as never).components).toHaveLength(4);
  });

  it('make steps at the cost they declare, from four sets and from one', async () => {
    const many = { ...three, psi4: 'exp-half', own3: true, own4: true, n3: 2, measure4: 'gradient', lambda: 1e-4, rho: 0.1 };
    for (const [values, cost] of [
      [many, 1 + 2 + 3 + 2 + 1],
      [{ ...many, pairs: true }, 1 + 2 * (2 + 3 + 2 + 1)],
      [{ ...many, own2: false, own3: false, own4: false }, 1 + 2],
    ] as const) {
      const anatomy = createAnatomy(partsWith('trace-sam', values), choose(optimizers, 'sgd'), descentLoss);
      expect(stepCost(anatomy, descentLoss, 12).expected).toBe(cost);
      const { records } = await walk(anatomy, 3, { batch: (step) => batchOf(12, `batch ${step}`) });
      for (const record of records) {
        expect(record['gradEvals']).toBe(cost);
        for (const value of Object.values(record)) expect(value).toSatisfy(Number.isFinite);
      }
    }
  });
});
