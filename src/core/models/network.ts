/**
 * A list of layers, run forwards and backwards at a point of parameter space. Free of any tensor library: the same
 * lines run in float64 in Node and on the GPU.
 */
import { randomStream } from '../random';
import type { Backend, Shape, Table, Tensor, Vector } from '../tensor/tensor';
import { kindOf, type Layer } from './layers';
import type { Buffers, Mode } from './layers/layerKind';
import { type Layout, layoutOf } from './layout';

export interface Network {
  readonly layers: readonly Layer[];
  readonly inputShape: Shape;
  readonly layout: Layout;
  /** Index of the first layer with trainable tensors: backward goes no further down. */
  readonly firstTrained: number;
  /** Numbers per sample that a forward pass keeps for backward. */
  readonly activations: number;
}

/** Running statistics by layer index; plain data with tensors, so snapshots need to know nothing about it. */
export type NetworkState = { readonly [layer: string]: Buffers };

export interface Forward {
  /** [samples, classes] */
  readonly logits: Table;
  /** Statistics after this pass; the caller decides whether they count. */
  readonly state: NetworkState;
  /** What backward needs, layer by layer. */
  readonly trace: readonly { readonly saved: unknown; readonly weights: readonly Tensor[] }[];
}

/** Checks that the layers fit each other and the input. Throws a sentence that names the layer. */
export function createNetwork(layers: readonly Layer[], inputShape: Shape): Network {
  let shape = inputShape;
  let activations = 0;
  for (const layer of layers) {
    shape = kindOf(layer).outputShape(layer, shape);
    activations += shape.reduce((product, size) => product * size, 1);
  }
  const firstTrained = layers.findIndex((layer) => kindOf(layer).tensors(layer).length > 0);
  return { layers, inputShape, layout: layoutOf(layers.flatMap((layer) => kindOf(layer).tensors(layer))), firstTrained, activations };
}

/** Initial running statistics. */
export function initialStatistics(network: Network, backend: Backend): NetworkState {
  const entries = network.layers.flatMap((layer, index) => {
    const buffers = kindOf(layer).buffers?.(layer);
    if (!buffers) return [];
    const tensors = Object.entries(buffers).map(([name, { shape, value }]) => {
      const size = shape.reduce((product, axis) => product * axis, 1);
      return [name, backend.tensor(new Float64Array(size).fill(value), shape)] as const;
    });
    return [[String(index), Object.fromEntries(tensors)] as const];
  });
  return Object.fromEntries(entries);
}

/**
 * First weights: He normal for kernels (variance 2/fan-in), zeros for biases and β, ones for γ. Equal for every run of
 * a group: a function of layout and seed alone, drawn on the host.
 *
 * Source: He et al. 2015, arXiv:1502.01852, eq. 10.
 */
export function initialParams({ layout }: Network, seed: number): Float64Array {
  const params = new Float64Array(layout.size);
  layout.tensors.forEach(({ kind, shape, offset, size }, index) => {
    if (kind === 'gamma') params.fill(1, offset, offset + size);
    if (kind !== 'kernel') return;
    const fanIn = shape.slice(0, -1).reduce((product, axis) => product * axis, 1);
    const deviation = Math.sqrt(2 / fanIn);
    const stream = randomStream(seed, 'init', index);
    for (let at = offset; at < offset + size; at++) params[at] = deviation * stream.normal();
  });
  return params;
}

/** Logits at `params`. Cost: one forward pass; the trace keeps every layer's input until the scope ends. */
export function forward(
  network: Network,
  params: Vector,
  inputs: Tensor,
  setup: { readonly mode: Mode; readonly state: NetworkState },
): Forward {
  const weights = splitter(network.layout, params);
  const trace: { saved: unknown; weights: readonly Tensor[] }[] = [];
  const state: Record<string, Buffers> = { ...setup.state };
  let activations = inputs;
  network.layers.forEach((layer, index) => {
    const kind = kindOf(layer);
    const own = kind.tensors(layer).map(() => weights());
    const result = kind.forward(layer, activations, own, setup.state[String(index)] ?? {}, setup.mode);
    if (result.buffers) state[String(index)] = result.buffers;
    trace.push({ saved: result.saved, weights: own });
    activations = result.output;
  });
  return { logits: activations, state, trace };
}

/** Flat gradient of Σ logits ⊙ logitGradient with respect to all parameters. Cost: about two forward passes. */
export function backward(network: Network, { trace }: Forward, logitGradient: Table, backend: Backend): Vector {
  const pieces: Tensor[][] = network.layers.map(() => []);
  let gradient: Tensor | undefined = logitGradient;
  for (let index = network.layers.length - 1; index >= network.firstTrained && gradient; index--) {
    const layer = network.layers[index] as Layer;
    const { saved, weights } = trace[index] as Forward['trace'][number];
    const result = kindOf(layer).backward(layer, gradient, saved, weights, index > network.firstTrained);
    pieces[index] = result.gradients.map((piece) => piece.reshape([piece.shape.reduce((product, axis) => product * axis, 1)]));
    gradient = result.inputGradient;
  }
  return backend.concat(pieces.flat());
}

/** Hands out the tensors of a flat vector in layout order. */
function splitter(layout: Layout, params: Vector): () => Tensor {
  let next = 0;
  return () => {
    const laid = layout.tensors[next++];
    if (!laid) throw new Error('network: more tensors asked for than the layout has');
    return params.slice([laid.offset], [laid.size]).reshape(laid.shape);
  };
}
