import { nth } from '../../numbers';
import type { Shape } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';
import { zerosWhere } from './zeros';

export interface GlobalAveragePool {
  readonly kind: 'globalAveragePool';
}

/** [n, h, w, c] → [n, c], mean over the image. */
export const globalAveragePool: LayerKind<GlobalAveragePool, Shape> = {
  tensors: () => [],
  outputShape(_layer, input) {
    if (input.length !== 3) throw new Error(`global average pooling expects images, got [${input.join(', ')}]`);
    return [nth(input, 2)];
  },
  forward: (_layer, input) => ({ output: input.mean([1, 2]), saved: input.shape }),
  backward(_layer, gradient, shape, _weights, needsInput) {
    if (!needsInput) return { gradients: [] };
    const [samples, height, width, channels] = shape as [number, number, number, number];
    const share = gradient.mul(1 / (height * width)).reshape([samples, 1, 1, channels]);
    return { inputGradient: share.add(zerosWhere(gradient, [height, width, 1])), gradients: [] };
  },
};
