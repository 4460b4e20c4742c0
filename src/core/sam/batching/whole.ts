import { type Batching, part } from '../part';

export const whole = part<Batching>()({
  label: 'Whole batch',
  help: 'One perturbation for the whole mini-batch.',
  fields: {},
  python: () => ({}),
  create: () => ({ split: (batch) => [batch], sizes: (size) => [size] }),
});
