/** All data sets an experiment may name, and how a choice becomes data. */
import { type Chosen, type Entry, entryOf, type Registry } from '../settings/entry';
import { defaultsOf, type FieldMap, type FieldValue, type ValuesOf } from '../settings/field';
import type { Dataset, RawDataset } from './dataset';
import { floorOf } from './exactCount';
import { augmentationFields, dataFields, fileFields, generatedFields } from './fields';
import type { Generator } from './generator';
import { generators } from './generators';
import { makeDataset, makeGenerated, splitSizes } from './split';

export { dataFields };

/** The entry whose samples come from files kept in this browser. */
export const files: Entry = {
  label: 'Your files',
  help: 'IDX images and labels (the MNIST family), CIFAR-10 or CIFAR-100, a table of numbers or texts (CSV, TSV), or pictures in folders named after their classes; packed or not. They stay in this browser.',
  fields: fileFields,
};

const generated: Registry = Object.fromEntries(
  Object.entries(generators).map(([kind, { label, help, source, fields, inputShape }]: [string, Generator]) => {
    const forImages = inputShape.length === 3 ? augmentationFields : {};
    return [kind, { label, help, ...(source ? { source } : {}), fields: { ...generatedFields, ...fields, ...forImages } }];
  }),
);

/** Data sets by their word in the link, with all their fields. */
export const datasets: Registry = { ...generated, files };

/** Whether a choice needs files; if so, `values.set` is the id of the stored data set. */
export function needsFiles(chosen: Chosen): boolean {
  return chosen.kind === 'files';
}

/**
 * The data of a choice for a data seed. `raw` is the stored data set where `needsFiles`. Throws on an unknown kind, on
 * missing `raw`, and a `Failure` when the data are too few. Copies file data once.
 */
export function datasetOf(chosen: Chosen, seed: number, raw?: RawDataset): Dataset {
  const noiseKind = chosen.values.flip === 'any' ? 'any-class' : 'other-class';
  entryOf(datasets, chosen.kind);
  if (needsFiles(chosen)) {
    if (!raw) throw new Error('data set “files”: expected raw samples, got none');
    const { take, hold, val, noise, first } = complete(fileFields, chosen.values);
    return makeDataset(raw, { trainCount: take, validationShare: val, testShare: hold, labelNoise: noise, noiseKind, first, seed });
  }
  const { n, val, test, noise, first } = complete(generatedFields, chosen.values);
  const sizes = { n, validation: Math.round(val * n), test };
  return makeGenerated(chosen.kind, chosen.values, { ...sizes, labelNoise: noise, noiseKind, first, seed });
}

/** Samples of a stored data set: all of them, and those that its files set apart for test. */
export interface StoredCounts {
  readonly count: number;
  readonly testCount?: number;
}

/** What a raw data set's summary would say. */
export function storedCounts({ pool, test }: RawDataset): StoredCounts {
  return { count: pool.count + (test?.count ?? 0), testCount: test?.count ?? 0 };
}

/** Training samples of a choice, exactly; where they come from files that are not `stored` yet, the most that there can be. */
export function trainCountOf(chosen: Chosen, stored?: StoredCounts): number {
  if (!needsFiles(chosen)) {
    const { n, first } = complete(generatedFields, chosen.values);
    return floorOf(first, n);
  }
  const { take, hold, val, first } = complete(fileFields, chosen.values);
  if (!stored) return floorOf(first, take);
  const { count, testCount = 0 } = stored;
  const options = { trainCount: take, validationShare: val, testShare: hold };
  return floorOf(first, splitSizes(count - testCount, testCount > 0, options).train);
}

function complete<F extends FieldMap>(fields: F, values: Readonly<Record<string, FieldValue>>): ValuesOf<F> {
  return { ...defaultsOf(fields), ...values } as ValuesOf<F>;
}
