import type { Tensor } from '../../tensor/tensor';
import type { Layer } from '../layers';
import type { TensorSpec } from '../layout';
import { backwardThrough, buffersOf, forwardThrough, measured, tensorsOf, type Tape } from '../sequence';
import type { LayerKind } from './layerKind';

/** Layers that share weights: tensors of one name are one tensor. */
export interface Tied {
  readonly kind: 'tied';
  readonly layers: readonly Layer[];
}

/** What the layers give; the gradient of a shared tensor is the sum over all that share it. */
export const tied: LayerKind<Tied, Tape> = {
  tensors: ({ layers }) => shared(layers).specs,
  buffers: ({ layers }) => buffersOf(layers),
  inner: ({ layers }, input) => measured(layers, input),
  outputShape: ({ layers }, input) => measured(layers, input).shape,
  forward({ layers }, input, weights, buffers, setup) {
    const { places } = shared(layers);
    const all = places.map((place) => weights[place] as Tensor);
    const { output, trace, buffers: after } = forwardThrough(layers, input, all, buffers, setup);
    return { output, saved: trace, ...(Object.keys(after).length > 0 ? { buffers: after } : {}) };
  },
  backward({ layers }, gradient, trace, _weights, needsInput) {
    const { places, specs } = shared(layers);
    const { gradients, ...below } = backwardThrough(layers, gradient, trace, needsInput);
    const sums = new Array<Tensor | undefined>(specs.length).fill(undefined);
    gradients.forEach((own, index) => {
      const place = places[index] as number;
      sums[place] = sums[place]?.add(own) ?? own;
    });
    return { ...below, gradients: sums as Tensor[] };
  },
};

/** Tensors by name, each once, and which of them each of the layers' own is. */
function shared(layers: readonly Layer[]): { readonly specs: readonly TensorSpec[]; readonly places: readonly number[] } {
  const specs: TensorSpec[] = [];
  const known = new Map<string, number>();
  const places = tensorsOf(layers).map((spec) => {
    const place = known.get(spec.name);
    if (place !== undefined) return place;
    known.set(spec.name, specs.length);
    return specs.push(spec) - 1;
  });
  return { specs, places };
}
