import { number } from '../../settings/field';
import { part, type Radius } from '../part';

export const fixed = part<Radius>()({
  label: 'Fixed radius',
  help: 'ρ stays what you set it to.',
  source: 'Foret et al. 2021, arXiv:2010.01412',
  fields: {
    rho: number({
      label: 'Radius ρ',
      help: 'How far each step climbs before it descends, as the length of the perturbation. Too large a radius under-fits down to chance.',
      default: 0.05,
      min: 0,
      max: 10,
      scale: 'log',
      live: true,
      band: [0.1, 0.6],
    }),
  },
  traits: ({ rho }) => (rho < 1e-6 ? ['vanishing-radius'] : []),
  python: ({ rho }) => ({ rho: String(rho) }),
  create: ({ rho }) => ({
    constant: rho,
    init: () => null,
    radius: (_state, { backend }) => backend.scalar(rho),
    *learn(state) {
      return { state };
    },
  }),
});
