import type { Tensor } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';

export interface Dropout {
  readonly kind: 'dropout';
  /** Names its draws. */
  readonly name: string;
  /** Share of units set to 0 in training, in [0, 1). */
  readonly rate: number;
}

/**
 * y = m ⊙ x/(1 − rate),  m = 1 with probability 1 − rate in training; y = x in evaluation.
 *
 * The mask comes with the pass, so both passes of a step have the same (algorithms.md §1.7).
 *
 * Source: Srivastava et al. 2014, "Dropout", JMLR 15, §10, in its inverted form.
 */
export const dropout: LayerKind<Dropout, Tensor | null> = {
  tensors: () => [],
  outputShape: (_layer, input) => input,
  forward({ name, rate }, input, _weights, _buffers, { mode, dropped }) {
    if (mode === 'evaluate' || !dropped || rate === 0) return { output: input, saved: null };
    const mask = dropped(name, 1 - rate, input.shape).mul(1 / (1 - rate));
    return { output: input.mul(mask), saved: mask };
  },
  backward: (_layer, gradient, mask, _weights, needsInput) => ({
    ...(needsInput ? { inputGradient: mask ? gradient.mul(mask) : gradient } : {}),
    gradients: [],
  }),
};
