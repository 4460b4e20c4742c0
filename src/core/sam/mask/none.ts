import { type Mask, part } from '../part';

export const none = part<Mask>()({
  label: 'No mask',
  help: 'All trainable parameters are perturbed.',
  fields: {},
  python: () => ({}),
  frames: { mask: null },
  create: () => ({
    init: () => null,
    onGradient: (gradient) => gradient,
    onDirection: (direction) => direction,
    // biome-ignore lint/correctness/useYield: other masks read scores here.
    *advance(state) {
      return state;
    },
  }),
});
