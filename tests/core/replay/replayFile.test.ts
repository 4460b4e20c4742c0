import { describe, expect, it } from 'vitest';
import { createNetwork, initialParams } from '../../../src/core/models/network';
import { mlp } from '../../../src/core/models/mlp';
import { replayCase } from '../../../src/core/replay/replayCase';
import { replayFile } from '../../../src/core/replay/replayFile';
import type { TrajectoryCase, TrajectoryFile } from '../../../src/core/replay/trajectoryFile';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import { normals } from '../tensor/randomTensors';
import { complaints, golden, type GoldenName, goldenNames, trajectories } from './golden';

describe('reference trajectories in float64', () => {
  it.each(goldenNames)('of %s are reproduced', async (name) => {
    const results = await replayFile(golden(name), float64);
    expect(complaints(results)).toEqual({});
    const compared = (results ?? []).flatMap((result) => ('compared' in result ? [result.compared] : []));
    expect(Math.min(...compared)).toBeGreaterThan(name === 'losses' || name === 'schedules' ? 3 : name === 'variants' ? 10 : 40);
  });

  it('include an exactly zero gradient, where nothing moves but the weight decay', async () => {
    const file = trajectories('edge_cases');
    const [first] = file.cases;
    const {
      steps: [step],
    } = await replayCase(file, first as TrajectoryCase, float64);
    expect([step?.record.gradNorm, step?.record.perturbNorm]).toEqual([0, 0]);
  });
});

describe('a variant’s case', () => {
  const said = async (name: string, change: (config: Record<string, unknown>) => void) => {
    const file = trajectories('variants');
    const found = file.cases.filter((one) => one.name === name);
    for (const { config } of found) change(config as unknown as Record<string, unknown>);
    return complaints(await replayFile({ ...file, cases: found }, float64))[name] ?? '';
  };

  it.each<[string, string, (config: Record<string, unknown>) => void]>([
    ['an unknown algorithm', 'f_sam tanh-default', (config) => (config['algorithm'] = 'x-sam')],
    ['an algorithm without its constants', 'f_sam tanh-default', (config) => delete config['fsam']],
    ['a key nobody knows', 'vasso tanh-0.4', (config) => (config['wobble'] = 1)],
    ['a constant nobody knows', 'vasso tanh-0.4', (config) => (config['vasso'] = { theta: 0.4, phi: 1 })],
    ['another ball', 'asam_layers max-norm-elementwise', (config) => (config['ball'] = 'l1')],
    ['another geometry', 'asam_layers max-norm-elementwise', (config) => (config['geometry'] = { kind: 'blockwise' })],
    ['other layers', 'sam_on no-norm', (config) => (config['only'] = 'attention')],
    ['another scope', 'looksam_tensor tanh-k3', (config) => (config['reuse'] = { scope: 'layer' })],
    ['another loss to minimize', 'gsam_options conv-both', (config) => (config['minimize'] = 'both')],
    ['another noise scale', 'r_sam relu-schedules', (config) => (config['noiseScale'] = 'max')],
    ['another average', 'averaging swa-sam-conv', (config) => (config['average'] = { kind: 'polyak' })],
    ['another optimizer', 'bsam relu-m4', (config) => (config['optimizer'] = { kind: 'rmsprop' })],
    ['two rules of descent', 'gnp tanh-0.5-l2-in-loss', (config) => (config['wsam'] = { gamma: 0.8, decouple: true })],
  ])('with %s is not built, and no failure', async (_, name, change) => {
    expect(await said(name, change)).toMatch(/^not built: /);
  });

  it.each<[string, string, Record<string, unknown>]>([
    [
      'F-SAM in several legs, in ASAM’s ball, in a window',
      'f_sam tanh-default',
      {
        ascentSteps: { n: 2, size: 0.05, normalize: true, project: true },
        geometry: { kind: 'elementwise-all', eta: 0.01 },
        window: { start: 0.5, end: 1, epochs: 4, stepsPerEpoch: 1 },
      },
    ],
    ['VaSSO, centralized, WSAM', 'vasso tanh-0.4', { ascentCentralize: true, wsam: { gamma: 0.8, decouple: true } }],
    [
      'LookSAM by tensor in a window, under BiSAM',
      'looksam_tensor tanh-k3',
      { window: { start: 0, end: 0.5, epochs: 2, stepsPerEpoch: 3 }, ascent: { kind: 'bisam-log', mu: 1 } },
    ],
    ['SSAM-D within some layers', 'ssam_d relu-weight-gradient', { only: 'not-norm' }],
    [
      'Momentum-SAM, un-normalized, averaged',
      'momentum_sam tanh-0.3',
      { ascentSteps: { n: 1, size: 0.3, normalize: false, project: false }, average: { kind: 'ema', decay: 0.9, from: 'first' } },
    ],
  ])('of %s is run: it then differs from the one it was made of, in numbers only', async (_, name, more) => {
    const text = await said(name, (config) => Object.assign(config, more));
    expect(text).toMatch(/^step \d+: .*deviates/);
  });
});

