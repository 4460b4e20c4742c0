import { describe, expect, it } from 'vitest';
import '../../../src/core/pretrained/layerKinds';
import type { Layer } from '../../../src/core/models/layers';
import { models } from '../../../src/core/models/models';
import { createNetwork, forward, type Network } from '../../../src/core/models/network';
import { choose, entryOf } from '../../../src/core/settings/entry';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import { around, gradientError, vectorOf } from './gradients';
import { expectGradients } from './modelGradients';
import { tinyModels } from './tinyModels';

const dense = (inputs: number, units: number): Layer => ({ kind: 'dense', name: 'first', inputs, units });
const conv = (channels: number, filters: number): Layer => ({
  kind: 'conv2d',
  name: 'first',
  channels,
  filters,
  size: 3,
  stride: 1,
  padding: 1,
});
const second = (inputs: number, units: number): Layer => ({ kind: 'dense', name: 'second', inputs, units });
const batchNorm = (channels: number): Layer => ({ kind: 'batchNorm', name: 'bn', channels });
const image = [6, 5, 2];

const first = { kind: 'tokenEmbedding', name: 'first', vocabulary: 5, features: 4, positions: 6, segments: 2, deviation: 0.02 } as const;
const disentangled = (name: string, reach: number): readonly Layer[] => [
  { kind: 'disentangledAttention', name, features: 4, heads: 2, reach, table: 'distances', deviation: 0.02, dropout: 0.2 },
];

/** One network around every kind of layer. A new kind is named here, or the test below says so. */
const networksAround: Readonly<Record<Layer['kind'], readonly Network[]>> = {
  dense: [around(dense(3, 4), [3]), around(second(4, 3), [3], [dense(3, 4)]), around(second(4, 3), [2, 3], [dense(3, 4)])],
  activation: (['relu', 'tanh', 'gelu'] as const).map((name) => around({ kind: 'activation', function: name }, [3], [dense(3, 5)])),
  batchNorm: [around(batchNorm(4), [3], [dense(3, 4)]), around(batchNorm(2), image, [conv(2, 2)])],
  conv2d: [1, 2].flatMap((stride) =>
    [0, 1].map((padding) =>
      around({ kind: 'conv2d', name: 'second', channels: 3, filters: 2, size: 3, stride, padding, bias: padding > 0 }, image, [conv(2, 3)]),
    ),
  ),
  attention: [1, 2].map((heads) => around({ kind: 'attention', name: 'heads', features: 4, heads }, [3, 2], [dense(2, 4)])),
  blankPadding: [around({ kind: 'masked', layers: [first, { kind: 'blankPadding' }] }, [3, 3])],
  disentangledAttention: [1, 5].map((reach) => around({ kind: 'masked', layers: [first, ...disentangled('a', reach)] }, [4, 3])),
  masked: [around({ kind: 'masked', layers: [first, { kind: 'attention', name: 'heads', features: 4, heads: 2, dropout: 0.3 }] }, [4, 3])],
  tied: [
    around({ kind: 'tied', layers: [dense(3, 3), { kind: 'activation', function: 'tanh' }, dense(3, 3)] }, [3]),
    around({ kind: 'masked', layers: [first, { kind: 'tied', layers: [...disentangled('a', 2), ...disentangled('b', 2)] }] }, [3, 3]),
  ],
  tokenEmbedding: [around(first, [4, 3]), around({ ...first, positions: 0, segments: 0 }, [4, 3])],
  averagePool: [2, 3].map((size) => around({ kind: 'averagePool', size }, image, [conv(2, 3)])),
  classToken: [around({ kind: 'classToken', name: 'class', features: 3, deviation: 0.02 }, [2, 2], [dense(2, 3)])],
  dropout: [
    around({ kind: 'dropout', name: 'drop', rate: 0.4 }, [3], [dense(3, 5)]),
    around({ kind: 'dropout', name: 'drop', rate: 0.4 }, image, [conv(2, 2)]),
  ],
  flatten: [around({ kind: 'flatten' }, image, [conv(2, 2)]), around({ kind: 'flatten', keep: 1 }, image, [conv(2, 2)])],
  layerNorm: [
    around({ kind: 'layerNorm', name: 'norm', features: 4 }, [3], [dense(3, 4)]),
    around({ kind: 'layerNorm', name: 'norm', features: 4 }, [3, 2], [dense(2, 4)]),
  ],
  patches: [around({ kind: 'patches', size: 2 }, [4, 6, 2], [conv(2, 2)])],
  positionEmbedding: [
    around({ kind: 'positionEmbedding', name: 'position', tokens: 3, features: 4, deviation: 0.02 }, [3, 2], [dense(2, 4)]),
  ],
  tokenPool: (['first', 'mean'] as const).map((of) => around({ kind: 'tokenPool', of }, [3, 2], [dense(2, 4)])),
  globalAveragePool: [around({ kind: 'globalAveragePool' }, image, [conv(2, 3)])],
  maxPool: [0, 1]
    .flatMap((padding) => around({ kind: 'maxPool', size: 3, stride: 2, padding }, image, [conv(2, 3)]))
    .concat([1, 2].flatMap((stride) => [1, 2].map((size) => around({ kind: 'maxPool', size, stride }, image, [conv(2, 3)])))),
  padChannels: [around({ kind: 'padChannels', from: 2, to: 5 }, image, [conv(2, 2)])],
  parallel: [
    around({ kind: 'parallel', join: 'sum', branches: [[dense(3, 3), batchNorm(3)], []] }, [3], [second(3, 3)]),
    around({ kind: 'parallel', join: 'sum', branches: [[], [dense(3, 3)], [second(3, 3)]] }, [3]),
    around(
      { kind: 'parallel', join: 'concatenate', branches: [[], [batchNorm(2), conv(2, 3)], [{ kind: 'activation', function: 'tanh' }]] },
      image,
      [{ ...conv(2, 2), name: 'below' } as Layer],
    ),
    // A block within a block.
    around(
      { kind: 'parallel', join: 'sum', branches: [[{ kind: 'parallel', join: 'sum', branches: [[dense(3, 3)], []] }], [second(3, 3)]] },
      [3],
    ),
  ],
};

