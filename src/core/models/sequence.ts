/**
 * Layers one after the other, forwards and backwards: a whole network, and each branch of a block in it. Knows neither the
 * flat parameter vector nor where the numbers live.
 */
import type { Shape, Tensor } from '../tensor/tensor';
import { kindOf, type Layer } from './layers';
import type { Buffers, BufferSpecs, PassSetup } from './layers/layerKind';
import { sizeOf } from '../tensor/shape';
import type { TensorSpec } from './layout';

/** Values kept for backward, layer by layer. */
export type Tape = readonly { readonly saved: unknown; readonly weights: readonly Tensor[] }[];

export interface Passed {
  readonly output: Tensor;
  readonly trace: Tape;
  /** Buffers after this pass, by layer index; the old ones where nothing moved them. */
  readonly buffers: Buffers;
}

/** Numbers per sample. */
export interface SampleFootprint {
  readonly shape: Shape;
  /** Kept from forward to backward. */
  readonly activations: number;
  /** In the largest of the tensors kept. */
  readonly largest: number;
}

/** Trainable tensors of all layers, in flat order. */
export const tensorsOf = (layers: readonly Layer[]): readonly TensorSpec[] => layers.flatMap((layer) => kindOf(layer).tensors(layer));

/** Initial buffers by layer index; layers without any are left out. */
export function buffersOf(layers: readonly Layer[]): BufferSpecs {
  const entries = layers.map((layer, index) => [String(index), kindOf(layer).buffers?.(layer) ?? {}] as const);
  return Object.fromEntries(entries.filter(([, specs]) => Object.keys(specs).length > 0));
}

/** Follows the shape of one sample through the layers. Throws a sentence that names the layer that does not fit. */
export function measured(layers: readonly Layer[], inputShape: Shape): SampleFootprint {
  let shape = inputShape;
  let [activations, largest] = [0, 0];
  for (const layer of layers) {
    const kind = kindOf(layer);
    const inner = kind.inner?.(layer, shape) ?? { activations: 0, largest: 0 };
    shape = kind.outputShape(layer, shape);
    activations += inner.activations + sizeOf(shape);
    largest = Math.max(largest, inner.largest, sizeOf(shape));
  }
  return { shape, activations, largest };
}

/** @param weights  tensors of all layers in flat order. */
export function forwardThrough(
  layers: readonly Layer[],
  input: Tensor,
  weights: readonly Tensor[],
  buffers: Buffers,
  setup: PassSetup,
): Passed {
  const trace: { saved: unknown; weights: readonly Tensor[] }[] = [];
  const after: Record<string, Tensor | Buffers> = { ...buffers };
  let output = input;
  let next = 0;
  layers.forEach((layer, index) => {
    const kind = kindOf(layer);
    const own = weights.slice(next, (next += kind.tensors(layer).length));
    const result = kind.forward(layer, output, own, (buffers[String(index)] ?? {}) as Buffers, setup);
    if (result.buffers) after[String(index)] = result.buffers;
    trace.push({ saved: result.saved, weights: own });
    output = result.output;
  });
  return { output, trace, buffers: after };
}

/**
 * Gradients of all trainable tensors in flat order, and of the input where it is asked for. Goes no further down than
 * somebody needs it.
 */
export function backwardThrough(
  layers: readonly Layer[],
  outputGradient: Tensor,
  trace: Tape,
  needsInput: boolean,
): { readonly inputGradient?: Tensor; readonly gradients: readonly Tensor[] } {
  const firstTrained = layers.findIndex((layer) => kindOf(layer).tensors(layer).length > 0);
  if (firstTrained < 0 && !needsInput) return { gradients: [] };
  const lowest = needsInput ? 0 : firstTrained;
  const pieces: (readonly Tensor[])[] = [];
  let gradient: Tensor | undefined = outputGradient;
  for (let index = layers.length - 1; index >= lowest && gradient; index--) {
    const layer = layers[index] as Layer;
    const { saved, weights } = trace[index] as Tape[number];
    const result = kindOf(layer).backward(layer, gradient, saved, weights, needsInput || index > lowest);
    pieces.unshift(result.gradients);
    gradient = result.inputGradient;
  }
  return { ...(needsInput && gradient ? { inputGradient: gradient } : {}), gradients: pieces.flat() };
}
