/** Laws of the named algorithms, over the registry as it is. */
import { describe, expect, it } from 'vitest';
import { createAnatomy } from '../../../src/core/sam/anatomy';
import { drive } from '../../../src/core/sam/drive';
import { partsOf, recipes } from '../../../src/core/sam/recipes';
import { optimizers } from '../../../src/core/sam/slots';
import { stepCost } from '../../../src/core/sam/stepCost';
import { createNetwork, forward, initialParams, initialStatistics, type NetworkState } from '../../../src/core/models/network';
import { type AlgorithmState, initialState, sharpnessAwareStep } from '../../../src/core/sam/step';
import { choose } from '../../../src/core/settings/entry';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import { freeze } from '../../../src/core/tensor/stateTree';
import type { Vector } from '../../../src/core/tensor/tensor';
import {
  baseNames,
  batch,
  distance,
  expectFiniteSteps,
  expectItsBase,
  expectLowerLoss,
  hasBase,
  hasRegularizer,
  inTurn,
  learnsRadius,
} from './recipeLaws';
import {
  anatomyOf,
  batchOf,
  contextAt,
  descentLoss,
  imageNetworks,
  imagesOf,
  isMeasured,
  linearNetwork,
  positionAt,
  normNetwork,
  numberOf,
  oracleAt,
  partsWith,
  tanhNetwork,
  walk,
} from './smallProblem';

const anatomyWith = (parts: ReturnType<typeof partsOf>) => createAnatomy(parts, choose(optimizers, 'sgd'), descentLoss);

