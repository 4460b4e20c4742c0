import { type Gate, part } from '../part';

export const never = part<Gate>()({
  label: 'Never',
  help: 'No step climbs: the base optimizer alone (empirical risk minimization).',
  fields: {},
  python: () => ({}),
  create: () => ({
    climbs: false,
    openShare: 0,
    init: () => null,
    *decide(state) {
      return { open: false, state };
    },
  }),
});
