/** From raw samples, or from a generator, to a data set cut into train, validation and test. */
import { Failure } from '../failures';
import { permutation, randomStream } from '../random';
import { entryOf } from '../settings/entry';
import type { FieldValue } from '../settings/field';
import type { Dataset, Described, RawDataset, Samples } from './dataset';
import { generators } from './generators';
import { corruptLabels, type NoiseKind } from './labelNoise';

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
  readonly seed: number;
}

/**
 * Cuts raw data by a seeded shuffle: test = round(testShare · pool) or the files' own test split; of the rest,
 * validation = round(validationShare · train) and train as many as that leaves, but at most `trainCount`. Test and
 * validation labels stay clean; fewer training samples are a part of more. Throws `too-few-samples` when a part would
 * be empty. Copies what it takes.
 */
export function makeDataset(raw: RawDataset, options: SplitOptions): Dataset {
  const { validationShare, testShare, seed, trainCount = Number.POSITIVE_INFINITY } = options;
  const order = permutation(raw.pool.count, randomStream(seed, 'split'));
  const testCount = raw.test ? 0 : Math.round(testShare * order.length);
  const train = Math.min(trainCount, mostTrained(order.length - testCount, validationShare));
  const validation = Math.round(validationShare * train);
  if (train < 1 || (validationShare > 0 && validation < 1) || (raw.test ?? { count: testCount }).count < 1) {
    throw new Failure(
      'too-few-samples',
      `“${raw.name}” has ${raw.pool.count} samples, which gives ${train} to train, ${validation} to validate and ${testCount} to test on.`,
    );
  }
  const { pool } = raw;
  return finish(raw, options, {
    test: raw.test ?? gather(pool, order.subarray(0, testCount)),
    train: gather(pool, order.subarray(testCount, testCount + train)),
    validation: gather(pool, order.subarray(order.length - validation)),
  });
}

export interface GeneratedOptions {
  /** Training points, exactly. */
  readonly n: number;
  /** Validation points, exactly. */
  readonly validation: number;
  /** Test points, exactly. */
  readonly test: number;
  readonly labelNoise: number;
  readonly noiseKind?: NoiseKind;
  readonly seed: number;
}

/** Draws the three parts of generator `kind` independently; each is `generate` for a seed of its own, train for `seed` itself. */
export function makeGenerated(kind: string, values: Readonly<Record<string, FieldValue>>, options: GeneratedOptions): Dataset {
  const generator = entryOf(generators, kind);
  const { n, validation, test, seed, labelNoise, noiseKind = 'other-class' } = options;
  const seedOf = (part: string) => randomStream(seed, `points:${part}`).integer(2 ** 32);
  const draw = (count: number, partSeed: number): Samples => {
    const { inputs, labels } = generator.generate(values, count, partSeed);
    return { count, inputs, labels };
  };
  const classes = generator.classes(values);
  const described: Described = {
    name: kind,
    inputShape: [2],
    classes,
    classNames: Array.from({ length: classes }, (_, index) => String(index + 1)),
    normalization: { scale: 1, mean: [0, 0], std: [1, 1] },
  };
  return finish(
    described,
    { labelNoise, noiseKind, seed },
    {
      train: draw(n, seed),
      validation: draw(validation, seedOf('validation')),
      test: draw(test, seedOf('test')),
    },
  );
}

function finish(
  { name, inputShape, classes, classNames, normalization }: Described,
  { labelNoise, noiseKind, seed }: Pick<SplitOptions, 'labelNoise' | 'noiseKind' | 'seed'>,
  { train, validation, test }: Readonly<Record<'train' | 'validation' | 'test', Samples>>,
): Dataset {
  const noisyLabels = corruptLabels(train.labels, classes, labelNoise, noiseKind, seed);
  return { name, inputShape, classes, classNames, normalization, labelNoise, train: { ...train, noisyLabels }, validation, test };
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
    labels[index] = samples.labels[row] as number;
  });
  return { count: rows.length, inputs, labels };
}
