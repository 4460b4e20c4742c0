import { describe, expect, it } from 'vitest';
import { firstWeightsOf, misfit, type NamedTensor, namedTensors, runningPlaces } from '../../../src/core/checkpoints/checkpoint';
import { inexpressible } from '../../../src/core/checkpoints/expressible';
import { isModelJson, readLayersModelFile } from '../../../src/core/checkpoints/layersModelFile';
import { readSafetensors, writeSafetensors } from '../../../src/core/checkpoints/safetensors';
import { models } from '../../../src/core/models/models';
import { sizeOf } from '../../../src/core/tensor/shape';
import { createNetwork, initialParams } from '../../../src/core/models/network';
import { choose, entryOf } from '../../../src/core/settings/entry';
import type { FieldValue } from '../../../src/core/settings/field';
import { tiniest, tinyModels } from '../models/tinyModels';

function holderOf(kind: string, values: Readonly<Record<string, FieldValue>>, inputShape: readonly number[], seed = 1) {
  const entry = entryOf(models, kind);
  const chosen = choose(models, kind, values).values as never;
  const features = entry.features?.(chosen, { inputShape, classes: 3 }, seed) ?? null;
  const seen = features ? [features.outputs] : inputShape;
  return { network: createNetwork(entry.layers(chosen, { inputShape: seen, classes: 3 }), seen), features };
}

function tensorsOf(holder: ReturnType<typeof holderOf>): readonly NamedTensor[] {
  const running = runningPlaces(holder.network).map(({ shape }, index) => new Float32Array(sizeOf(shape)).fill(index + 0.5));
  return namedTensors(holder, Float32Array.from(initialParams(holder.network, 1)), running);
}

const every = Object.entries(tinyModels).flatMap(([kind, list]) => list.map((tiny, index) => ({ kind, index, ...tiny })));

describe('the numbers of a network by name', () => {
  it.each(every)('are all of it, each name once, and come back from a file bit for bit: $kind, $index', ({ kind, values, inputShape }) => {
    const holder = holderOf(kind, values, inputShape);
    const tensors = tensorsOf(holder);
    expect(new Set(tensors.map(({ name }) => name)).size).toBe(tensors.length);
    const read = readSafetensors(writeSafetensors({ tensors, origin: {} }), 'net.safetensors');
    const first = firstWeightsOf(holder, { source: 'net.safetensors', ...read });
    expect(first.params).toEqual(Float64Array.from(Float32Array.from(initialParams(holder.network, 1))));
    expect(first.running.map(([value]) => value)).toEqual(first.running.map((_, index) => index + 0.5));
  });

  it('are those of one network: another shape, a tensor too few, one too many are each named', () => {
    const small = holderOf('cnn', { channels: 2 }, [8, 8, 1]);
    const large = holderOf('cnn', { channels: 3 }, [8, 8, 1]);
    const tensors = tensorsOf(small);
    const given = (list: readonly NamedTensor[]) => ({ source: 'net.safetensors', origin: {}, tensors: list });
    expect(misfit(small, given(tensors))).toBeNull();
    expect(misfit(large, given(tensors))).toBe(
      '“net.safetensors” is of another network: “conv0/kernel” is expected to be [3, 3, 1, 3], and [3, 3, 1, 2] was found.',
    );
    expect(misfit(small, given(tensors.filter(({ name }) => name !== 'bn1/variance')))).toBe(
      `“net.safetensors” is of another network: “bn1/variance” [4] is expected, and was not found among its ${tensors.length - 1} tensors.`,
    );
    expect(misfit(small, given([...tensors, { name: 'more', shape: [1], values: Float32Array.of(0) }]))).toBe(
      '“net.safetensors” is of another network: “more” [1] was found, and this network has no tensor of that name.',
    );
    expect(() => firstWeightsOf(large, given(tensors))).toThrow(expect.objectContaining({ code: 'weights-differ' }));
  });

  it('with Fourier features fit the seed that drew them alone', () => {
    const values = { width: 3, depth: 1, rff: 8 };
    const [one, two] = [holderOf('mlp', values, [2], 1), holderOf('mlp', values, [2], 2)];
    const given = { source: 'net.safetensors', origin: {}, tensors: tensorsOf(one) };
    expect(misfit(one, given)).toBeNull();
    expect(misfit(two, given)).toBe('“net.safetensors” stands on Fourier features of another seed or scale.');
  });
});

describe('a LayersModel', () => {
  it('has a layer for all that networks are made of but attention and what comes with it', () => {
    const words = (kind: string) => {
      const { values, inputShape } = tiniest(kind);
      return inexpressible(holderOf(kind, values, inputShape).network.layers);
    };
    const missing = Object.keys(models).flatMap((kind) => (words(kind).length > 0 ? [[kind, words(kind)]] : []));
    expect(missing).toEqual([
      ['vit', ['class tokens', 'position embeddings', 'attention']],
      ['transformer', ['position embeddings', 'attention']],
    ]);
  });

  const weight = { name: 'bn0/moving_mean', shape: [4], dtype: 'float32' };
  const model = (weights: readonly unknown[], more = {}) =>
    JSON.stringify({ weightsManifest: [{ paths: ['weights.bin'], weights }], ...more });

  it('lists its weights by the names that this page has for them, with the bytes they take', () => {
    const file = readLayersModelFile(
      model([weight, { name: 'dense/kernel', shape: [2, 3], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: -1 } }], {
        userDefinedMetadata: { run: 'SAM', step: 3 },
      }),
      'model.json',
    );
    expect(file.weights.map(({ name }) => name)).toEqual(['bn0/mean', 'dense/kernel']);
    expect(file).toMatchObject({ paths: ['weights.bin'], bytes: 4 * 4 + 6, origin: { run: 'SAM' } });
  });

  it.each([
    ['is cut off', '{"weightsManifest": [', 'expected to be a JSON object'],
    ['is of another kind', model([], { format: 'graph-model' }), 'expected to be layers-model, and "graph-model" was found'],
    ['has no list of weights', '{"modelTopology": {}}', 'a weightsManifest is expected'],
    ['has a list of something else', '{"weightsManifest": [{"paths": 3}]}', 'expected to list paths and weights'],
    ['has a weight without a name', model([{ shape: [1], dtype: 'float32' }]), 'expected to have a name'],
    ['has a shape below zero', model([{ ...weight, shape: [-1] }]), '“bn0/moving_mean” is expected to have a shape'],
    ['has another type of number', model([{ ...weight, dtype: 'int32' }]), 'expected as float32, and int32 was found'],
    [
      'is packed in a way nobody knows',
      model([{ ...weight, quantization: { dtype: 'int4' } }]),
      'expected to be packed as uint8, uint16 or float16, and int4 was found',
    ],
  ])('is refused in one sentence where it %s', (_what, text, sentence) => {
    expect(() => readLayersModelFile(text, 'model.json')).toThrow(
      expect.objectContaining({ code: 'weights-damaged', detail: expect.stringContaining(sentence) }),
    );
  });

  it('is told from results of this page by what is in it', () => {
    expect(isModelJson(model([]))).toBe(true);
    expect(isModelJson('{"format":"basin-training","version":1}')).toBe(false);
  });
});
