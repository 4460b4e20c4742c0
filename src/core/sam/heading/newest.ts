import { type Heading, part } from '../part';

export const newest = part<Heading>()({
  label: 'The gradient',
  help: 'The climb follows the gradient of this step and remembers nothing.',
  source: 'Foret et al. 2021, arXiv:2010.01412',
  fields: {},
  python: () => ({}),
  create: () => ({
    init: () => null,
    asksGradient: true,
    steer: (own) => ({ along: own() }),
    advance: (state) => state,
  }),
});
