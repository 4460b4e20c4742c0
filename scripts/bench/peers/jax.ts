/**
 * SAM as one writes it with jax-js: the whole step, two value-and-gradient passes and the momentum update, is one `jit`.
 *
 * Images are NCHW and kernels OIHW, the library's own order; they are turned around before training, not in it. Arrays are
 * reference counted: using a value twice takes a `.ref`.
 *
 * Source: Foret et al. 2021, arXiv:2010.01412.
 */
import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { Layer } from '../../../src/core/models/layers';
import { type Contender, LEARNING_RATE, type Library, MOMENTUM, RHO, type Training, NORM_FLOOR, VARIANCE_FLOOR } from '../contender';

const MEMORY = 0.9;

/** One array per tensor, in the network's order. */
type Arrays = np.Array[];
type Batch = { inputs: np.Array; targets: np.Array };
/** Running statistics of the batch norms, [channels] each. */
type Statistics = { means: Arrays; variances: Arrays };
type State = Statistics & { weights: Arrays; velocities: Arrays };

export async function openJax(backend: string): Promise<Library> {
  if (backend !== 'webgpu' && backend !== 'wasm') throw new Error(`jax-js is timed on webgpu and wasm, not on ${backend}.`);
  if (!(await init(backend)).includes(backend)) throw new Error(`jax-js did not start on ${backend}.`);
  defaultDevice(backend);
  return { name: 'jax-js, jit', version: __JAX_VERSION__, adapter: backend, train: (training) => train(training, backend) };
}

function train({ network, first, batches, algorithm }: Training, backend: 'webgpu' | 'wasm'): Contender {
  if (algorithm !== 'sgd' && algorithm !== 'sam') throw new Error(`jax-js is timed with sgd and sam, not with ${algorithm}.`);
  const onDevice: Batch[] = batches.map(({ size, inputShape, classes, inputs, targets }) => ({
    inputs: arrayOf(inputs, [size, ...inputShape], [0, 3, 1, 2]),
    targets: arrayOf(targets, [size, classes]),
  }));
  const makeStep = stepOf(network.layers, algorithm);
  let live = firstState();

  function firstState(): { state: State; at: number; losses: Arrays } {
    const weights = network.layout.tensors.map(({ shape, offset, size }) =>
      arrayOf(Float32Array.from(first.subarray(offset, offset + size)), shape, [3, 2, 0, 1]),
    );
    const norms = batchNormsOf(network.layers);
    return {
      at: 0,
      losses: [],
      state: {
        weights,
        velocities: weights.map((weight) => np.zerosLike(weight.ref)),
        means: norms.map((channels) => np.zeros([channels])),
        variances: norms.map((channels) => np.ones([channels])),
      },
    };
  }

  return {
    start() {
      tree.dispose([live.state, live.losses]);
      live = firstState();
    },
    async step() {
      const { inputs, targets } = onDevice[live.at % onDevice.length] as Batch;
      tree.dispose(live.losses);
      const { losses, ...state } = makeStep(live.state, { inputs: inputs.ref, targets: targets.ref });
      live = { at: live.at + 1, state, losses };
      // Work is lazy, and steps that pile up cost several times as much. On a graphics card, asking for the buffer of a
      // result submits what leads to it, which is the whole step, and waits for nothing.
      if (backend === 'webgpu') losses[0]?.ref.gpuBufferSync();
      else await losses[0]?.blockUntilReady();
    },
    async finish() {
      await blockUntilReady([live.state, live.losses]);
      const [clean, perturbed] = await Promise.all(live.losses.map(async (loss) => (await loss.ref.data())[0] as number));
      return { clean: clean ?? Number.NaN, perturbed: perturbed ?? Number.NaN };
    },
    free() {
      tree.dispose([live.state, live.losses, onDevice]);
      makeStep.dispose();
    },
  };
}

function stepOf(layers: readonly Layer[], algorithm: 'sgd' | 'sam') {
  const lossAt = (weights: Arrays, { inputs, targets }: Batch): [np.Array, Statistics] => {
    const samples = targets.shape[0] as number;
    const { logits, seen } = forward(layers, inputs, weights);
    return [
      nn
        .logSoftmax(logits)
        .mul(targets)
        .sum()
        .mul(-1 / samples),
      seen,
    ];
  };
  const pass = valueAndGrad(lossAt, { hasAux: true });

  return jit(({ weights, velocities, means, variances }: State, batch: Batch): State & { losses: Arrays } => {
    const [[clean, seen], gradients] = pass(tree.ref(weights), tree.ref(batch));
    const statistics = { means: remembered(means, seen.means), variances: remembered(variances, seen.variances) };
    if (algorithm === 'sgd') {
      tree.dispose(batch);
      return { ...descended(weights, velocities, gradients), ...statistics, losses: [clean] };
    }
    // The second pass leaves the running statistics alone.
    const [[perturbed, seenAgain], above] = pass(climbed(tree.ref(weights), gradients), batch);
    tree.dispose(seenAgain);
    return { ...descended(weights, velocities, above), ...statistics, losses: [clean, perturbed] };
  });
}