describe('a reference that is not ours', () => {
  type Step = ReturnType<typeof trajectories>['cases'][number]['steps'][number];
  const paramsOf = (step: Step | undefined): number[] => {
    if (!step?.after.params) throw new Error('this step records no parameters');
    return step.after.params;
  };
  const changed = async (
    change: (one: ReturnType<typeof trajectories>['cases'][number], file: ReturnType<typeof trajectories>) => void,
  ) => {
    const file = trajectories('sam');
    file.cases.splice(0, 3);
    change(file.cases[0] as (typeof file.cases)[number], file);
    return complaints(await replayFile(file, float64))['conv-rho0.05'] ?? '';
  };

  it('passes unchanged', async () => {
    expect(await changed(() => undefined)).toBe('');
  });

  it.each([
    'lossClean',
    'gradNorm',
    'perturbNorm',
    'lossPerturbed',
    'perturbedGradNorm',
    'updateNorm',
    'radius',
    'lr',
    'gradEvals',
    'flippedToWrong',
  ])('is reported when %s of one step differs', async (scalar) => {
    const found = await changed(({ steps }) => {
      const numbers = steps[7]?.f64 as Record<string, number>;
      numbers[scalar] = (numbers[scalar] as number) + (['gradEvals', 'flippedToWrong'].includes(scalar) ? 1 : 1e-6);
    });
    expect(found).toMatch(new RegExp(`^step 7: ${scalar} .*deviates by`));
  });

  it('is reported when one parameter of the last step differs by a millionth', async () => {
    const found = await changed(({ steps }) => {
      const params = paramsOf(steps.at(-1));
      params[17] = (params[17] as number) + 1e-6;
    });
    expect(found).toBe('step 11: params deviates by 1.0e-6');
  });

  it('is reported when a parameter is no number', async () => {
    const found = await changed(({ steps }) => {
      paramsOf(steps[0])[3] = Number.NaN;
    });
    expect(found).toContain('step 0: params deviates');
  });

  it('is reported when there are more or fewer parameters than ours', async () => {
    expect(await changed(({ steps }) => void paramsOf(steps[0]).pop())).toMatch(/step 0: params: \d+ values for \d+/);
    expect(await changed(({ steps }) => void paramsOf(steps[0]).push(0))).toMatch(/step 0: params: \d+ values for \d+/);
  });

  it('is reported when running statistics differ', async () => {
    const found = await changed(({ steps }) => {
      const running = steps[4]?.after.running as Record<string, { mean: number[]; var: number[] }>;
      const [buffers] = Object.values(running);
      if (buffers) buffers.var[1] = (buffers.var[1] as number) + 1e-6;
    });
    expect(found).toMatch(/^step 4: \S+ running variance deviates by 1.0e-6$/);
  });

  it('is reported when the norm or the head of a tensor differs', async () => {
    const found = await changed(({ steps }) => {
      const tensors = steps[3]?.after.tensors as Record<string, { norm: number; head: number[] }>;
      const [kernel] = Object.values(tensors);
      if (!kernel) return;
      kernel.norm += 1e-6;
      kernel.head[0] = (kernel.head[0] as number) + 1e-6;
    });
    expect(found).toMatch(/‖conv0\/kernel‖ deviates.*conv0\/kernel deviates by 1.0e-6/);
  });

  it('is reported from the step on whose batch differs', async () => {
    const found = await changed(({ steps }) => {
      const indices = steps[5]?.batch.indices ?? [];
      indices[0] = ((indices[0] as number) + 1) % 10;
    });
    expect(found).toMatch(/^step 5: lossClean deviates/);
  });

  it('is reported when a constant or a first weight differs', async () => {
    expect(await changed(({ config }) => void (config.rho = 0.0501))).toMatch(/^step 0: perturbNorm deviates/);
    expect(await changed(({ config }) => void (config.optimizer.momentum = 0.89))).toMatch(/^step 1: ‖w‖ deviates/);
    const moved = await changed(({ init, model }, file) => {
      const weights = Object.values(file.models[model]?.init[init] ?? {})[0] as number[];
      weights[0] = (weights[0] as number) + 1e-5;
    });
    expect(moved).toMatch(/^step 0: lossClean deviates/);
  });

  it('is reported when a loss, its gradient or a rate differs, or is no number', async () => {
    const losses = golden('losses') as { losses: { name: string; perSample: number[]; gradPerSample: number[] }[] };
    const [first, second, third] = losses.losses;
    if (!first || !second || !third) throw new Error('the file has fewer losses than this test needs');
    first.perSample[2] = (first.perSample[2] as number) + 1e-4;
    second.gradPerSample[5] = (second.gradPerSample[5] as number) + 1e-4;
    third.perSample[0] = Number.NaN;
    const found = complaints(await replayFile(losses, float64));
    expect(Object.keys(found)).toEqual([first.name, second.name, third.name]);
    expect(found[first.name]).toMatch(/^values deviate/);
    expect(found[second.name]).toMatch(/^gradients deviate/);
    const schedules = golden('schedules') as { learningRate: { name: string; values: number[] }[] };
    const rates = schedules.learningRate.find(({ name }) => name === 'cosine');
    if (rates) rates.values[3] = (rates.values[3] as number) * (1 + 1e-6);
    expect(complaints(await replayFile(schedules, float64))['cosine']).toMatch(/^rates deviate/);
  });
});

