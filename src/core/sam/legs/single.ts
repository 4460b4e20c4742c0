import { type Legs, part } from '../part';

export const single = part<Legs>()({
  label: 'One',
  help: 'A single step uphill leads to the edge of the ball.',
  source: 'Foret et al. 2021, arXiv:2010.01412',
  fields: {},
  python: () => ({}),
  create: () => ({ count: 1, climb: (leg) => leg(null) }),
});