describe.each(Object.entries(networksAround))('layer %s', (_, networks) => {
  it('has the gradient of central differences in every parameter, its own and those below', async () => {
    for (const network of networks) {
      const { error, largest } = await gradientError(network, 4);
      expect(largest).toBeGreaterThan(0.1);
      expect(error).toBeLessThan(2e-8 * Math.max(1, largest));
    }
  });
});

describe.each(Object.entries(models))('model %s', (kind, model) => {
  // Every parameter of networks up to 600 of them: layers.slow.test.ts.
  it('has the gradient of central differences in two parameters of every tensor', () => expectGradients(kind, 30));

  it('ends in one logit per class', () => {
    for (const { values, inputShape } of tinyModels[kind] ?? []) {
      const network = createNetwork(model.layers(choose(models, kind, values).values as never, { inputShape, classes: 7 }), inputShape);
      expect(network.layout.tensors.at(-1)).toMatchObject({ kind: 'bias', shape: [7] });
    }
  });
});

describe('activations', () => {
  it('are what their names say', async () => {
    const x = [-2, -0.5, 0, 1, 3];
    const values = async (name: 'relu' | 'tanh' | 'gelu') => {
      const network = createNetwork([{ kind: 'activation', function: name }], [5]);
      return float64.read(forward(network, vectorOf([]), float64.tensor(x, [1, 5]), { mode: 'train', state: {} }).logits);
    };
    expect([...(await values('relu'))]).toEqual([0, 0, 0, 1, 3]);
    expect([...(await values('tanh'))]).toEqual(x.map(Math.tanh));
    // xΦ(x), Φ from tables: Φ(−2) = 0.0227501319, Φ(−0.5) = 0.3085375387, Φ(1) = 0.8413447461, Φ(3) = 0.9986501020.
    const gelu = [-2 * 0.0227501319, -0.5 * 0.3085375387, 0, 0.8413447461, 3 * 0.998650102];
    (await values('gelu')).forEach((value, index) => expect(value).toBeCloseTo(gelu[index] as number, 9));
  });
});

describe('a network that does not fit', () => {
  const first = dense(3, 4);
  it.each<[string, readonly Layer[], readonly number[]]>([
    ['first expects 3 features, got [2]', [first], [2]],
    ['first expects 3 features, got [6, 5, 2]', [first], image],
    ['second expects 5 features, got [4]', [first, { kind: 'dense', name: 'second', inputs: 5, units: 2 }], [3]],
    ['first expects images with 3 channels, got [6, 5, 2]', [conv(3, 2)], image],
    ['first expects images with 2 channels, got [2]', [conv(2, 2)], [2]],
    [
      'first: a 9×9 kernel does not fit [6, 5, 2]',
      [{ kind: 'conv2d', name: 'first', channels: 2, filters: 1, size: 9, stride: 1, padding: 0 }],
      image,
    ],
    ['pooling over 6×6 does not fit [6, 5, 2]', [{ kind: 'maxPool', size: 6, stride: 6 }], image],
    ['global average pooling expects images, got [3]', [{ kind: 'globalAveragePool' }], [3]],
    ['padding 3 channels to 4 does not fit [6, 5, 2]', [{ kind: 'padChannels', from: 3, to: 4 }], image],
    [
      'branches of shapes [6, 5, 4] and [6, 5, 2] cannot be joined by sum',
      [{ kind: 'parallel', join: 'sum', branches: [[conv(2, 4)], []] }],
      image,
    ],
    [
      'first expects images with 3 channels, got [6, 5, 2]',
      [{ kind: 'parallel', join: 'concatenate', branches: [[], [conv(3, 2)]] }],
      image,
    ],
  ])('is refused with a sentence: %s', (sentence, layers, inputShape) => {
    expect(() => createNetwork(layers, inputShape)).toThrow(sentence);
  });

  it('says what a model needs of its data', () => {
    const { layers } = entryOf(models, 'cnn');
    expect(() => layers({ channels: 4 } as never, { inputShape: [2], classes: 3 })).toThrow(/^The CNN needs images.*\.$/);
  });
});