describe('a constant of any algorithm', () => {
  type Config = ReturnType<typeof trajectories>['cases'][number]['config'];
  it.each<[GoldenName, string, (config: Config) => void]>([
    ['asam', 'tanh-weights', (config) => void (config.geometry = { kind: 'elementwise-weights', eta: 0.011 })],
    ['asam', 'conv-filterwise', (config) => void (config.geometry = { kind: 'elementwise-all', eta: 0.01 })],
    ['esam', 'tanh-paper', (config) => void (config.gamma = 0.3)],
    ['esam', 'relu-code', (config) => void (config.sds = 'topk')],
    ['ae_looksam', 'tanh', (config) => void (config.delta = 0.8)],
    ['ae_looksam', 'relu', (config) => void (config.alpha = 0.61)],
    ['ssam_f', 'tanh', (config) => void (config.sparsity = 0.55)],
    ['rsam', 'tanh-smoothed', (config) => void (config.sigma = 0.051)],
    ['msam_bisam', 'tanh-log-m4', (config) => void (config.microBatches = 2)],
    ['lets_variants', 'gsam', (config) => void (config.alpha = 0.41)],
    ['lets_gated', 'ae-sam', (config) => Object.assign(config.lets ?? {}, { lr: 0.011 })],
    ['frob_sam', 'tanh-code-n2', (config) => void (config.lambda = (config.lambda as number) * 1.01)],
    ['universal', 'logdet-n3', (config) => void (config.phi = 'identity')],
  ])('in %s %s is noticed when it differs', async (name, one, change) => {
    const file = trajectories(name);
    file.cases = file.cases.filter((known) => known.name === one);
    const [only] = file.cases;
    if (!only) throw new Error(`${name} has no case ${one}`);
    expect(complaints(await replayFile(file, float64))).toEqual({});
    change(only.config);
    expect(complaints(await replayFile(file, float64))[one]).toMatch(/deviates|is missing/);
  });
});

describe('what this build does not know', () => {
  it('is named, never approximated', async () => {
    const file = trajectories('sam');
    const [first, second, third, fourth] = file.cases;
    if (!first || !second || !third || !fourth) throw new Error('the file has fewer cases than this test needs');
    first.config.algorithm = 'asam-of-tomorrow';
    Object.assign(second.config, { lookahead: 3 });
    third.config.optimizer.kind = 'lion';
    fourth.config.ascent = { kind: 'hinge' };
    expect(complaints(await replayFile(file, float64))).toEqual({
      [first.name]: 'not built: algorithm asam-of-tomorrow',
      [second.name]: 'not built: sam with lookahead',
      [third.name]: 'not built: optimizer lion',
      [fourth.name]: 'not built: ascent objective hinge',
    });
  });

  it('includes a model that this reader would build differently', async () => {
    const file = trajectories('erm');
    const tensors = file.models['conv-bn']?.tensors as { name: string }[];
    tensors.splice(
      tensors.findIndex(({ name }) => name === 'bn0/beta'),
      1,
    );
    expect(complaints(await replayFile(file, float64))['conv-cosine-smoothing']).toMatch(/^not built: model conv-bn/);
  });

  it('includes files of other formats', async () => {
    for (const file of [{ title: 'diagnostics', hessian: [] }, [], 'text', null, 3]) expect(await replayFile(file, float64)).toBeNull();
  });
});