describe.each(Object.keys(recipes))('algorithm %s', (algorithm) => {
  const parts = partsOf(algorithm);
  // With each base optimizer and on every model: recipes.slow.test.ts.
  const base = inTurn(algorithm, baseNames);

  it('costs on every step what its parts declare', async () => {
    const anatomy = anatomyOf(algorithm);
    const { open, closed } = stepCost(anatomy, descentLoss, 12);
    const { records } = await walk(anatomy, 20, { batch });
    for (const { samApplied, gradEvals } of records) expect(gradEvals).toBeCloseTo(samApplied ? open : closed, 12);
  });

  it.runIf(hasBase(algorithm))(`is ${base}, bit for bit, when all it adds is zero`, () => expectItsBase(algorithm, base));

  it.runIf(learnsRadius(algorithm))(
    'comes to its base optimizer in proportion to ρ, which a learned radius never lets be zero',
    async () => {
      const base = await walk(anatomyOf('sgd'), 8, { batch, learningRate: 0.05 });
      const [large, small] = await Promise.all(
        [1e-3, 1e-4].map(async (rho0) =>
          distance((await walk(anatomyOf(algorithm, { rho0, letslr: 1e-6 }), 8, { batch, learningRate: 0.05 })).params, base.params),
        ),
      );
      expect(small).toBeLessThan(1e-4);
      expect((large as number) / (small as number)).toBeGreaterThan(8);
      expect((large as number) / (small as number)).toBeLessThan(12);
    },
  );

  it('lowers the loss of a linear network', () => expectLowerLoss(algorithm, linearNetwork, 'sgd'));

  it(`lowers the loss of a small network with ${base}`, () => expectLowerLoss(algorithm, tanhNetwork, base));

  it('climbs on the steps it says it climbs on, by ρ in the norm of its ball unless a mask comes between', async () => {
    const anatomy = anatomyOf(algorithm);
    const { records } = await walk(anatomy, 20, { batch });
    const climbed = records.filter(({ samApplied }) => samApplied === 1);
    // Late SAM waits for three quarters of the hundred steps.
    if (parts.gate.kind !== 'window') expect(climbed.length > 0).toBe(anatomy.gate.climbs);
    for (const { perturbNorm } of records.filter(({ samApplied }) => samApplied === 0)) expect(perturbNorm).toBeUndefined();
    if (!anatomy.descent.climbs) return;
    for (const { perturbNorm } of climbed) expect(perturbNorm).toBeGreaterThanOrEqual(0);
    if (parts.mask.kind !== 'none' || parts.batching.kind !== 'whole' || !isMeasured(algorithm)) return;
    const at = contextAt(
      tanhNetwork,
      float64.tensor(initialParams(tanhNetwork, 1), [tanhNetwork.layout.size]),
      oracleAt(tanhNetwork, batch(0)),
    );
    const offset = anatomy.point.offset(at);
    const { gradient } = at.oracle.pass(anatomy.ascent, offset ? at.params.add(offset) : at.params, at.batch);
    const rho = anatomy.radius.radius(anatomy.radius.init(float64), at);
    const perturbation = anatomy.geometry.direction(gradient, at, offset).mul(rho);
    expect(await numberOf(anatomy.geometry.length(perturbation, at))).toBeCloseTo(await numberOf(rho), 9);
  });

  it('gives the same numbers to the last bit when it runs again', async () => {
    const [one, other] = [await walk(anatomyOf(algorithm), 6, { batch }), await walk(anatomyOf(algorithm), 6, { batch })];
    expect(one.params).toEqual(other.params);
    expect(one.records).toEqual(other.records);
  });

  it('goes on from what was written down as if nothing had happened, at any step', async () => {
    const through = await walk(anatomyOf(algorithm, {}, ['sgd', { momentum: 0.9 }]), 8, { batch });
    for (const frozenAt of [1, 3, 6]) {
      const resumed = await walk(anatomyOf(algorithm, {}, ['sgd', { momentum: 0.9 }]), 8, { batch, frozenAt });
      expect(resumed.params).toEqual(through.params);
      expect(resumed.records).toEqual(through.records);
      expect(await freeze(resumed.state, float64)).toEqual(await freeze(through.state, float64));
    }
  });

  const model = inTurn(algorithm, Object.keys(imageNetworks));
  it(`makes finite steps on the model ${model}`, () => expectFiniteSteps(algorithm, model));

  it('moves batch norm’s running statistics on the first pass of each micro-batch and on no other', async () => {
    const network = imageNetworks['cnn'] as (typeof imageNetworks)[string];
    const anatomy = anatomyOf(algorithm);
    const oracle = oracleAt(network, imagesOf());
    const context = contextAt(network, float64.tensor(initialParams(network, 1), [network.layout.size]), oracle);
    await drive(sharpnessAwareStep(anatomy, context, initialState(anatomy, context)), float64.read);

    const away = anatomy.point.offset(context);
    const at = away ? context.params.add(away) : context.params;
    let expected: NetworkState = initialStatistics(network, float64);
    const pieces = anatomy.batching.split(oracle.whole, oracle);
    for (const { inputs } of pieces) expected = forward(network, at, inputs, { mode: 'train', state: expected }).state;
    expect(await freeze(oracle.networkState() as never, float64)).toEqual(await freeze(expected as never, float64));
    expect(pieces).toHaveLength(anatomy.batching.sizes(8).length);
  });

  it('stays where it is when the gradient is zero everywhere, or moves by what its noise finds', async () => {
    // One point with each of four labels: softmax is ¼ exactly, and the gradient exactly zero at w = 0.
    const inputs = float64.tensor(new Array<number>(8).fill(1), [4, 2]);
    const targets = float64.tensor([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], [4, 4]);
    const flat = { size: 4, inputs, targets };
    const network = createNetwork([{ kind: 'dense', name: 'dense', inputs: 2, units: 4 }], [2]);
    const zero = float64.tensor(new Float64Array(network.layout.size), [network.layout.size]);
    const anatomy = anatomyOf(algorithm);
    let state: AlgorithmState = initialState(anatomy, { layout: network.layout, backend: float64 });
    let params: Vector = zero;
    for (let step = 0; step < 6; step++) {
      const context = contextAt(network, params, oracleAt(network, flat, {}, flat), positionAt(step, 0.1));
      ({ params, state } = await drive(sharpnessAwareStep(anatomy, context, state), float64.read));
      expect((await float64.read(params)).every(Number.isFinite)).toBe(true);
    }
    const isNoisy =
      hasRegularizer(algorithm) || parts.point.kind === 'posterior' || anatomy.selection.scores || parts.batching.kind !== 'whole';
    if (!isNoisy) expect(await numberOf(params.norm())).toBeLessThan(1e-12);
  });

  it('hides no gradient that is no number: the update is none either, and the run can be ended', async () => {
    for (const poison of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const clean = batchOf();
      const values = await float64.read(clean.inputs);
      values[4] = poison;
      const broken = { ...clean, inputs: float64.tensor(values, clean.inputs.shape) };
      const { records } = await walk(anatomyOf(algorithm), 2, { batch: (step) => (step === 0 ? clean : broken) });
      expect(records[0]?.updateNorm).toSatisfy(Number.isFinite);
      expect(records[1]?.updateNorm).not.toSatisfy(Number.isFinite);
    }
  });

  it('is introduced in full', () => {
    const { label, idea, formula, source, bibtex, color } = recipes[algorithm] as (typeof recipes)[string];
    for (const text of [label, formula, color]) expect(text.trim()).not.toBe('');
    expect(idea).toMatch(/^[A-Z]/);
    expect(idea).toMatch(/\.$/);
    expect(source).toMatch(/\d{4}/);
    expect(bibtex).toMatch(/^@\w+\{[\w-]+,[\s\S]*title=[\s\S]*author=[\s\S]*year=\{\d{4}\}[\s\S]*\}$/);
  });

  it('knows the values it starts from: each belongs to one of its parts', () => {
    const { values = {} } = recipes[algorithm] as (typeof recipes)[string];
    for (const key of Object.keys(values)) expect(Object.values(parts).filter((part) => Object.hasOwn(part.values, key))).toHaveLength(1);
  });
});

