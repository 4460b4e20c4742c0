/** From raw samples, or from a generator, to a data set cut into train, validation and test. */
import { byteAt, nth } from '../numbers';
import { Failure } from '../failures';
import { permutation, randomStream } from '../random';
import { entryOf } from '../settings/entry';
import type { FieldValue } from '../settings/field';
import { type Dataset, type Described, type RawDataset, type Samples, sampleWidth, type TrainingSamples } from './dataset';
import { floorOf } from './exactCount';
import type { GapGroup } from './dataset';
import { filled, fillings } from './gaps';
import { generators } from './generators';
import { corruptLabels, type NoiseKind } from './labelNoise';
import { featureNormalization } from './normalization';

export interface SplitOptions {
  /** Most training samples, chosen at random. Default: all that validation and test leave. */
  readonly trainCount?: number;
  /** Validation samples per training sample. */
  readonly validationShare: number;
  /** Share of the pool held out for test. Not used where the raw data bring a test split. */
  readonly testShare: number;
  /** Share of training labels that are redrawn, 0 … 1. */
  readonly labelNoise: number;
  readonly noiseKind: NoiseKind;
  /** Share of the training samples that are kept, the first in file order, 0 … 1; all where it is left out. */
  readonly first?: number;
  readonly seed: number;
}

/** Samples of each part that a pool of `count` is cut into; those that come first in the files are not chosen yet. */
export function splitSizes(
  count: number,
  hasTest: boolean,
  { trainCount = Number.POSITIVE_INFINITY, validationShare, testShare }: Pick<SplitOptions, 'trainCount' | 'validationShare' | 'testShare'>,
): { readonly train: number; readonly validation: number; readonly test: number } {
  const test = hasTest ? 0 : Math.round(testShare * count);
  const train = Math.min(trainCount, mostTrained(count - test, validationShare));
  return { train, validation: Math.round(validationShare * train), test };
}

/**
 * Cuts raw data by a seeded shuffle: test = round(testShare · pool) or the files' own test split; of the rest,
 * validation = round(validationShare · train) and train as many as that leaves, but at most `trainCount`. Test and
 * validation labels stay clean; fewer training samples are a part of more. Of the training samples the ⌊first · train⌋ that
 * come first in the files are kept, after their labels were changed; the other parts do not depend on that. Throws
 * `too-few-samples` when a part would be empty. Copies what it takes.
 */
export function makeDataset(raw: RawDataset, options: SplitOptions): Dataset {
  const { validationShare, seed } = options;
  const order = permutation(raw.pool.count, randomStream(seed, 'split'));
  const { train, validation, test: testCount } = splitSizes(order.length, raw.test !== undefined, options);
  if (train < 1 || (validationShare > 0 && validation < 1) || (raw.test ?? { count: testCount }).count < 1) {
    throw new Failure(
      'too-few-samples',
      `“${raw.name}” has ${raw.pool.count} samples, which gives ${train} to train, ${validation} to validate and ${testCount} to test on.`,
    );
  }
  const { pool } = raw;
  const rows = order.subarray(testCount, testCount + train);
  const cut = {
    test: raw.test ?? gather(pool, order.subarray(0, testCount)),
    train: gather(pool, rows),
    validation: gather(pool, order.subarray(order.length - validation)),
  };
  const parts = raw.gaps ? withoutGaps(cut, raw.gaps) : cut;
  const normalization = raw.isStandardized ? featureNormalization(parts.train.inputs, sampleWidth(raw)) : raw.normalization;
  return finish({ ...raw, normalization }, options, parts, rows);
}

type Parts = Readonly<Record<'train' | 'validation' | 'test', Samples>>;

function withoutGaps({ train, validation, test }: Parts, gaps: readonly GapGroup[]): Parts {
  const values = fillings(train, gaps);
  return { train: filled(train, gaps, values), validation: filled(validation, gaps, values), test: filled(test, gaps, values) };
}