describe('a constant that is spelled out', () => {
  it('is the same as the default it spells', async () => {
    const file = trajectories('sam');
    for (const one of file.cases) one.config.perturbEps = 1e-12;
    expect(complaints(await replayFile(file, float64))).toEqual({});
    for (const one of file.cases) one.config.perturbEps = 1e-7;
    const found = Object.values(complaints(await replayFile(file, float64)));
    expect(found).toHaveLength(file.cases.length);
    for (const complaint of found) expect(complaint).toMatch(/^step 0: perturbNorm deviates/);
  });
});

describe('a folder with other sizes', () => {
  /** A trajectory file with the given sizes, its reference numbers made by our own code. */
  async function fileOf(
    widths: readonly number[],
    inputs: number,
    classes: number,
    batch: number,
    config: TrajectoryCase['config'],
  ): Promise<TrajectoryFile> {
    const samples = 3 * batch;
    const network = createNetwork(
      mlp
        .layers({ depth: widths.length, width: widths[0], act: 'gelu', rff: 0, rffscale: 1 } as never, { inputShape: [inputs], classes })
        .map((layer, index) => ({ ...layer, ...sizesAt(index, layer.kind) })) as never,
      [inputs],
    );
    const initial = initialParams(network, 5);
    const init = Object.fromEntries(
      network.layout.tensors.map(({ name, offset, size }) => [name, [...initial.subarray(offset, offset + size)]]),
    );
    const tensors = network.layout.tensors.map(({ name, shape, kind }) => ({ name, shape, kind }));
    const y = Array.from({ length: samples }, (_, index) => index % classes);
    const steps = Array.from({ length: 5 }, (_, t) => ({
      t,
      batch: { source: 'train', indices: Array.from({ length: batch }, (__, index) => (index * 2 + t) % samples) },
      f64: {},
      after: {},
    }));
    const bare: TrajectoryCase = { name: 'other sizes', model: 'mlp-gelu', data: 'points', init: 'seed5', config, steps };
    const file: TrajectoryFile = {
      title: 'other sizes',
      models: { 'mlp-gelu': { tensors, size: network.layout.size, init: { seed5: init } } },
      data: { points: { train: { shape: [samples, inputs], x: normals('other points', samples * inputs), y } } },
      cases: [bare],
    };
    const { steps: replayed } = await replayCase(file, bare, float64);
    const recorded = steps.map((step, index) => {
      const { record, params } = replayed[index] as (typeof replayed)[number];
      return {
        ...step,
        f64: { lossClean: record.lossClean as number, updateNorm: record.updateNorm as number, gradEvals: record.gradEvals as number },
        after: { params: [...params] },
      };
    });
    return { ...file, cases: [{ ...bare, steps: recorded }] };

    /** Layers alternate dense and activation, so dense layer k is at 2k. */
    function sizesAt(index: number, kind: string) {
      if (kind !== 'dense') return {};
      const layer = index / 2;
      return { inputs: layer === 0 ? inputs : widths[layer - 1], units: layer === widths.length ? classes : widths[layer] };
    }
  }
  const config: TrajectoryCase['config'] = {
    algorithm: 'sam',
    rho: 0.3,
    optimizer: { kind: 'adam', beta1: 0.8, beta2: 0.99, eps: 1e-6, weightDecay: 0.01 },
    lrSchedule: { kind: 'cosine', lr0: 0.02, lrMin: 0.001 },
    loss: { smoothing: 0.05, offTarget: 'K' },
    ascent: { kind: 'bisam-tanh', mu: 3, alpha: 0.4 },
  };

  it.each([
    [[7], 4, 2, 3],
    [[5, 9, 6], 3, 6, 8],
    [[11, 3, 4, 8], 6, 3, 5],
  ])('is read: widths %j, %i inputs, %i classes, batches of %i', async (widths, inputs, classes, batch) => {
    const file = await fileOf(widths, inputs, classes, batch, config);
    const [result] = (await replayFile(file, float64)) ?? [];
    expect(result).toMatchObject({ failures: [], params: 0, compared: 20 });
    expect(file.cases[0]?.steps[0]?.after.params).toHaveLength(file.models['mlp-gelu']?.size as number);
    // And the constants are the file's: another one gives other numbers.
    const [one] = file.cases;
    for (const other of [
      { rho: 0.31 },
      { lrSchedule: { ...config.lrSchedule, lrMin: 0.002 } },
      { loss: { smoothing: 0.06, offTarget: 'K' as const } },
      { ascent: { kind: 'bisam-tanh', mu: 3.1, alpha: 0.4 } },
    ]) {
      const changed = { ...file, cases: [{ ...(one as TrajectoryCase), config: { ...config, ...other } }] };
      expect(complaints(await replayFile(changed, float64))['other sizes']).toMatch(/deviates/);
    }
  });
});