describe('algorithms', () => {
  it('are told apart by name, idea and parts; colours are families’', () => {
    const all = Object.entries(recipes);
    for (const key of ['label', 'idea'] as const) expect(new Set(all.map(([, recipe]) => recipe[key])).size).toBe(all.length);
    expect(new Set(all.map(([name]) => JSON.stringify(partsOf(name)))).size).toBe(all.length);
  });

  it('are refused by name when they do not exist, inherited names included', () => {
    expect(() => partsOf('adahessian')).toThrow(/“adahessian”; known: sgd, sam/);
    expect(() => partsOf('toString')).toThrow('toString');
  });

  it('differ where they should: no two make the same steps, or judge the same weights', async () => {
    // Within seven steps, and on classes of which none is rare by itself.
    const early = { start: 0.06, swastart: 0.02, swaevery: 1, tail: [1] };
    const walks = await Promise.all(
      Object.keys(recipes).map(async (name) => {
        const anatomy = anatomyOf(name, early, ['sgd', { momentum: 0.9 }]);
        const { params, state } = await walk(anatomy, 7, { batch, network: normNetwork });
        const judged = anatomy.average.judged(state.average);
        return [name, String(judged ? await float64.read(judged.params) : params)] as const;
      }),
    );
    const twins = walks.filter(([name, end]) => walks.some(([other, its]) => other !== name && its === end)).map(([name]) => name);
    expect(twins).toEqual([]);
  });

  it('with only ρ at zero and one batch split or projected come to the base optimizer within rounding', async () => {
    const base = await walk(anatomyOf('sgd'), 8, { batch });
    for (const algorithm of ['gsam', 'msam', 'msam-bisam']) {
      const own = await walk(anatomyOf(algorithm, { rho: 0, rhomax: 0, rhomin: 0 }), 8, { batch });
      expect(distance(own.params, base.params)).toBeLessThan(1e-10);
    }
  });

  it('are SAM in the limits in which they should be, bit for bit', async () => {
    const sam = await walk(anatomyOf('sam', { rho: 0.3 }), 8, { batch });
    const limits: readonly (readonly [string, Record<string, number>])[] = [
      ['looksam', { rho: 0.3, k: 1 }],
      ['ss-sam', { rho: 0.3, p: 1 }],
      ['ae-sam', { rho: 0.3, lambda1: -100, lambda2: -100 }],
      ['ae-looksam', { rho: 0.3, lambda1: -100, lambda2: -100 }],
      ['msam', { rho: 0.3, m: 1 }],
      ['esam', { rho: 0.3, beta: 1, gamma: 1 }],
      ['gsam', { rhomax: 0.3, rhomin: 0.3, across: 0 }],
    ];
    for (const [algorithm, values] of limits)
      expect((await walk(anatomyOf(algorithm, values), 8, { batch })).params, algorithm).toEqual(sam.params);
  });

  it('recover SAM from the universal class with a point mass on the gradient, exact scale and λ = ρ²', async () => {
    const rho = 0.3;
    const values = { measure: 'gradient', rho, lambda: rho * rho, gradscale: 'exact' };
    const [own, sam] = [await walk(anatomyOf('trace-sam', values), 8, { batch }), await walk(anatomyOf('sam', { rho }), 8, { batch })];
    expect(distance(own.params, sam.params)).toBeLessThan(1e-12);
  });

  it('agree on Frobenius: the general class with φ = 2(s₁ − s₂²) has n − 1 for n', async () => {
    // The general form divides by n, the covariance by n − 1: with n = 2 twice the λ; exact scale in both.
    const general = {
      measure: 'normal',
      psi: 'square',
      psi2: 'identity',
      phi: 'two-variance',
      n: 2,
      rho: 0.05,
      lambda: 2e-4,
      gradscale: 'exact',
    };
    const [own, frobenius] = [
      await walk(anatomyOf('trace-sam', general), 5, { batch }),
      await walk(anatomyOf('frob-sam', { n: 2, rho: 0.05, lambda: 1e-4, gradscale: 'exact' }), 5, { batch }),
    ];
    expect(distance(own.params, frobenius.params)).toBeLessThan(1e-9);
  });

  it('start the universal class of one’s own as Frob-SAM', async () => {
    const [own, frobenius] = [
      await walk(anatomyOf('universal-sam', {}), 5, { batch }),
      await walk(anatomyOf('frob-sam', {}), 5, { batch }),
    ];
    expect(distance(own.params, frobenius.params)).toBeLessThan(1e-9);
  });

  it('of the universal class lose their odd part exactly with antithetic pairs: on a plane, D is zero', async () => {
    const { records } = await walk(anatomyOf('trace-sam', { pairs: true, rho: 1e-4, n: 3 } as never), 1, { batch });
    const single = await walk(anatomyOf('trace-sam', { rho: 1e-4, n: 3 }), 1, { batch });
    // D(v) = ⟨v, g⟩/ρ + ½vᵀHv: the first term is of the order 1e4 alone.
    expect(Math.abs(records[0]?.innerAverage as number)).toBeLessThan(10);
    expect(Math.abs(single.records[0]?.innerAverage as number)).toBeGreaterThan(100);
  });

  it('of the universal class stay finite where exp would overflow: D is kept within ±30', async () => {
    for (const algorithm of ['det-sam', 'logdet-sam']) {
      // A tiny ρ blows D up to ±1e6 and more.
      const { records, params } = await walk(anatomyOf(algorithm, { rho: 1e-6, half: 10 }), 1, { batch });
      expect(records[0]?.regGradNorm).toSatisfy(Number.isFinite);
      expect(Math.abs(records[0]?.innerAverage as number)).toBeLessThanOrEqual(Math.exp(15));
      expect(params.every(Number.isFinite)).toBe(true);
    }
  });

  it('behind a gate that never opens are their base optimizer, and say so', async () => {
    const base = await walk(anatomyOf('sgd'), 8, { batch });
    for (const [algorithm, values] of [
      ['ae-sam', { lambda1: 100, lambda2: 100 }],
      ['ae-looksam', { lambda1: 100, lambda2: 100 }],
      ['ss-sam', { p: 0 }],
    ] as const) {
      const never = await walk(anatomyOf(algorithm, values), 8, { batch });
      expect(never.params).toEqual(base.params);
      expect(never.records.every(({ samApplied }) => samApplied === 0)).toBe(true);
    }
  });

  it('keep what they saw of the last climb: LookSAM’s closed steps add it at its own length', async () => {
    const { records } = await walk(anatomyOf('looksam', { k: 2, reuse: 0.7, rho: 0.3 }), 6, { batch });
    for (const [step, { updateNorm, gradNorm, samApplied }] of records.entries()) {
      expect(samApplied).toBe(step % 2 === 0 ? 1 : 0);
      // ‖g + α(‖g‖/‖g_v‖)g_v‖ lies within (1 ± α)‖g‖, and is not ‖g‖.
      if (samApplied) continue;
      const ratio = (updateNorm as number) / (gradNorm as number);
      expect(ratio).toBeGreaterThanOrEqual(0.3);
      expect(ratio).toBeLessThanOrEqual(1.7);
      expect(Math.abs(ratio - 1)).toBeGreaterThan(1e-3);
    }
  });
});

