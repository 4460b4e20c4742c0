/** All data sets an experiment may name, and how a choice becomes data. */
import { type Chosen, type Entry, entryOf, type Registry } from '../settings/entry';
import { defaultsOf, type FieldMap, type FieldValue, type ValuesOf } from '../settings/field';
import type { Dataset, RawDataset } from './dataset';
import { floorOf } from './exactCount';
import { dataFields, fileFields, generatedFields } from './fields';
import type { Generator } from './generator';
import { generators } from './generators';
import { makeDataset, makeGenerated } from './split';

export { dataFields };

/** The entry whose samples come from files kept in this browser. */
export const files: Entry = {
  label: 'Your files',
  help: 'IDX images and labels (the MNIST family), CIFAR-10 or CIFAR-100, a table of numbers or texts (CSV, TSV), or pictures in folders named after their classes; packed or not. They stay in this browser.',
  fields: fileFields,
};

const generated: Registry = Object.fromEntries(
  Object.entries(generators).map(([kind, { label, help, source, fields }]: [string, Generator]) => [
    kind,
    { label, help, ...(source ? { source } : {}), fields: { ...generatedFields, ...fields } },
  ]),
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

/** Training samples of a choice: exactly where they are generated, at most where `stored` of them come from files. */
export function trainCountOf(chosen: Chosen, stored = Number.POSITIVE_INFINITY): number {
  const { take, first } = complete(fileFields, chosen.values);
  const available = needsFiles(chosen) ? Math.min(stored, take) : complete(generatedFields, chosen.values).n;
  return floorOf(first, available);
}

function complete<F extends FieldMap>(fields: F, values: Readonly<Record<string, FieldValue>>): ValuesOf<F> {
  return { ...defaultsOf(fields), ...values } as ValuesOf<F>;
}
