import { cifarFormat } from './cifarRecords';
import { cifar10Classes } from './classNames';

const known = {
  name: 'cifar10',
  classNames: cifar10Classes,
  // The usual constants of the training set, algorithms.md §9.
  normalization: { scale: 1 / 255, mean: [0.4914, 0.4822, 0.4465], std: [0.2023, 0.1994, 0.201] },
} as const;

/** CIFAR-10: one label byte per record. */
export const cifar10 = cifarFormat({
  label: 'CIFAR-10 binary batches',
  title: 'CIFAR-10',
  names: /(data|test)_batch.*\.bin|cifar(?!-?100).*\.bin/i,
  labels: [10],
  labelAt: () => 0,
  known: () => known,
});
