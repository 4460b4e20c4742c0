/**
 * A network as a TensorFlow.js LayersModel, made of TensorFlow.js's own layers and saved by it, so that `tf.loadLayersModel` needs
 * nothing else; and the weights of such a model back. Heavy: whoever saves or loads one imports this file then.
 */
import * as tf from '@tensorflow/tfjs';
import type { Checkpoint, Holder, NamedTensor } from '../../core/checkpoints/checkpoint';
import type { ListedWeight } from '../../core/checkpoints/layersModelFile';
import type { FeatureMap } from '../../core/models/featureMap';
import type { Layer } from '../../core/models/layers';
import { NORM_FLOOR } from '../../core/models/layers/batchNorm';

type Symbolic = tf.SymbolicTensor;

/** The file beside `model.json`. */
export const WEIGHTS_FILE = 'weights.bin';

export interface SavedLayersModel {
  /** The text of `model.json`. */
  readonly json: string;
  /** The bytes of `WEIGHTS_FILE`. */
  readonly weights: Uint8Array;
}

/**
 * @param inputShape  of one sample as it comes, in front of the fixed map where there is one.
 * @returns probabilities of the classes for samples [n, …inputShape]. Throws on a layer that `inexpressible` names.
 */
export async function saveLayersModel(
  { network, features }: Holder,
  inputShape: readonly number[],
  { tensors, origin }: Checkpoint,
): Promise<SavedLayersModel> {
  await anyBackend();
  const input = tf.input({ shape: [...inputShape], name: 'samples' });
  const writer = createWriter();
  const seen = features ? writer.fourier(input, features) : input;
  const logits = writer.through(network.layers, seen);
  const outputs = tf.layers.softmax({ name: 'probabilities' }).apply(logits) as Symbolic;
  const model = tf.model({ inputs: input, outputs, name: 'basin' });
  try {
    fill(model, tensors);
    model.setUserDefinedMetadata({ ...origin });
    return await artifactsOf(model);
  } finally {
    model.dispose();
  }
}

/** The weights that the bytes beside a `model.json` hold, unpacked where they were quantized. `bytes` must be as long as the list says. */
export async function unpackWeights(listed: readonly ListedWeight[], bytes: Uint8Array): Promise<readonly NamedTensor[]> {
  await anyBackend();
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const specs = listed.map((weight) => ({ ...weight, shape: [...weight.shape] })) as tf.io.WeightsManifestEntry[];
  const unpacked = tf.io.decodeWeights(data, specs);
  return listed.map(({ name, shape }) => {
    const held = unpacked[name] as tf.Tensor;
    const values = Float32Array.from(held.dataSync());
    held.dispose();
    return { name, shape, values };
  });
}

/** Nothing is computed, but numbers are held somewhere: where they are held already, else on the plainest backend. */
async function anyBackend(): Promise<void> {
  if (!tf.engine().backendName) await tf.setBackend('cpu');
}

/** Puts tensors where layers of their names have them. */
function fill(model: tf.LayersModel, tensors: readonly NamedTensor[]): void {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const layer of model.layers) {
    if (layer.weights.length === 0) continue;
    const own = layer.weights.map(({ originalName }) => {
      const name = originalName.replace(/\/moving_(?=mean$|variance$)/, '/');
      const { values, shape } = byName.get(name) as NamedTensor;
      return tf.tensor(values, [...shape]);
    });
    layer.setWeights(own);
    for (const tensor of own) tensor.dispose();
  }
}