/** w + ρ·g/‖g‖. */
function climbed(weights: Arrays, gradients: Arrays): Arrays {
  const squares = gradients.map((gradient) => np.square(gradient.ref).sum());
  const norm = np.sqrt(squares.reduce((sum, square) => sum.add(square)));
  const scale = np.trueDivide(RHO, norm.add(NORM_FLOOR));
  const moved = weights.map((weight, index) => weight.add((gradients[index] as np.Array).mul(scale.ref)));
  scale.dispose();
  return moved;
}

/** v ← m·v + g, w ← w − η·v. */
function descended(weights: Arrays, velocities: Arrays, gradients: Arrays): { weights: Arrays; velocities: Arrays } {
  const moved = velocities.map((velocity, index) => velocity.mul(MOMENTUM).add(gradients[index] as np.Array));
  return { weights: weights.map((weight, index) => weight.sub((moved[index] as np.Array).ref.mul(LEARNING_RATE))), velocities: moved };
}

function remembered(running: Arrays, seen: Arrays): Arrays {
  return running.map((value, index) => value.mul(MEMORY).add((seen[index] as np.Array).mul(1 - MEMORY)));
}

/** Logits, and what each batch norm saw: mean and unbiased variance. Weights are taken in order, by branches too. */
function forward(layers: readonly Layer[], inputs: np.Array, weights: Arrays): { logits: np.Array; seen: Statistics } {
  const rest = weights.values();
  const next = () => rest.next().value as np.Array;
  const seen: Statistics = { means: [], variances: [] };

  function normalized(x: np.Array, gamma: np.Array, beta: np.Array): np.Array {
    const [samples, channels, height, width] = x.shape as [number, number, number, number];
    const count = samples * height * width;
    const mean = x.ref.mean([0, 2, 3], { keepdims: true });
    const centred = x.sub(mean.ref);
    const variance = np.square(centred.ref).mean([0, 2, 3], { keepdims: true });
    seen.means.push(mean.reshape([channels]));
    seen.variances.push(variance.ref.reshape([channels]).mul(count / (count - 1)));
    const scale = gamma.reshape([channels, 1, 1]).div(np.sqrt(variance.add(VARIANCE_FLOOR)));
    return centred.mul(scale).add(beta.reshape([channels, 1, 1]));
  }

  function pass(x: np.Array, layer: Layer): np.Array {
    switch (layer.kind) {
      case 'dense':
        return np.matmul(x, next()).add(next());
      case 'conv2d': {
        const around: [number, number] = [layer.padding, layer.padding];
        const output = lax.conv(x, next(), [layer.stride, layer.stride], [around, around]);
        return layer.bias ? output.add(next().reshape([layer.filters, 1, 1])) : output;
      }
      case 'batchNorm':
        return normalized(x, next(), next());
      case 'activation':
        return activations[layer.function](x);
      case 'globalAveragePool':
        return x.mean([2, 3]);
      case 'maxPool':
        if (layer.size > 1) throw new Error('jax-js is timed without max pooling: choose another net.');
        return everyPixel(x, layer.stride);
      case 'padChannels':
        return np.pad(x, { 1: [0, layer.to - layer.from] });
      case 'parallel': {
        const outputs = layer.branches.map((branch, index) => branch.reduce(pass, index < layer.branches.length - 1 ? x.ref : x));
        return layer.join === 'sum' ? outputs.reduce((sum, output) => sum.add(output)) : np.concatenate(outputs, 1);
      }
      default:
        throw new Error(`jax-js is timed without ${layer.kind} layers: choose another net.`);
    }
  }
  return { logits: layers.reduce(pass, inputs), seen };
}

/** Every `stride`-th row and column; the library has no strided slice. */
function everyPixel(x: np.Array, stride: number): np.Array {
  const [samples, channels, height, width] = x.shape as [number, number, number, number];
  if (height % stride > 0 || width % stride > 0) throw new Error(`jax-js: ${height}×${width} pixels do not divide by ${stride}.`);
  return x.reshape([samples, channels, height / stride, stride, width / stride, stride]).slice([], [], [], 0, [], 0);
}

const activations = { relu: nn.relu, tanh: np.tanh, gelu: (x: np.Array) => nn.gelu(x, { approximate: false }) };

/** Channels of the batch norms, in the order in which a pass meets them. */
function batchNormsOf(layers: readonly Layer[]): readonly number[] {
  return layers.flatMap((layer) => {
    if (layer.kind === 'parallel') return layer.branches.flatMap(batchNormsOf);
    return layer.kind === 'batchNorm' ? [layer.channels] : [];
  });
}

/** Row-major values on the device; those of rank 4 with their axes in `order`. */
function arrayOf(values: Float32Array, shape: readonly number[], order: readonly number[] = []): np.Array {
  if (shape.length !== 4) return np.array(values).reshape([...shape]);
  const [a, b, c, d] = order.map((axis) => shape[axis] as number) as [number, number, number, number];
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const [i, j, k, l] = order.map((axis) => strides[axis] as number) as [number, number, number, number];
  const permuted = new Float32Array(values.length);
  let at = 0;
  for (let w = 0; w < a; w++) {
    for (let x = 0; x < b; x++) {
      for (let y = 0; y < c; y++) for (let z = 0; z < d; z++) permuted[at++] = values[w * i + x * j + y * k + z * l] as number;
    }
  }
  return np.array(permuted).reshape([a, b, c, d]);
}
