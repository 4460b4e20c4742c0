/**
 * SAM as one writes it with TensorFlow.js: `variableGrads` twice, weights moved and put back in between, then
 * `tf.train.momentum`. The library is as published, but for the kernels that its wasm backend lacks or gets wrong.
 *
 * Source: Foret et al. 2021, arXiv:2010.01412; the two passes of davda54/sam.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import simdBinary from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { Layer } from '../../../src/core/models/layers';
import { repairWasmConvolutionKernelGradient } from './tfjsKernelGradient';
import { repairWasmMaxPoolGradient } from './tfjsMaxPoolGradient';
import { type Contender, LEARNING_RATE, type Library, MOMENTUM, RHO, type Training, NORM_FLOOR, VARIANCE_FLOOR } from '../contender';
import { tfjsKernel } from '../kernels/tfjs';

const MEMORY = 0.9;

/** A running mean and variance per batch norm, in the order of the layers. */
type Statistics = readonly { readonly mean: tf.Variable; readonly variance: tf.Variable }[];

export async function openTfjs(backend: string): Promise<Library> {
  if (backend === 'wasm') {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths({
      'tfjs-backend-wasm.wasm': simdBinary,
      'tfjs-backend-wasm-simd.wasm': simdBinary,
      'tfjs-backend-wasm-threaded-simd.wasm': simdBinary,
    });
    repairWasmConvolutionKernelGradient();
    repairWasmMaxPoolGradient();
  } else if (backend === 'webgpu') {
    await import('@tensorflow/tfjs-backend-webgpu');
  } else {
    throw new Error(`TensorFlow.js is timed on webgpu and wasm, not on ${backend}.`);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js did not start on ${backend}.`);
  return { name: 'TensorFlow.js, eager', version: tf.version_core, adapter: backend, train, operate: tfjsKernel };
}

function train({ network, first, batches, algorithm }: Training): Contender {
  if (algorithm !== 'sgd' && algorithm !== 'sam') throw new Error(`TensorFlow.js is timed with sgd and sam, not with ${algorithm}.`);
  const onDevice = batches.map(({ size, inputShape, classes, inputs, targets }) => ({
    inputs: tf.tensor(inputs, [size, ...inputShape]),
    targets: tf.tensor2d(targets, [size, classes]),
  }));
  // What is first used is uploaded then: not in a step that is counted.
  for (const { inputs, targets } of onDevice) tf.tidy(() => void [tf.add(inputs, 0), tf.add(targets, 0)]);
  const norms = batchNorms(network.layers);
  let live = firstState();

  function firstState() {
    const weights = network.layout.tensors.map(({ shape, offset, size }) =>
      tf.variable(tf.tensor(Float32Array.from(first.subarray(offset, offset + size)), [...shape])),
    );
    const statistics = norms.map(({ channels }) => ({
      mean: tf.variable(tf.zeros([channels]), false),
      variance: tf.variable(tf.ones([channels]), false),
    }));
    return { weights, statistics, optimizer: tf.train.momentum(LEARNING_RATE, MOMENTUM), at: 0, losses: [] as tf.Scalar[] };
  }

  function freeState() {
    tf.dispose([live.weights, live.losses, live.statistics.map(({ mean, variance }) => [mean, variance])]);
    live.optimizer.dispose();
  }

  /** Loss and gradients at the weights as they are. Only the first pass over a batch moves the running statistics. */
  function pass({ inputs, targets }: (typeof onDevice)[number], statistics: Statistics | undefined) {
    return tf.variableGrads(() => {
      const logits = forward(network.layers, inputs, live.weights.values(), statistics?.values());
      return tf.losses.softmaxCrossEntropy(targets, logits) as tf.Scalar;
    }, live.weights);
  }

  /** w ← w + ρ·g/‖g‖. Returns the weights before. */
  function climb(gradients: tf.NamedTensorMap): tf.Tensor[] {
    return tf.tidy(() => {
      const squares = live.weights.map(({ name }) => tf.sum(tf.square(gradients[name] as tf.Tensor)));
      // Not addN: on webgpu it silently gives nonsense for more than seven tensors (eight buffers are a shader's limit).
      const norm = tf.sqrt(tf.sum(tf.stack(squares)));
      const scale = tf.div(RHO, tf.add(norm, NORM_FLOOR));
      return live.weights.map((weight) => {
        const before = tf.clone(weight);
        weight.assign(tf.add(weight, tf.mul(gradients[weight.name] as tf.Tensor, scale)));
        return before;
      });
    });
  }

  function descend(gradients: tf.NamedTensorMap): void {
    live.optimizer.applyGradients(Object.entries(gradients).map(([name, tensor]) => ({ name, tensor })));
    tf.dispose(gradients);
  }

  return {
    start() {
      freeState();
      live = firstState();
    },
    async step() {
      const batch = onDevice[live.at++ % onDevice.length] as (typeof onDevice)[number];
      tf.dispose(live.losses);
      const clean = pass(batch, live.statistics);
      if (algorithm === 'sgd') {
        descend(clean.grads);
        live.losses = [clean.value];
        return;
      }
      const before = climb(clean.grads);
      tf.dispose(clean.grads);
      const perturbed = pass(batch, undefined);
      live.weights.forEach((weight, index) => weight.assign(before[index] as tf.Tensor));
      tf.dispose(before);
      descend(perturbed.grads);
      live.losses = [clean.value, perturbed.value];
    },
    async finish() {
      const [clean, perturbed] = await Promise.all(live.losses.map(async (loss) => (await loss.data())[0] as number));
      return { clean: clean ?? Number.NaN, perturbed: perturbed ?? Number.NaN };
    },
    free() {
      freeState();
      tf.dispose(onDevice as unknown as tf.NamedTensorMap[]);
    },
  };
}

/** Batch norms in the order in which a pass meets them. */
function batchNorms(layers: readonly Layer[]): readonly { readonly channels: number }[] {
  return layers.flatMap((layer) => {
    if (layer.kind === 'parallel') return layer.branches.flatMap(batchNorms);
    return layer.kind === 'batchNorm' ? [layer] : [];
  });
}

/** Runs the layers; weights and statistics are taken in order, by branches too. */
function forward(
  layers: readonly Layer[],
  inputs: tf.Tensor,
  weights: Iterator<tf.Variable>,
  statistics: Iterator<Statistics[number]> | undefined,
): tf.Tensor {
  const next = <T extends tf.Tensor>() => weights.next().value as tf.Tensor as T;
  const pass = (x: tf.Tensor, layer: Layer): tf.Tensor => {
    switch (layer.kind) {
      case 'dense':
        return tf.add(tf.matMul(x, next()), next());
      case 'conv2d':
        return biased(convolved(x as tf.Tensor4D, next(), layer.stride, layer.padding), layer.bias ? next() : undefined);
      case 'batchNorm':
        return normalized(x as tf.Tensor4D, next(), next(), statistics?.next().value as Statistics[number] | undefined);
      case 'activation':
        return activations[layer.function](x);
      case 'maxPool':
        return tf.maxPool(x as tf.Tensor4D, layer.size, layer.stride, layer.padding ? layer.padding : 'valid');
      case 'globalAveragePool':
        return tf.mean(x, [1, 2]);
      case 'flatten':
        return tf.reshape(x, [x.shape[0] as number, -1]);
      case 'padChannels':
        return tf.pad(x, [...Array<[number, number]>(x.rank - 1).fill([0, 0]), [0, layer.to - layer.from]]);
      case 'parallel': {
        const outputs = layer.branches.map((branch) => forward(branch, x, weights, statistics));
        return layer.join === 'sum' ? outputs.reduce((sum, output) => tf.add(sum, output)) : tf.concat(outputs, -1);
      }
      default:
        throw new Error(`TensorFlow.js is timed without ${(layer as Layer).kind} layers: choose another net.`);
    }
  };
  return layers.reduce(pass, inputs);
}

const activations = {
  relu: (x: tf.Tensor) => tf.relu(x),
  tanh: (x: tf.Tensor) => tf.tanh(x),
  gelu: (x: tf.Tensor) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
};

/** Zeros on all four sides. On wasm they are a step of their own: the gradient it lacks is composed for none (above). */
function convolved(x: tf.Tensor4D, kernel: tf.Tensor4D, stride: number, padding: number): tf.Tensor {
  if (padding === 0) return tf.conv2d(x, kernel, stride, 'valid');
  if (tf.getBackend() !== 'wasm') return tf.conv2d(x, kernel, stride, padding);
  const around: [number, number] = [padding, padding];
  return tf.conv2d(tf.pad(x, [[0, 0], around, around, [0, 0]]), kernel, stride, 'valid');
}

function biased(x: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor {
  return bias ? tf.add(x, bias) : x;
}

/** By the batch's own statistics; the running ones, where given, take a tenth of them, the variance unbiased (PyTorch). */
function normalized(x: tf.Tensor4D, gamma: tf.Tensor1D, beta: tf.Tensor1D, running: Statistics[number] | undefined): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2]) as { mean: tf.Tensor1D; variance: tf.Tensor1D };
  if (running) {
    const count = x.size / gamma.size;
    running.mean.assign(tf.add(tf.mul(running.mean, MEMORY), tf.mul(mean, 1 - MEMORY)));
    running.variance.assign(tf.add(tf.mul(running.variance, MEMORY), tf.mul(variance, ((1 - MEMORY) * count) / (count - 1))));
  }
  return tf.batchNorm(x, mean, variance, beta, gamma, VARIANCE_FLOOR);
}