export interface GeneratedOptions {
  /** Training samples, exactly. */
  readonly n: number;
  /** Validation samples, exactly. */
  readonly validation: number;
  /** Test samples, exactly. */
  readonly test: number;
  readonly labelNoise: number;
  readonly noiseKind?: NoiseKind;
  /** Share of the training samples that are kept, the first drawn, 0 … 1; all where it is left out. */
  readonly first?: number;
  readonly seed: number;
}

/** Draws the three parts of generator `kind` independently; each is `generate` for a seed of its own, train for `seed` itself. */
export function makeGenerated(kind: string, values: Readonly<Record<string, FieldValue>>, options: GeneratedOptions): Dataset {
  const generator = entryOf(generators, kind);
  const { n, validation, test, seed, labelNoise, noiseKind = 'other-class', first = 1 } = options;
  const seedOf = (part: string) => randomStream(seed, `points:${part}`).integer(2 ** 32);
  const draw = (count: number, partSeed: number): Samples => {
    const { inputs, labels } = generator.generate(values, count, partSeed);
    return { count, inputs, labels };
  };
  const { normalization, vocabulary } = generator;
  const described: Described = {
    name: kind,
    inputShape: generator.inputShape(values),
    classes: generator.classes(values),
    classNames: generator.classNames(values),
    normalization,
    ...(vocabulary ? { vocabulary: vocabulary(values) } : {}),
  };
  return finish(
    described,
    { labelNoise, noiseKind, first, seed },
    {
      train: draw(n, seed),
      validation: draw(validation, seedOf('validation')),
      test: draw(test, seedOf('test')),
    },
  );
}

function finish(
  { name, inputShape, classes, classNames, normalization, vocabulary, featureNames }: Described,
  { labelNoise, noiseKind, first = 1, seed }: Pick<SplitOptions, 'labelNoise' | 'noiseKind' | 'first' | 'seed'>,
  { train, validation, test }: Readonly<Record<'train' | 'validation' | 'test', Samples>>,
  places?: Uint32Array,
): Dataset {
  const noisyLabels = corruptLabels(train.labels, classes, labelNoise, noiseKind, seed);
  const all: TrainingSamples = { ...train, noisyLabels };
  const kept = first < 1 ? firstOf(all, floorOf(first, train.count), places) : all;
  if (kept.count === 0) {
    throw new Failure('too-few-samples', `Of the ${train.count} training samples of “${name}” the first ${first * 100} % are none.`);
  }
  return {
    name,
    inputShape,
    classes,
    classNames,
    normalization,
    ...(vocabulary ? { vocabulary } : {}),
    ...(featureNames ? { featureNames } : {}),
    labelNoise,
    train: kept,
    validation,
    test,
  };
}

/** The `count` samples with the lowest places in the file, in that order; places are the rows themselves where none are given. */
function firstOf(samples: TrainingSamples, count: number, places?: Uint32Array): TrainingSamples {
  const rows = Uint32Array.from({ length: samples.count }, (_, row) => row);
  if (places) rows.sort((one, other) => nth(places, one) - nth(places, other));
  const chosen = rows.subarray(0, count);
  return { ...gather(samples, chosen), noisyLabels: Uint8Array.from(chosen, (row) => byteAt(samples.noisyLabels, row)) };
}

/** Largest t with t + round(share · t) ≤ count. */
function mostTrained(count: number, share: number): number {
  let train = Math.floor((count + 1) / (1 + share));
  while (train > 0 && train + Math.round(share * train) > count) train--;
  return train;
}

function gather(samples: Samples, rows: Uint32Array): Samples {
  const width = samples.inputs.length / samples.count;
  const inputs = samples.inputs instanceof Uint8Array ? new Uint8Array(rows.length * width) : new Float32Array(rows.length * width);
  const labels = new Uint8Array(rows.length);
  rows.forEach((row, index) => {
    inputs.set(samples.inputs.subarray(row * width, (row + 1) * width), index * width);
    labels[index] = byteAt(samples.labels, row);
  });
  return { count: rows.length, inputs, labels };
}
