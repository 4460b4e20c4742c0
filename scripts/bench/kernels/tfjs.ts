/** The same operations as one writes them with TensorFlow.js: its own kernels, one after the other. */
import * as tf from '@tensorflow/tfjs-core';
import { type Contender, RHO, NORM_FLOOR, VARIANCE_FLOOR } from '../contender';
import { DRAWN } from '../../../src/core/datasets/augmentation';
import { type CaseName, inputsOf, type Pictures, picturesOf } from './cases';
import { contenderOf } from './contenderOf';

type Inputs = Readonly<Record<string, tf.Tensor>>;
type Operation = (inputs: Inputs) => readonly tf.Tensor[];

const GAMMA = Math.log(Math.E - 1);
const VALID = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dimRoundingMode: undefined };

const relu = (x: tf.Tensor, weights: tf.Tensor, bias: tf.Tensor) =>
  tf.relu(tf.add(tf.matMul(x as tf.Tensor2D, weights as tf.Tensor2D), bias));

function batchNorm(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, beta as tf.Tensor1D, gamma as tf.Tensor1D, VARIANCE_FLOOR);
}

/** Mean over the batch of (1/μ) log Σ_j exp(μ φ(m_j)), and its gradient. */
const bisam =
  (mu: number, phi: (margins: tf.Tensor) => tf.Tensor): Operation =>
  ({ logits, targets }) => {
    const bound = (z: tf.Tensor) => {
      const own = tf.sum(tf.mul(z, targets as tf.Tensor), 1, true);
      // φ is that of the other classes: the own one is constant in z.
      const margins = tf.sub(z, own);
      return tf.mean(tf.div(tf.logSumExp(tf.mul(phi(margins), mu), 1), mu)) as tf.Scalar;
    };
    const { value, grad } = tf.valueAndGrad(bound)(logits as tf.Tensor);
    return [grad, value];
  };

const kernel = (name: string, inputs: Inputs, attributes: object) =>
  tf.engine().runKernel(name, { ...inputs }, attributes as never) as tf.Tensor;

const operations: Readonly<Record<Exclude<CaseName, 'mini-batch'>, Operation>> = {
  dense: ({ x, weights, bias }) => [relu(x as tf.Tensor, weights as tf.Tensor, bias as tf.Tensor)],
  'dense-gradient': ({ x, weights, bias, gradient }) => tf.grads(relu)([x, weights, bias] as tf.Tensor[], gradient as tf.Tensor),
  'cross-entropy'({ logits, targets }) {
    const loss = (z: tf.Tensor) => tf.losses.softmaxCrossEntropy(targets as tf.Tensor, z) as tf.Scalar;
    const { value, grad } = tf.valueAndGrad(loss)(logits as tf.Tensor);
    return [grad, value];
  },
  'bisam-log': bisam(1, (margins) => tf.sub(1, tf.softplus(tf.sub(GAMMA, margins)))),
  'bisam-tanh': bisam(10, (margins) => tf.tanh(tf.mul(margins, 0.1))),
  'batch-norm': ({ x, gamma, beta }) => [batchNorm(x as tf.Tensor, gamma as tf.Tensor, beta as tf.Tensor)],
  'batch-norm-gradient': ({ x, gamma, beta, gradient }) => tf.grads(batchNorm)([x, gamma, beta] as tf.Tensor[], gradient as tf.Tensor),
  conv: ({ x, kernel: filter }) => [tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'valid')],
  'conv-input-gradient'({ gradient, kernel: filter }) {
    const inputShape = [(gradient as tf.Tensor).shape[0], 34, 34, 16];
    return [kernel(tf.Conv2DBackpropInput, { dy: gradient as tf.Tensor, filter: filter as tf.Tensor }, { ...VALID, inputShape })];
  },
  'conv-kernel-gradient': ({ gradient, x }) => [
    kernel(tf.Conv2DBackpropFilter, { dy: gradient as tf.Tensor, x: x as tf.Tensor }, { ...VALID, filterShape: [3, 3, 16, 16] }),
  ],
  norm: ({ gradient }) => [tf.sqrt(tf.sum(tf.square(gradient as tf.Tensor)))],
  climb({ params, gradient }) {
    const norm = tf.sqrt(tf.sum(tf.square(gradient as tf.Tensor)));
    return [tf.add(params as tf.Tensor, tf.mul(gradient as tf.Tensor, tf.div(RHO, tf.add(norm, NORM_FLOOR))))];
  },
};

/**
 * A mini-batch of pictures that lie on the device as floats from 0 to 255, a pixel per row: which pixel goes where, and what is cut,
 * is worked out here and sent; gathering, normalizing and cutting are operations.
 */
function miniBatch({ images, normalization, rows, placements }: Pictures) {
  const [height, width, channels] = images.shape;
  const pixels = images.bytes.length / channels;
  // One more than there are: the black border.
  const stored = tf.tensor2d(
    Float32Array.from({ length: images.bytes.length + channels }, (_, at) => images.bytes[at] ?? 0),
    [pixels + 1, channels],
  );
  const mean = tf.tensor1d([...normalization.mean]);
  const std = tf.tensor1d([...normalization.std]);
  const { padding, cutout, draws } = placements;
  const run = () =>
    tf.tidy(() => {
      const places = new Int32Array(rows.length * height * width);
      const kept = new Float32Array(places.length).fill(1);
      let at = 0;
      for (let image = 0; image < rows.length; image++) {
        const [top, left, isMirrored, bottom, right] = draws.subarray(DRAWN * image, DRAWN * (image + 1)) as unknown as number[];
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++, at++) {
            const row = y + (top as number) - padding;
            const column = (isMirrored === 1 ? width - 1 - x : x) + (left as number) - padding;
            const isInside = row >= 0 && row < height && column >= 0 && column < width;
            places[at] = isInside ? ((rows[image] as number) * height + row) * width + column : pixels;
            const [below, beside] = [(bottom as number) - y, (right as number) - x];
            if (below > 0 && below <= cutout && beside > 0 && beside <= cutout) kept[at] = 0;
          }
      }
      const gathered = tf.gather(stored, tf.tensor1d(places, 'int32'));
      const normalized = tf.div(tf.sub(tf.mul(gathered, normalization.scale), mean), std);
      return [tf.reshape(tf.mul(normalized, tf.tensor2d(kept, [places.length, 1])), [rows.length, height, width, channels])];
    });
  return { run, inputs: [stored, mean, std] };
}

/** @param images  how many a batch of images holds */
export function tfjsKernel(name: CaseName, images: number): Contender {
  const held = {
    read: (tensor: tf.Tensor) => tensor.data(),
    first: (tensor: tf.Tensor) => tf.tidy(() => tf.slice(tf.reshape(tensor, [tensor.size]), [0], [1])),
    free: (tensors: readonly tf.Tensor[]) => tf.dispose([...tensors]),
  };
  if (name === 'mini-batch') return contenderOf({ ...held, ...miniBatch(picturesOf(images)) });
  const inputs = Object.fromEntries(
    Object.entries(inputsOf(name, images)).map(([key, { values, shape }]) => [key, tf.tensor(values, [...shape])]),
  );
  const operation = operations[name];
  return contenderOf({ ...held, run: () => tf.tidy(() => [...operation(inputs)]), inputs: Object.values(inputs) });
}
