import type { Shape, Tensor } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';

export interface GlobalAveragePool {
  readonly kind: 'globalAveragePool';
}

/** [n, h, w, c] → [n, c], mean over the image. */
export const globalAveragePool: LayerKind<GlobalAveragePool, { readonly shape: Shape; readonly zeros: Tensor }> = {
  tensors: () => [],
  outputShape(_layer, input) {
    if (input.length !== 3) throw new Error(`global average pooling expects images, got [${input.join(', ')}]`);
    return [input[2] as number];
  },
  forward: (_layer, input) => ({ output: input.mean([1, 2]), saved: { shape: input.shape, zeros: input.mul(0) } }),
  backward(_layer, gradient, { shape, zeros }) {
    const [samples, height, width, channels] = shape as [number, number, number, number];
    return { inputGradient: zeros.add(gradient.mul(1 / (height * width)).reshape([samples, 1, 1, channels])), gradients: [] };
  },
};
