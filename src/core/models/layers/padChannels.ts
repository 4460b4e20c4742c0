import type { LayerKind } from './layerKind';

/** Channels of zeros behind the given ones: a shortcut without parameters (He et al. 2015, arXiv:1512.03385, option A). */
export interface PadChannels {
  readonly kind: 'padChannels';
  /** Channels before and after. */
  readonly from: number;
  readonly to: number;
}

/** [n, h, w, from] → [n, h, w, to], to ≥ from. */
export const padChannels: LayerKind<PadChannels, null> = {
  tensors: () => [],
  outputShape({ from, to }, input) {
    if (input.length !== 3 || input[2] !== from || to < from)
      throw new Error(`padding ${from} channels to ${to} does not fit [${input.join(', ')}]`);
    return [...input.slice(0, 2), to];
  },
  forward: ({ from, to }, input) => ({
    output: input.pad([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, to - from],
    ]),
    saved: null,
  }),
  backward: ({ from }, gradient, _saved, _weights, needsInput) => ({
    ...(needsInput ? { inputGradient: gradient.slice([0, 0, 0, 0], [...gradient.shape.slice(0, 3), from]) } : {}),
    gradients: [],
  }),
};
