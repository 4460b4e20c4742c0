import { type Fallback, part } from '../part';

export const erm = part<Fallback>()({
  label: 'Plain gradient',
  help: 'Steps that do not climb use the gradient at w.',
  fields: {},
  python: () => ({}),
  create: () => ({
    init: () => null,
    asks: { closed: [{ of: 'loss', at: 'params' }], climbed: [] },
    closed(_state, { oracle, params, batch }) {
      const clean = oracle.pass(oracle.descentLoss, params, batch);
      return { update: clean.gradient, sensitivities: [], clean };
    },
    opened: (state) => ({ state }),
  }),
});
