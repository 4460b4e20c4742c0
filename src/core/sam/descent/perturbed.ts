import { type DescentRule, part } from '../part';

export const perturbed = part<DescentRule>()({
  label: 'Gradient at w + ε',
  help: 'Descends with the gradient found at the top of the climb.',
  source: 'Foret et al. 2021, arXiv:2010.01412',
  fields: {},
  python: () => ({}),
  create: () => ({
    climbs: true,
    asks: [],
    *descend(_context, ascent) {
      const { perturbed: pass, direction } = yield* ascent.climb();
      return { update: pass.gradient, sensitivities: [{ coefficient: 1, gradient: pass.gradient, direction }] };
    },
  }),
});
