/** A LayersModel that this page saves, loaded by TensorFlow.js itself: its predictions are those of the network it was made of. */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { firstWeightsOf, type Holder, namedTensors, runningPlaces } from '../../../src/core/checkpoints/checkpoint';
import { readLayersModelFile } from '../../../src/core/checkpoints/layersModelFile';
import type { Mode } from '../../../src/core/models/layers/layerKind';
import { models } from '../../../src/core/models/models';
import { createNetwork, forward, initialParams } from '../../../src/core/models/network';
import { sizeOf } from '../../../src/core/tensor/shape';
import { randomStream } from '../../../src/core/random';
import { choose, entryOf } from '../../../src/core/settings/entry';
import type { FieldValue } from '../../../src/core/settings/field';
import { float64Backend } from '../../../src/core/tensor/float64';
import { readWeights, statisticsFrom } from '../../../src/engine/group/weights';
import { saveLayersModel, type SavedLayersModel, unpackWeights, WEIGHTS_FILE } from '../../../src/engine/tfjs/layersModel';
import { tinyModels } from '../../core/models/tinyModels';

// Its banner, which is no news to who runs tests.
tf.env().set('IS_TEST', true);

const CLASSES = 4;
const SAMPLES = 6;
const EXPRESSIBLE = Object.keys(models).filter((name) => name !== 'vit' && name !== 'transformer');

interface Made extends Holder {
  readonly inputShape: readonly number[];
  readonly params: Float32Array;
  readonly running: readonly Float32Array[];
}

/** A network whose biases, γ, β and running statistics are anything but their neutral values; the statistics about those of `samples`. */
async function networkOf(
  kind: string,
  values: Readonly<Record<string, FieldValue>>,
  inputShape: readonly number[],
  samples: Float32Array,
): Promise<Made> {
  const entry = entryOf(models, kind);
  const chosen = choose(models, kind, values).values as never;
  const features = entry.features?.(chosen, { inputShape, classes: CLASSES }, 1) ?? null;
  const seen = features ? [features.outputs] : inputShape;
  const network = createNetwork(entry.layers(chosen, { inputShape: seen, classes: CLASSES }), seen);
  const stream = randomStream(1, 'perturbed');
  const params = Float32Array.from(initialParams(network, 1), (value) => value + 0.2 * stream.normal());
  const made = { network, features, inputShape, params, running: [] };
  const zeros = runningPlaces(network).map(({ shape }) => new Float32Array(sizeOf(shape)));
  // What a pass adds to statistics of zero is a tenth of its own.
  const { weights, state } = pass(made, samples, 'train', zeros);
  const moved = await readWeights(float64Backend, network, weights, state);
  const running = runningPlaces(network).map(({ name }, index) =>
    Float32Array.from(
      moved.running[index] as Float64Array,
      (tenth) => 10 * tenth + 0.1 * (name.endsWith('/variance') ? 1 + stream.uniform() : stream.normal()),
    ),
  );
  return { ...made, running };
}

function pass(
  { network, features, inputShape, params }: Omit<Made, 'running'>,
  samples: Float32Array,
  mode: Mode,
  running: readonly Float32Array[],
) {
  const seen = features ? features.apply(samples) : samples;
  const inputs = float64Backend.tensor(seen, [SAMPLES, ...(features ? [features.outputs] : inputShape)]);
  const weights = float64Backend.tensor(params, [network.layout.size]);
  return { ...forward(network, weights, inputs, { mode, state: statisticsFrom(network, running, float64Backend) }), weights };
}

/** Probabilities of the classes, in float64. */
async function ours(made: Made, samples: Float32Array): Promise<Float64Array> {
  const { logits } = pass(made, samples, 'evaluate', made.running);
  const powers = logits.sub(logits.maxOver([1], true)).exp();
  return float64Backend.read(powers.div(powers.sum([1], true)));
}

async function theirs(saved: SavedLayersModel, inputShape: readonly number[], samples: Float32Array): Promise<Float32Array> {
  const model = await tf.loadLayersModel(tf.io.fromMemory(await artifactsOf(saved)));
  const predicted = tf.tidy(() => model.predict(tf.tensor(samples, [SAMPLES, ...inputShape])) as tf.Tensor);
  const values = (await predicted.data()) as Float32Array;
  predicted.dispose();
  model.dispose();
  return values;
}

