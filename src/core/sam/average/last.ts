import { type Averaging, part } from '../part';

export const last = part<Averaging>()({
  label: 'The last weights',
  help: 'What training has come to is judged as it is.',
  fields: {},
  python: () => ({}),
  create: () => ({
    init: () => null,
    advance: (state) => state,
    judged: () => null,
  }),
});
