import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../src/core/models/layers';
import { backward, createNetwork, forward, initialStatistics, type NetworkState } from '../../../src/core/models/network';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { anatomyOf, batchOf, walk } from '../sam/smallProblem';
import { vectorOf } from './gradients';

const one = createNetwork([{ kind: 'batchNorm', name: 'bn', channels: 2 }], [2]);
const fresh = () => initialStatistics(one, float64);
/** Channels (1, 3, 5, 7) and (0, 0, 2, 2): means 4 and 1, biased variances 5 and 1, unbiased 20/3 and 4/3. */
const samples = float64.tensor([1, 0, 3, 0, 5, 2, 7, 2], [4, 2]);
const buffers = (state: NetworkState) => buffersAt(state['0'] as NetworkState);
const buffersAt = async (state: NetworkState) => {
  const { mean, variance } = state as unknown as { mean: Tensor; variance: Tensor };
  return { mean: [...(await float64.read(mean))], variance: [...(await float64.read(variance))] };
};

describe('batch norm in training', () => {
  it('normalizes with the biased variance of the batch, then scales and shifts', async () => {
    const { logits } = forward(one, vectorOf([2, 3, 0.5, -1]), samples, { mode: 'train', state: fresh() });
    const expected = [1, 3, 5, 7].flatMap((x, row) => [
      (2 * (x - 4)) / Math.sqrt(5 + 1e-5) + 0.5,
      (3 * ((row < 2 ? 0 : 2) - 1)) / Math.sqrt(1 + 1e-5) - 1,
    ]);
    (await float64.read(logits)).forEach((value, index) => expect(value).toBeCloseTo(expected[index] as number, 13));
  });

  it('moves the running statistics by a tenth, with the unbiased variance', async () => {
    const { state } = forward(one, vectorOf([1, 1, 0, 0]), samples, { mode: 'train', state: fresh() });
    const { mean, variance } = await buffers(state);
    [0.4, 0.1].forEach((value, index) => expect(mean[index]).toBeCloseTo(value, 14));
    [0.9 + 0.1 * (20 / 3), 0.9 + 0.1 * (4 / 3)].forEach((value, index) => expect(variance[index]).toBeCloseTo(value, 14));
  });

  it('counts every pixel of every image as one value', async () => {
    const images = createNetwork([{ kind: 'batchNorm', name: 'bn', channels: 1 }], [2, 2, 1]);
    const { state } = forward(images, vectorOf([1, 0]), float64.tensor([1, 3, 5, 7, 1, 3, 5, 7], [2, 2, 2, 1]), {
      mode: 'train',
      state: initialStatistics(images, float64),
    });
    // Eight values: mean 4, unbiased variance 5·8/7.
    expect((await buffers(state)).variance[0]).toBeCloseTo(0.9 + (0.1 * 40) / 7, 14);
  });
});

describe('batch norm of a single value per channel', () => {
  it('is defined, though refused before training: it answers β, has no gradient to its input, and forgets its variance', async () => {
    const single = float64.tensor([5, -7], [1, 2]);
    const run = forward(one, vectorOf([2, 3, 0.5, -1]), single, { mode: 'train', state: fresh() });
    expect([...(await float64.read(run.logits))]).toEqual([0.5, -1]);
    const { mean, variance } = await buffers(run.state);
    [0.5, -0.7].forEach((value, index) => expect(mean[index]).toBeCloseTo(value, 14));
    expect(variance).toEqual([0.9, 0.9]);
    const gradient = await float64.read(backward(one, run, float64.tensor([1, 1], [1, 2]), float64));
    expect([...gradient]).toEqual([0, 0, 1, 1]);
  });
});

describe('batch norm in evaluation', () => {
  it('uses the running statistics and leaves them alone', async () => {
    const state = { '0': { mean: vectorOf([1, 2]), variance: vectorOf([4, 9]) } };
    const run = forward(one, vectorOf([1, 1, 0, 0]), samples, { mode: 'evaluate', state });
    const [first, second] = await float64.read(run.logits);
    expect(first).toBeCloseTo(0, 14);
    expect(second).toBeCloseTo(-2 / Math.sqrt(9 + 1e-5), 14);
    expect(run.state).toEqual(state);
  });

  it('gives a sample the same logits whatever it is evaluated with', async () => {
    const state = { '0': { mean: vectorOf([1, 2]), variance: vectorOf([4, 9]) } };
    const look = async (rows: Tensor) =>
      [...(await float64.read(forward(one, vectorOf([1, 1, 0, 0]), rows, { mode: 'evaluate', state }).logits))].slice(0, 2);
    expect(await look(samples)).toEqual(await look(samples.slice([0, 0], [1, 2])));
  });
});

const normalized: readonly Layer[] = [
  { kind: 'dense', name: 'hidden', inputs: 4, units: 4 },
  { kind: 'batchNorm', name: 'bn', channels: 4 },
  { kind: 'activation', function: 'tanh' },
];
/** The same layers in a row and as a residual branch, and where their statistics are. */
const places: Readonly<Record<string, { readonly layers: readonly Layer[]; readonly at: (state: NetworkState) => NetworkState }>> = {
  'in a row': { layers: normalized, at: (state) => state['2'] as NetworkState },
  'in a residual block': {
    layers: [{ kind: 'parallel', join: 'sum', branches: [[], normalized] }],
    at: (state) => ((state['1'] as NetworkState)['1'] as NetworkState)['1'] as NetworkState,
  },
};

describe.each(Object.entries(places))('running statistics %s', (_, { layers, at }) => {
  const network = createNetwork(
    [{ kind: 'dense', name: 'first', inputs: 3, units: 4 }, ...layers, { kind: 'dense', name: 'last', inputs: 4, units: 3 }],
    [3],
  );
  const batch = (step: number) => batchOf(12, `batch ${step}`);
  const after = async (algorithm: string, steps: number, rho = 0.5) =>
    buffersAt(at((await walk(anatomyOf(algorithm, { rho }), steps, { network, batch })).statistics));

  it('move on the clean pass only: after one step SAM, BiSAM and SGD agree exactly', async () => {
    const plain = await after('sgd', 1);
    expect(plain).not.toEqual(await buffersAt(at(initialStatistics(network, float64))));
    for (const algorithm of ['sam', 'bisam-log', 'bisam-tanh']) expect(await after(algorithm, 1)).toEqual(plain);
    // Later they follow w, which the climb has led elsewhere.
    expect(await after('sam', 2)).not.toEqual(await after('sgd', 2));
  });

  it('move once per step: a batch that never changes is approached by nine tenths each time', async () => {
    // η = 0 keeps w, so each step sees the same mean μ: after n steps it has moved by (1 − 0.9ⁿ)·μ.
    const mean = async (algorithm: string, steps: number) =>
      (await buffersAt(at((await walk(anatomyOf(algorithm, { rho: 0.5 }), steps, { network, learningRate: 0 })).statistics))).mean;
    for (const algorithm of ['sgd', 'sam', 'bisam-log']) {
      const [one, three] = await Promise.all([mean(algorithm, 1), mean(algorithm, 3)]);
      one.forEach((value, index) => expect((three[index] as number) / value).toBeCloseTo((1 - 0.9 ** 3) / 0.1, 10));
    }
  });
});