/** As `tf.loadLayersModel` has them from an address: the JSON as it is, the bytes by the paths in it. */
async function artifactsOf({ json, weights }: SavedLayersModel): Promise<tf.io.ModelArtifacts> {
  return tf.io.getModelArtifactsForJSON(JSON.parse(json) as tf.io.ModelJSON, async (manifest) => {
    expect(manifest.flatMap(({ paths }) => paths)).toEqual([WEIGHTS_FILE]);
    return [manifest.flatMap((group) => group.weights), weights.slice().buffer];
  });
}

const samplesOf = (inputShape: readonly number[]) => {
  const stream = randomStream(3, 'samples');
  return Float32Array.from({ length: SAMPLES * sizeOf(inputShape) }, () => stream.normal());
};

const cases = EXPRESSIBLE.flatMap((kind) => (tinyModels[kind] ?? []).map((tiny, index) => ({ kind, index, ...tiny })));

describe('a network saved as a LayersModel', () => {
  it.each(cases)('predicts the same when TensorFlow.js loads it: $kind, $index', async ({ kind, values, inputShape }) => {
    const samples = samplesOf(inputShape);
    const made = await networkOf(kind, values, inputShape, samples);
    const saved = await saveLayersModel(made, inputShape, { tensors: namedTensors(made, made.params, made.running), origin: {} });
    const [expected, found] = [await ours(made, samples), await theirs(saved, inputShape, samples)];
    expect(new Set(Array.from(expected, (value) => value.toFixed(3))).size, 'predictions that say nothing').toBeGreaterThan(CLASSES);
    expect(largestDifference(expected, found)).toBeLessThan(1e-5);
  });

  it.each([
    { rffscale: 0.5, reach: 1 },
    { rffscale: 7, reach: 1 },
    { rffscale: 7, reach: 3 },
  ])('computes Fourier features without a layer of its own: scale $rffscale, points up to $reach', async ({ rffscale, reach }) => {
    const samples = samplesOf([2]).map((value) => reach * value);
    const made = await networkOf('mlp', { width: 8, depth: 2, rff: 64, rffscale }, [2], samples);
    const saved = await saveLayersModel(made, [2], { tensors: namedTensors(made, made.params, made.running), origin: {} });
    expect(largestDifference(await ours(made, samples), await theirs(saved, [2], samples))).toBeLessThan(1e-5);
  });

  it('comes back exactly: every trained number, running statistic and feature', async () => {
    for (const [kind, values, inputShape] of [
      ['cnn', { channels: 2 }, [8, 8, 1]],
      ['mlp', { width: 3, depth: 1, rff: 8 }, [2]],
    ] as const) {
      const made = await networkOf(kind, values, inputShape, samplesOf(inputShape));
      const tensors = namedTensors(made, made.params, made.running);
      const { json, weights } = await saveLayersModel(made, inputShape, { tensors, origin: { run: 'SAM', step: '12' } });
      const file = readLayersModelFile(json, 'model.json');
      expect(file).toMatchObject({ bytes: weights.length, paths: [WEIGHTS_FILE], origin: { run: 'SAM', step: '12' } });
      const unpacked = await unpackWeights(file.weights, weights);
      const first = firstWeightsOf(made, { source: 'model.json', origin: {}, tensors: unpacked });
      expect(first).toEqual({ params: Float64Array.from(made.params), running: made.running });
    }
  });

  it('leaves nothing behind on the backend', async () => {
    const made = await networkOf('cnn', { channels: 2 }, [8, 8, 1], samplesOf([8, 8, 1]));
    const before = tf.memory().numTensors;
    const saved = await saveLayersModel(made, [8, 8, 1], { tensors: namedTensors(made, made.params, made.running), origin: {} });
    await unpackWeights(readLayersModelFile(saved.json, 'model.json').weights, saved.weights);
    expect(tf.memory().numTensors).toBe(before);
  });
});

function largestDifference(expected: ArrayLike<number>, found: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...Array.from(expected, (value, index) => Math.abs(value - (found[index] as number))));
}
