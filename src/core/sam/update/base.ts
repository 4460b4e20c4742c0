import { part, type Update } from '../part';

export const base = part<Update>()({
  label: 'The base optimizer',
  help: 'The optimizer that is chosen for all runs takes the step.',
  fields: {},
  python: () => ({}),
  create: () => (optimizer) => optimizer,
});
