/** From the files of one drop to one raw data set: pairs, joins, names, checks. */
import { lengthAt } from '../tensor/shape';
import { nth } from '../numbers';
import { Failure } from '../failures';
import { byteNormalization, featureNormalization } from './normalization';
import type { RawDataset, Samples } from './dataset';
import { type DecodedFile, digits } from './fileFormat';
import { emnistSet, knownSet } from './knownSets';

/** Images, or rows of features, with their labels, from one file or two. */
interface Batch {
  readonly file: string;
  readonly forTest: boolean;
  /** [height, width, channels], or [features]. */
  readonly shape: readonly number[];
  readonly count: number;
  readonly inputs: Samples['inputs'];
  readonly labels: Uint8Array;
}

/** Fewer cannot be cut into train, validation and test. */
export const FEWEST_SAMPLES = 10;

/**
 * One raw data set from decoded files. Image and label files are paired by name (`train-images`, `train-labels`), or
 * because there is one of each. Files named after a test split (`t10k`, `test`) become the test split when others are
 * there to train on, else they are the pool. Throws a `Failure` that names the file.
 */
export function assemble(files: readonly DecodedFile[]): RawDataset {
  const ordered = withCommonNames([...files]).sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  refuseDoubles(ordered);
  const batches = pair(ordered);
  const [first] = batches;
  if (!first) throw new Failure('file-not-recognized', 'There was no file with samples.');
  refuseMixture(ordered);
  refuseSeveralSets(ordered);
  const toTrain = batches.filter((batch) => !batch.forTest);
  const pool = join(toTrain.length > 0 ? toTrain : batches);
  const test = toTrain.length > 0 && toTrain.length < batches.length ? join(batches.filter((batch) => batch.forTest)) : undefined;
  return describe(ordered, first.shape, pool, test);
}

