import { nth } from '../../numbers';
import type { Shape } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';
import { zerosWhere } from './zeros';

export interface TokenPool {
  readonly kind: 'tokenPool';
  /** Vector that stands for the sequence: its first token, or the mean of all. */
  readonly of: 'first' | 'mean';
}

/** [n, tokens, features] → [n, features]. */
export const tokenPool: LayerKind<TokenPool, Shape> = {
  tensors: () => [],
  outputShape(_layer, input) {
    if (input.length !== 2) throw new Error(`pooling of tokens expects a sequence, got [${input.join(', ')}]`);
    return [nth(input, 1)];
  },
  forward({ of }, input) {
    const [samples, , features] = input.shape as [number, number, number];
    const output = of === 'mean' ? input.mean([1]) : input.slice([0, 0, 0], [samples, 1, features]).reshape([samples, features]);
    return { output, saved: input.shape };
  },
  backward({ of }, gradient, shape, _weights, needsInput) {
    if (!needsInput) return { gradients: [] };
    const [samples, tokens, features] = shape as [number, number, number];
    const single = gradient.reshape([samples, 1, features]);
    const inputGradient =
      of === 'mean'
        ? single.mul(1 / tokens).add(zerosWhere(gradient, [tokens, 1]))
        : single.pad([
            [0, 0],
            [0, tokens - 1],
            [0, 0],
          ]);
    return { inputGradient, gradients: [] };
  },
};
