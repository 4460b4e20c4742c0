import { type Fallback, part } from '../part';

export const erm = part<Fallback>()({
  label: 'Plain gradient',
  help: 'Steps that do not climb use the gradient at w.',
  fields: {},
  create: () => ({
    init: () => null,
    closed: (_state, { oracle, params, batch }) => ({
      update: oracle.pass(oracle.descentLoss, params, batch).gradient,
      sensitivities: [],
    }),
    opened: (state) => state,
  }),
});
