/** All data sets an experiment may name, and how a choice becomes data. */
import { type ChosenFrom, type Entry, entryOf, type Registry } from '../settings/entry';
import type { Dataset, RawDataset } from './dataset';
import { floorOf } from './exactCount';
import { dataFields, fileFields, generatedFields } from './fields';
import type { Generator } from './generator';
import { generators } from './generators';
import { makeDataset, makeGenerated, splitSizes } from './split';

export { dataFields };

/** The entry whose samples come from files kept in this browser. */
export const files = {
  label: 'Your files',
  help: 'IDX images and labels (the MNIST family), CIFAR-10 or CIFAR-100, a table of numbers or texts (CSV, TSV, ARFF), or pictures in folders named after their classes; packed or not. They stay in this browser.',
  fields: fileFields,
} as const satisfies Entry;

type WithCommonFields<R extends Registry> = {
  readonly [K in keyof R]: Entry & { readonly fields: typeof generatedFields & R[K]['fields'] };
};

const generated = Object.fromEntries(
  Object.entries<Generator>(generators).map(([kind, { label, help, source, fields }]) => {
    return [kind, { label, help, ...(source ? { source } : {}), fields: { ...generatedFields, ...fields } }];
  }),
) as WithCommonFields<typeof generators>;

/** Data sets by their word in the link, with all their fields. */
export const datasets = { ...generated, files };

/** A chosen data set with its values, label noise and sizes included. */
export type DataChoice = ChosenFrom<typeof datasets>;
type FileChoice = Extract<DataChoice, { readonly kind: 'files' }>;

/** True if a choice needs files; if so, `values.set` is the id of the stored data set. */
export function needsFiles(chosen: DataChoice): chosen is FileChoice {
  return chosen.kind === 'files';
}

/**
 * The data of a choice for a data seed. `raw` is the stored data set where `needsFiles`. Throws on an unknown kind, on
 * missing `raw`, and a `Failure` when the data are too few. Copies file data once.
 */
export function datasetOf(chosen: DataChoice, seed: number, raw?: RawDataset): Dataset {
  const noiseKind = chosen.values.flip === 'any' ? 'any-class' : 'other-class';
  entryOf(datasets, chosen.kind);
  if (needsFiles(chosen)) {
    if (!raw) throw new Error('data set “files”: expected raw samples, got none');
    const { take, hold, val, noise, first } = chosen.values;
    return makeDataset(raw, { trainCount: take, validationShare: val, testShare: hold, labelNoise: noise, noiseKind, first, seed });
  }
  const { n, val, test, noise, first } = chosen.values;
  const sizes = { n, validation: Math.round(val * n), test };
  return makeGenerated(chosen.kind, chosen.values, { ...sizes, labelNoise: noise, noiseKind, first, seed });
}

/** Samples of a stored data set: all of them, and those that its files set apart for test. */
export interface StoredCounts {
  readonly count: number;
  readonly testCount?: number;
}

/** Summary of a raw data set. */
export function storedCounts({ pool, test }: RawDataset): StoredCounts {
  return { count: pool.count + (test?.count ?? 0), testCount: test?.count ?? 0 };
}

/** Training samples of a choice, exactly; where they come from files that are not `stored` yet, the most that there can be. */
export function trainCountOf(chosen: DataChoice, stored?: StoredCounts): number {
  if (!needsFiles(chosen)) {
    const { n, first } = chosen.values;
    return floorOf(first, n);
  }
  const { take, hold, val, first } = chosen.values;
  if (!stored) return floorOf(first, take);
  const { count, testCount = 0 } = stored;
  const options = { trainCount: take, validationShare: val, testShare: hold };
  return floorOf(first, splitSizes(count - testCount, testCount > 0, options).train);
}
