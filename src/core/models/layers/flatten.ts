import type { Shape } from '../../tensor/tensor';
import { sizeOf } from '../../tensor/shape';
import type { LayerKind } from './layerKind';

export interface Flatten {
  readonly kind: 'flatten';
  /** Leading axes of a sample that stay as they are; none without it. */
  readonly keep?: number;
}

/** [n, …] → [n, product], row-major; with `keep: 1`, the rows of an image become the tokens of a sequence. */
export const flatten: LayerKind<Flatten, Shape> = {
  tensors: () => [],
  outputShape: ({ keep = 0 }, input) => [...input.slice(0, keep), sizeOf(input.slice(keep))],
  forward: ({ keep = 0 }, input) => ({
    output: input.reshape([...input.shape.slice(0, keep + 1), sizeOf(input.shape.slice(keep + 1))]),
    saved: input.shape,
  }),
  backward: (_layer, gradient, shape) => ({ inputGradient: gradient.reshape(shape), gradients: [] }),
};
