import type { Tensor } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';

export interface MaxPool {
  readonly kind: 'maxPool';
  readonly size: number;
  readonly stride: number;
}

/** Largest value of each window, no padding; an incomplete window at the edge is dropped. */
export const maxPool: LayerKind<MaxPool, Tensor> = {
  tensors: () => [],
  outputShape({ size, stride }, input) {
    const [height = 0, width = 0, channels = 0] = input;
    if (input.length !== 3 || height < size || width < size)
      throw new Error(`pooling over ${size}×${size} does not fit [${input.join(', ')}]`);
    return [Math.floor((height - size) / stride) + 1, Math.floor((width - size) / stride) + 1, channels];
  },
  forward: ({ size, stride }, input) => ({ output: input.maxPool(size, stride), saved: input }),
  backward: ({ size, stride }, gradient, input, _weights, needsInput) => ({
    ...(needsInput ? { inputGradient: gradient.maxPoolGradient(input, size, stride) } : {}),
    gradients: [],
  }),
};
