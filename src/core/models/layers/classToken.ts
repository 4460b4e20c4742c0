import { lengthAt } from '../../tensor/shape';
import { nth } from '../../numbers';
import type { Tensor } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';

/** A learned token in front of a sequence, whose last state the classifier reads (Devlin et al. 2019; Dosovitskiy et al. 2021). */
export interface ClassToken {
  readonly kind: 'classToken';
  readonly name: string;
  readonly features: number;
  /** Standard deviation of the first values. */
  readonly deviation: number;
}

/** [n, t, features] → [n, t + 1, features]. */
export const classToken: LayerKind<ClassToken, null> = {
  tensors: ({ name, features, deviation }) => [{ name: `${name}/embedding`, shape: [features], kind: 'embedding', deviation }],
  outputShape({ name, features }, input) {
    if (input.length !== 2 || input[1] !== features)
      throw new Error(`${name} expects tokens of ${features} features, got [${input.join(', ')}]`);
    return [nth(input, 0) + 1, features];
  },
  forward({ features }, input, [embedding]) {
    const tokens = lengthAt(input.shape, 1);
    const alone = (embedding as Tensor).reshape([1, features]).pad([
      [0, tokens],
      [0, 0],
    ]);
    const shifted = input.pad([
      [0, 0],
      [1, 0],
      [0, 0],
    ]);
    return { output: shifted.add(alone), saved: null };
  },
  backward({ features }, gradient, _saved, _weights, needsInput) {
    const [samples, tokens] = gradient.shape as [number, number, number];
    const own = gradient.slice([0, 0, 0], [samples, 1, features]).sum([0, 1]);
    return {
      ...(needsInput ? { inputGradient: gradient.slice([0, 1, 0], [samples, tokens - 1, features]) } : {}),
      gradients: [own],
    };
  },
};
