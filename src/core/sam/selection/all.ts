import { part, type Selection } from '../part';

export const all = part<Selection>()({
  label: 'All samples',
  help: 'The second pass uses the same samples as the first.',
  fields: {},
  python: () => ({}),
  create: () => ({
    kept: (size) => size,
    scores: false,
    *select({ batch }) {
      return { batch };
    },
  }),
});