async function artifactsOf(model: tf.LayersModel): Promise<SavedLayersModel> {
  let saved: SavedLayersModel | undefined;
  await model.save(
    tf.io.withSaveHandler(async ({ weightData, weightSpecs, ...rest }) => {
      const weightsManifest = [{ paths: [WEIGHTS_FILE], weights: weightSpecs }];
      saved = {
        json: `${JSON.stringify({ ...rest, weightsManifest })}\n`,
        weights: new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
      };
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  return saved as SavedLayersModel;
}

/** Turns a fold of what is periodic may reach: beyond 2¹⁰ of them float32 knows no angle any more. */
const FOLDS = 10;
/** Terms of the sine's series: at a quarter turn the next one is 7e-10. */
const TERMS = 7;

function createWriter() {
  let unnamed = 0;
  const nameFor = (kind: string) => `${kind}_${unnamed++}`;
  const apply = (layer: tf.layers.Layer, input: Symbolic | Symbolic[]) => layer.apply(input) as Symbolic;
  const scaled = (input: Symbolic, scale: number, offset = 0) =>
    apply(tf.layers.rescaling({ scale, offset, name: nameFor('rescaling') }), input);
  const product = (one: Symbolic, other: Symbolic) => apply(tf.layers.multiply({ name: nameFor('multiply') }), [one, other]);

  const through = (layers: readonly Layer[], input: Symbolic): Symbolic =>
    layers.reduce((x, layer, index) => one(layer, x, layers[index - 1]), input);

  /** @param before  the layer in front, undefined for the first. */
  function one(layer: Layer, x: Symbolic, before: Layer | undefined): Symbolic {
    switch (layer.kind) {
      case 'activation':
        return apply(tf.layers.activation({ activation: layer.function, name: nameFor(layer.function) }), x);
      case 'averagePool':
        return apply(tf.layers.averagePooling2d({ poolSize: layer.size, strides: layer.size, name: nameFor('averagePool') }), x);
      case 'batchNorm':
        return apply(tf.layers.batchNormalization({ epsilon: NORM_FLOOR, name: layer.name }), x);
      case 'conv2d': {
        const { name, filters, size: kernelSize, stride: strides, padding, bias: useBias = false } = layer;
        const convolution = tf.layers.conv2d({ name, filters, kernelSize, strides, useBias, kernelInitializer: 'zeros' });
        return apply(convolution, padding > 0 ? padded(x, padding) : x);
      }
      case 'dense':
        return apply(tf.layers.dense({ name: layer.name, units: layer.units, kernelInitializer: 'zeros' }), x);
      case 'dropout':
        return apply(tf.layers.dropout({ rate: layer.rate, name: layer.name }), x);
      case 'flatten':
        return apply(tf.layers.flatten({ name: nameFor('flatten') }), x);
      case 'globalAveragePool':
        return apply(tf.layers.globalAveragePooling2d({ name: nameFor('globalAveragePool') }), x);
      case 'maxPool': {
        const { size: poolSize, stride: strides, padding = 0 } = layer;
        // A margin of zeros is never the largest only where nothing is negative.
        if (padding > 0 && !(before?.kind === 'activation' && before.function === 'relu'))
          throw new Error('saveLayersModel: max pooling with a margin is expressible behind a ReLU only');
        return apply(tf.layers.maxPooling2d({ poolSize, strides, name: nameFor('maxPool') }), padding > 0 ? padded(x, padding) : x);
      }
      case 'padChannels': {
        // Zeros behind the channels: with the channels taken for a side of the image, a margin of it.
        const padding: [[number, number], [number, number]] = [
          [0, 0],
          [0, layer.to - layer.from],
        ];
        return apply(tf.layers.zeroPadding2d({ padding, dataFormat: 'channelsFirst', name: nameFor('padChannels') }), x);
      }
      case 'parallel': {
        const outputs = layer.branches.map((branch) => through(branch, x));
        if (layer.join === 'sum') return apply(tf.layers.add({ name: nameFor('sum') }), outputs);
        return apply(tf.layers.concatenate({ axis: -1, name: nameFor('concatenate') }), outputs);
      }
      default:
        throw new Error(`saveLayersModel: a LayersModel has no “${layer.kind}”`);
    }
  }

  function padded(x: Symbolic, margin: number): Symbolic {
    return apply(tf.layers.zeroPadding2d({ padding: margin, name: nameFor('zeros') }), x);
  }

  /**
   * amplitude · cos(xW + b), of which a LayersModel has everything but the cosine. In turns u = (xW + b)/2π: |u| − 2ᵏ is the same
   * angle or its opposite, so ten folds bring ±1024 turns to ±1; two more, by a half and a quarter, leave
   * cos 2πu = sin 2πs with s = ||u| − ½| − ¼, and its series is a polynomial.
   */
  function fourier(x: Symbolic, { outputs: units, amplitude }: FeatureMap): Symbolic {
    const angles = apply(tf.layers.dense({ name: 'features', units, kernelInitializer: 'zeros' }), x);
    let turns = scaled(angles, 1 / (2 * Math.PI));
    for (let fold = FOLDS - 1; fold >= 0; fold--) turns = folded(turns, 2 ** fold);
    const quarter = folded(folded(turns, 1 / 2), 1 / 4);
    // Of a copy: TensorFlow.js frees a tensor that a layer takes twice before it has used it twice.
    const square = product(quarter, scaled(quarter, 1));
    const term = (power: number) => (amplitude * (-1) ** power * (2 * Math.PI) ** (2 * power + 1)) / factorial(2 * power + 1);
    let series = scaled(square, term(TERMS - 1), term(TERMS - 2));
    for (let power = TERMS - 3; power >= 0; power--) series = scaled(product(series, square), 1, term(power));
    return product(quarter, series);
  }

  /** |x| − by, as the larger of x − by and −x − by. */
  function folded(x: Symbolic, by: number): Symbolic {
    return apply(tf.layers.maximum({ name: nameFor('maximum') }), [scaled(x, 1, -by), scaled(x, -1, -by)]);
  }

  return { through, fourier };
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
