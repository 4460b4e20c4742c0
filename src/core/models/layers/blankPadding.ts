import type { Tensor } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';

/** Makes tokens that only fill a sequence up zero. */
export interface BlankPadding {
  readonly kind: 'blankPadding';
}

/** y[n, t] = real[n, t] · x[n, t]; y = x where nothing was filled up. */
export const blankPadding: LayerKind<BlankPadding, Tensor | null> = {
  tensors: () => [],
  outputShape: (_layer, input) => input,
  forward(_layer, input, _weights, _buffers, { real }) {
    if (!real) return { output: input, saved: null };
    const column = real.reshape([...real.shape, 1]);
    return { output: input.mul(column), saved: column };
  },
  backward: (_layer, gradient, column, _weights, needsInput) => ({
    ...(needsInput ? { inputGradient: column ? gradient.mul(column) : gradient } : {}),
    gradients: [],
  }),
};
