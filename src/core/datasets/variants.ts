/**
 * Variants of data sets that papers name, as values of the fields every data set has. Where both are used, labels are
 * changed first and the first samples kept after. Source: Tahmasebi et al. 2024, arXiv:2406.03682; algorithms.md §9.
 */
import type { FieldValue } from '../settings/field';

export interface Variant {
  readonly label: string;
  readonly help: string;
  readonly values: Readonly<Record<'noise' | 'flip' | 'first', FieldValue>>;
}

const SMALL = 0.1;
const CORRUPTED = 0.2;

export const variants: Readonly<Record<string, Variant>> = {
  whole: {
    label: 'all samples, right labels',
    help: 'The data set as it is.',
    values: { noise: 0, flip: 'other', first: 1 },
  },
  s: {
    label: '“-S”: a tenth of the samples',
    help: 'Keeps the first tenth of the training samples in file order, rounded down, with their right labels.',
    values: { noise: 0, flip: 'other', first: SMALL },
  },
  c: {
    label: '“-C”: a fifth of the labels wrong',
    help: 'Gives a fifth of the training samples, rounded up, a label drawn evenly from the other classes.',
    values: { noise: CORRUPTED, flip: 'other', first: 1 },
  },
  'c-s': {
    label: '“-C”, then “-S”',
    help: 'Changes a fifth of the labels and then keeps the first tenth of the samples.',
    values: { noise: CORRUPTED, flip: 'other', first: SMALL },
  },
};