describe('combinations nobody published', () => {
  const combined = (algorithm: string, kinds: Record<string, string>, values: Record<string, number | string> = {}) => {
    const all = { ...partsWith(algorithm, values) } as Record<string, ReturnType<typeof choose>>;
    for (const [slot, other] of Object.entries(kinds)) all[slot] = partsOf(other)[slot as 'gate'];
    return anatomyWith(all as never);
  };

  it.each([
    ['LETS on A-BiSAM behind an AE gate', 'a-bisam', { radius: 'lets-sam', gate: 'ae-sam' }],
    ['an AE gate on ASAM', 'asam', { gate: 'ae-sam' }],
    ['mSAM with ASAM’s ball', 'msam', { geometry: 'asam' }],
    ['E-BiSAM with a learned radius', 'e-bisam', { radius: 'lets-sam' }],
    ['GSAM on BiSAM’s climb with a learned radius', 'gsam', { ascent: 'bisam-log', radius: 'lets-sam' }],
    ['LookSAM on A-BiSAM', 'looksam', { ascent: 'bisam-tanh', geometry: 'asam' }],
    ['RSAM in micro-batches with a learned radius', 'rsam', { batching: 'msam', radius: 'lets-sam' }],
    ['SSAM-F behind a coin with BiSAM’s climb', 'ssam-f', { gate: 'ss-sam', ascent: 'bisam-log' }],
    ['Frob-SAM behind an AE gate in micro-batches', 'frob-sam', { gate: 'ae-sam', batching: 'msam' }],
  ] as const)('%s runs on the first try, at the cost its parts declare', async (_, algorithm, kinds) => {
    const anatomy = combined(algorithm, kinds);
    const { records, params } = await walk(anatomy, 20, { batch });
    const { open, closed } = stepCost(anatomy, descentLoss, 12);
    for (const { gradEvals, samApplied, updateNorm } of records) {
      expect(gradEvals).toBeCloseTo(samApplied ? open : closed, 12);
      expect(updateNorm).toSatisfy(Number.isFinite);
    }
    expect(records.some(({ samApplied }) => samApplied === 1)).toBe(true);
    expect(params.every(Number.isFinite)).toBe(true);
  });

  it('learn ρ only on steps that climb', async () => {
    const { records } = await walk(combined('a-bisam', { radius: 'lets-sam', gate: 'ae-sam' }), 20, { batch });
    records.slice(1).forEach(({ radius }, index) => {
      const before = records[index];
      if (before?.samApplied) expect(radius).not.toBe(before.radius);
      else expect(radius).toBe(before?.radius);
    });
    expect(records.some(({ samApplied }) => samApplied === 0)).toBe(true);
  });
});
