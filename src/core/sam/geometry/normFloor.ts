import { number } from '../../settings/field';
import { NORM_FLOOR } from '../norm';

/** The constant added to the norm: official codes use 1e-12, 1e-16 or 1e-7 (algorithms.md §1.4). */
export const normFloor = number({
  label: 'Added to the norm',
  help: 'Keeps the division defined when the gradient is zero.',
  default: NORM_FLOOR,
  min: 1e-16,
  max: 1e-3,
  scale: 'log',
});
