import type { Shape, Tensor } from '../../tensor/tensor';
import type { TensorSpec } from '../layout';

/** `train` normalizes with the statistics of the batch, `evaluate` with the running ones. */
export type Mode = 'train' | 'evaluate';

/**
 * The units a dropout layer keeps: 1 with probability `keep`, else 0, for the samples of the pass [samples, …]. A pass over
 * the same samples gets the same units by the same name.
 */
export type Dropped = (name: string, keep: number, shape: Shape) => Tensor;

/** How a pass is made. */
export interface PassSetup {
  readonly mode: Mode;
  /** Where it is left out, dropout keeps everything. */
  readonly dropped?: Dropped;
  /** Of sequences that were filled up, [samples, tokens]: 1 for tokens, 0 for what only fills. */
  readonly real?: Tensor;
}

/** Tensors a layer keeps that are not trained (running statistics); those of layers within it one level down. */
export interface Buffers {
  readonly [name: string]: Tensor | Buffers;
}

/** First contents of buffers: a shape filled with one value. */
export interface Filled {
  readonly shape: Shape;
  readonly value: number;
}
export interface BufferSpecs {
  readonly [name: string]: Filled | BufferSpecs;
}

/**
 * One kind of layer: what it trains, and its forward and backward formulas. `Saved` is whatever backward needs.
 * Gradients are written out instead of taped: a pass is then a plain list of kernels, the same on every backend, and
 * cheap enough in JavaScript that small networks are not bound by it.
 */
export interface LayerKind<L, Saved = unknown> {
  /** Trainable tensors, in flat order; names are completed with the layer's own. */
  tensors(layer: L): readonly TensorSpec[];
  /** Initial buffers by name. */
  buffers?(layer: L): BufferSpecs;
  /** Shape of one sample after this layer. Throws a sentence when `input` does not fit. */
  outputShape(layer: L, input: Shape): Shape;
  /** Numbers per sample kept for backward besides the output, and in the largest tensor among them; none if left out. */
  inner?(layer: L, input: Shape): { readonly activations: number; readonly largest: number };
  forward(
    layer: L,
    input: Tensor,
    weights: readonly Tensor[],
    buffers: Buffers,
    setup: PassSetup,
  ): { readonly output: Tensor; readonly saved: Saved; readonly buffers?: Buffers };
  /** `inputGradient` is left out when nobody below needs it. */
  backward(
    layer: L,
    gradient: Tensor,
    saved: Saved,
    weights: readonly Tensor[],
    needsInput: boolean,
  ): { readonly inputGradient?: Tensor; readonly gradients: readonly Tensor[] };
}