function describe(files: readonly DecodedFile[], inputShape: readonly number[], pool: Samples, test: Samples | undefined): RawDataset {
  if (pool.count < FEWEST_SAMPLES) throw new Failure('too-few-samples', `There are ${pool.count} samples in all.`);
  const used = [...new Set(pool.labels)].sort((a, b) => a - b);
  if (used.length < 2) throw new Failure('too-few-classes', `All ${digits(pool.count)} labels are ${used[0]}.`);
  const foreign = test?.labels.find((label) => !used.includes(label));
  if (foreign !== undefined) {
    throw new Failure('labels-out-of-range', `The test split has the label ${foreign}, which no training sample has.`);
  }
  const known = files[0]?.known;
  if (known) {
    const { name, classNames, normalization } = known;
    return { name, inputShape, classes: classNames.length, classNames, normalization, pool, ...(test ? { test } : {}) };
  }
  const names = files.find(({ labelNames }) => labelNames)?.labelNames;
  const classNames = used.map((label) => names?.[label] ?? String(label));
  if (inputShape.length === 1)
    return {
      name: nameOf(files),
      inputShape,
      classes: used.length,
      classNames,
      normalization: featureNormalization(pool.inputs, lengthAt(inputShape, 0)),
      isStandardized: true,
      pool: renumber(pool, used),
      ...(test ? { test: renumber(test, used) } : {}),
      notes: ['Features are standardized with mean and deviation of the training split.'],
    };
  const measured = byteNormalization(pool.inputs as Uint8Array, lengthAt(inputShape, 2));
  const known28 = knownSet(inputShape, used.length, pool.count, nth(measured.mean, 0), nth(measured.std, 0));
  const emnist = emnistSet(files[0]?.file ?? '', used);
  const named = emnist ?? known28;
  // Of a known set those of the whole training set, as papers use them: a part of it gets the same numbers.
  const normalization = known28 && !emnist ? { scale: measured.scale, mean: [known28.mean], std: [known28.std] } : measured;
  const notes = [...new Set(files.flatMap(({ note }) => (note ? [note] : [])))];
  return {
    name: named?.name ?? `images-${inputShape[0]}x${inputShape[1]}`,
    inputShape,
    classes: used.length,
    classNames: named?.classNames ?? classNames,
    normalization,
    pool: renumber(pool, used),
    ...(test ? { test: renumber(test, used) } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** `iris-X_train.npy` ↦ `iris`; nothing where the name only says what is in the file. */
function nameOf(files: readonly DecodedFile[]): string {
  const [first] = files;
  const words = stem((first?.file ?? '').replace(/\.[a-z]+$/i, '')).replace(/\b(train|test|arr|\d+)\b/g, ' ');
  return words.trim().replace(/ +/g, '-') || 'rows';
}

/** Files whose labels are words, with the same number for the same word in all of them. */
function withCommonNames(files: DecodedFile[]): DecodedFile[] {
  const named = files.filter(({ labelNames }) => labelNames);
  if (named.length < 2) return files;
  const names = [...new Set(named.flatMap(({ labelNames = [] }) => labelNames))].sort(
    (one, other) => Number(one) - Number(other) || (one < other ? -1 : 1),
  );
  if (names.length > 256) throw new Failure('too-many-classes', `There are ${digits(names.length)} different labels.`);
  return files.map((file) => {
    const { labels, labelNames } = file;
    if (!labels || !labelNames) return file;
    const numbers = labelNames.map((name) => names.indexOf(name));
    return { ...file, labels: labels.map((label) => nth(numbers, label)), labelNames: names };
  });
}

function refuseMixture(files: readonly DecodedFile[]): void {
  const kind = ({ images, features, known }: DecodedFile) => `${known ? `${known.name} ` : ''}${(images ?? features)?.shape.join(' × ')}`;
  const [first, ...others] = files.filter((file) => file.images ?? file.features);
  const other = others.find((file) => first && kind(file) !== kind(first));
  if (first && other)
    throw new Failure(
      'files-differ',
      `“${first.file}” has ${first.features ? 'rows' : 'images'} of ${kind(first)}, “${other.file}” of ${kind(other)}.`,
    );
}

/** Files that carry the names of several sets, as the archive of EMNIST does: their labels mean other things. */
function refuseSeveralSets(files: readonly DecodedFile[]): void {
  const sets = new Map<string, string>();
  for (const { file, images, known } of files) if (images && !known) sets.set(setName(file), file);
  if (sets.size < 2) return;
  const [[, first], [, second]] = [...sets] as [[string, string], [string, string]];
  throw new Failure(
    'files-differ',
    `“${first}” and “${second}” are parts of ${digits(sets.size)} sets: ${[...sets.keys()].map((name) => name || 'one without a name').join(', ')}.`,
  );
}

/** Words of a name beside its split and its kind: `emnist-letters-train-images-idx3-ubyte` ↦ `emnist letters`. */
function setName(file: string): string {
  return stem(file)
    .replace(/\b(train|training|test|testing|t|val|valid|validation|k|part|batch|data|\d+)\b/g, '')
    .replace(/ +/g, ' ')
    .trim();
}

function refuseDoubles(files: readonly DecodedFile[]): void {
  const seen = new Set<string>();
  for (const { file } of files) {
    const plain = file.replace(/\.gz$/i, '').toLowerCase();
    if (seen.has(plain)) throw new Failure('file-twice', `“${file}”:`);
    seen.add(plain);
  }
}

function pair(files: readonly DecodedFile[]): readonly Batch[] {
  const images = files.filter((file) => (file.images ?? file.features) && !file.labels);
  const labels = files.filter((file) => file.labels && !(file.images ?? file.features));
  const single = images.length === 1 && labels.length === 1;
  const unpaired = new Set(labels);
  return files
    .flatMap((file): Batch[] => {
      const samples = file.images ?? file.features;
      if (!samples) return [];
      const what = file.images ? 'images' : 'rows of features';
      const partner = file.labels ? file : single ? labels[0] : labels.find((other) => stem(other.file) === stem(file.file));
      if (!partner?.labels) throw new Failure('images-without-labels', `“${file.file}” has ${digits(file.count)} ${what}.`);
      unpaired.delete(partner);
      if (partner.count !== file.count) {
        throw new Failure(
          'counts-differ',
          `“${file.file}” has ${digits(file.count)} ${what}, “${partner.file}” ${digits(partner.count)} labels.`,
        );
      }
      return [
        {
          file: file.file,
          forTest: isForTest(file.file),
          shape: samples.shape,
          count: file.count,
          inputs: samples.values,
          labels: partner.labels,
        },
      ];
    })
    .concat(refuseLeft(unpaired));
}

function refuseLeft(labels: ReadonlySet<DecodedFile>): [] {
  for (const { file, count } of labels) throw new Failure('labels-without-images', `“${file}” has ${digits(count)} labels.`);
  return [];
}

/** Rest of a name without the words that tell images from labels: `train-images-idx3-ubyte.gz` ↦ `train`. */
function stem(file: string): string {
  const words = file.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
  return words
    .join(' ')
    .replace(/\b(images?|imgs?|labels?|data|features|inputs|targets?|idx \d|ubyte|gz|npy|npz|x|y)\b/g, '')
    .replace(/ +/g, ' ')
    .trim();
}

/** True if a file, or one of the folders it lies in, is named after a test split. */
export function isForTest(file: string): boolean {
  return /(^|[^a-z0-9])(t10k|t50k|test)([^a-z0-9]|$)/i.test(file.replaceAll('_', '-'));
}

/**
 * True if a file, or one of the folders it lies in, is called a development set, which is tested on where no test file has labels:
 * GLUE keeps those of its test files to itself.
 */
export function isForDevelopment(file: string): boolean {
  return /(^|[^a-z0-9])(dev|development)([^a-z0-9]|$)/i.test(file.replaceAll('_', '-'));
}

function join(batches: readonly Batch[]): Samples {
  const [first] = batches;
  if (first && batches.length === 1) return { count: first.count, inputs: first.inputs, labels: first.labels };
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const labels = new Uint8Array(count);
  const length = batches.reduce((sum, batch) => sum + batch.inputs.length, 0);
  const inputs = first?.inputs instanceof Float32Array ? new Float32Array(length) : new Uint8Array(length);
  let [row, offset] = [0, 0];
  for (const batch of batches) {
    labels.set(batch.labels, row);
    inputs.set(batch.inputs, offset);
    row += batch.count;
    offset += batch.inputs.length;
  }
  return { count, inputs, labels };
}

/** Labels as they were in the file to 0 … classes − 1, in order, so that a class without samples is no class. */
function renumber(samples: Samples, used: readonly number[]): Samples {
  if (used.every((label, index) => label === index)) return samples;
  const index = new Map(used.map((label, position) => [label, position]));
  return { ...samples, labels: samples.labels.map((label) => index.get(label) as number) };
}
