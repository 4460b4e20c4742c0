/**
 * A list of layers, run forwards and backwards at a point of parameter space. Free of any tensor library: the same
 * lines run in float64 in Node and on the GPU.
 */
import { randomStream } from '../random';
import type { Backend, Shape, Table, Tensor, Vector } from '../tensor/tensor';
import type { Layer } from './layers';
import type { Buffers, BufferSpecs, Filled, PassSetup } from './layers/layerKind';
import { sizeOf } from '../tensor/shape';
import { type Layout, layoutOf } from './layout';
import { backwardThrough, buffersOf, forwardThrough, measured, tensorsOf, type Tape } from './sequence';

export interface Network {
  readonly layers: readonly Layer[];
  readonly inputShape: Shape;
  readonly layout: Layout;
  /** Numbers per sample that a forward pass keeps for backward. */
  readonly activations: number;
  /** Numbers per sample in the largest tensor among them. */
  readonly largestActivation: number;
}

/** Running statistics by layer index; plain data with tensors, so snapshots need to know nothing about it. */
export type NetworkState = Buffers;

export interface Forward {
  /** [samples, classes] */
  readonly logits: Table;
  /** Statistics after this pass; the caller decides whether they count. */
  readonly state: NetworkState;
  readonly trace: Tape;
}

/** Checks that the layers fit each other and the input. Throws a sentence that names the layer. */
export function createNetwork(layers: readonly Layer[], inputShape: Shape): Network {
  const { activations, largest } = measured(layers, inputShape);
  return { layers, inputShape, layout: layoutOf(tensorsOf(layers)), activations, largestActivation: largest };
}

/** Initial running statistics. */
export function initialStatistics({ layers }: Network, backend: Backend): NetworkState {
  const isFilled = (spec: Filled | BufferSpecs): spec is Filled => Array.isArray(spec.shape);
  const made = (specs: BufferSpecs): Buffers =>
    Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [
        name,
        isFilled(spec) ? backend.tensor(new Float64Array(sizeOf(spec.shape)).fill(spec.value), spec.shape) : made(spec),
      ]),
    );
  return made(buffersOf(layers));
}

/** Where a truncated normal ends, in standard deviations. */
const TRUNCATED_AT = 2;
/** Weights that are drawn in a moment. */
const BREATH = 2 ** 20;

/**
 * First weights: He normal for kernels (variance 2/fan-in), zeros for biases and β, ones for γ; a normal truncated at two
 * deviations for tensors that name their own (Transformers). Equal for every run of a group: a function of layout and seed
 * alone, drawn on the host.
 *
 * @param breathe  called about every tenth of a second: tens of millions of weights take seconds.
 *
 * Source: He et al. 2015, arXiv:1502.01852, eq. 10; for Transformers Devlin et al. 2019, BERT's and ViT's 0.02.
 */
export function initialParams({ layout }: Network, seed: number, breathe = () => {}): Float64Array {
  const params = new Float64Array(layout.size);
  layout.tensors.forEach(({ kind, shape, offset, size, deviation }, index) => {
    if (kind === 'gamma') params.fill(1, offset, offset + size);
    if (kind !== 'kernel' && deviation === undefined) return;
    const stream = randomStream(seed, 'init', index);
    const draw = () => {
      if (deviation === undefined) return stream.normal();
      let value = stream.normal();
      while (Math.abs(value) > TRUNCATED_AT) value = stream.normal();
      return value;
    };
    const scale = deviation ?? Math.sqrt(2 / sizeOf(shape.slice(0, -1)));
    for (let at = offset; at < offset + size; at++) {
      if (at % BREATH === 0) breathe();
      params[at] = scale * draw();
    }
  });
  return params;
}

/** Logits at `params`. Cost: one forward pass; the trace keeps every layer's input until the scope ends. */
export function forward(
  { layers, layout }: Network,
  params: Vector,
  inputs: Tensor,
  setup: PassSetup & { readonly state: NetworkState },
): Forward {
  const weights = layout.tensors.map(({ offset, size, shape }) => params.slice([offset], [size]).reshape(shape));
  const { output, trace, buffers } = forwardThrough(layers, inputs, weights, setup.state, setup);
  return { logits: output, state: buffers, trace };
}

/** Flat gradient of Σ logits ⊙ logitGradient with respect to all parameters. Cost: about two forward passes. */
export function backward({ layers }: Network, { trace }: Forward, logitGradient: Table, backend: Backend): Vector {
  const { gradients } = backwardThrough(layers, logitGradient, trace, false);
  return backend.concat(gradients.map((piece) => piece.reshape([sizeOf(piece.shape)])));
}
