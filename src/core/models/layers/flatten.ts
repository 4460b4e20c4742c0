import type { Shape } from '../../tensor/tensor';
import { sizeOf } from '../layout';
import type { LayerKind } from './layerKind';

export interface Flatten {
  readonly kind: 'flatten';
}

/** [n, …] → [n, product], row-major. */
export const flatten: LayerKind<Flatten, Shape> = {
  tensors: () => [],
  outputShape: (_layer, input) => [sizeOf(input)],
  forward(_layer, input) {
    const samples = input.shape[0] as number;
    return { output: input.reshape([samples, sizeOf(input.shape.slice(1))]), saved: input.shape };
  },
  backward: (_layer, gradient, shape) => ({ inputGradient: gradient.reshape(shape), gradients: [] }),
};
