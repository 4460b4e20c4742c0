import type { Tensor } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';

/** A learned vector for each place in a sequence, added to the token there. */
export interface PositionEmbedding {
  readonly kind: 'positionEmbedding';
  readonly name: string;
  readonly tokens: number;
  readonly features: number;
  /** Standard deviation of the first values. */
  readonly deviation: number;
}

/** y[n, t] = x[n, t] + e[t],  e [tokens, features]. */
export const positionEmbedding: LayerKind<PositionEmbedding, null> = {
  tensors: ({ name, tokens, features, deviation }) => [
    { name: `${name}/embedding`, shape: [tokens, features], kind: 'embedding', deviation },
  ],
  outputShape({ name, tokens, features }, input) {
    if (input.length !== 2 || input[0] !== tokens || input[1] !== features)
      throw new Error(`${name} expects ${tokens} tokens of ${features} features, got [${input.join(', ')}]`);
    return input;
  },
  forward: (_layer, input, [embedding]) => ({ output: input.add(embedding as Tensor), saved: null }),
  backward: (_layer, gradient, _saved, _weights, needsInput) => ({
    ...(needsInput ? { inputGradient: gradient } : {}),
    gradients: [gradient.sum([0])],
  }),
};
