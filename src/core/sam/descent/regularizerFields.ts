import { choice, number } from '../../settings/field';

/** λ, which every member of the universal class has. */
export const lambda = number({
  label: 'Weight λ',
  help: 'How much of the regularizer’s gradient is added.',
  default: 0.1,
  min: 0,
  max: 100,
  scale: 'log',
});

/** Meaning of λ: the authors’ code’s, or that of the objective L + λR (algorithms.md §7.7). */
export const gradscale = choice({
  label: 'Scale of λ',
  help: 'Published values of λ are for the authors’ code, which leaves factors of ρ out.',
  default: 'code',
  options: [
    { value: 'code', label: 'as in the code' },
    { value: 'exact', label: 'exact' },
  ],
});
