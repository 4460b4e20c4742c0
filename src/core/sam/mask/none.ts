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
    *advance(state) {
      return state;
    },
  }),
});
