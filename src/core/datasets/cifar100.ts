import { cifarFormat } from './cifarRecords';
import { cifar100Classes, cifar100Superclasses } from './classNames';

// The usual constants of the training set, algorithms.md §9.
const normalization = { scale: 1 / 255, mean: [0.5071, 0.4867, 0.4408], std: [0.2675, 0.2565, 0.2761] };

/** CIFAR-100: a coarse, then a fine label byte per record. */
export const cifar100 = cifarFormat({
  label: 'CIFAR-100 binary files',
  title: 'CIFAR-100',
  names: /(^|\/)(train|test)\.bin|cifar-?100.*\.bin/i,
  labels: [20, 100],
  labelAt: ({ labels }) => (labels === 'coarse' ? 0 : 1),
  known: ({ labels }) =>
    labels === 'coarse'
      ? { name: 'cifar100-coarse', classNames: cifar100Superclasses, normalization }
      : { name: 'cifar100', classNames: cifar100Classes, normalization },
});
