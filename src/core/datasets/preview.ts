/** A look at a data set: how many samples each class has, and some of the samples themselves. */
import { increase, nth } from '../numbers';
import type { Dataset, Described, Samples } from './dataset';

/** Which training samples to show. */
export interface PreviewChoice {
  /** Only those labelled so, as trained on; null for all. */
  readonly label: number | null;
  /** Only those whose label was changed. */
  readonly isFlippedOnly: boolean;
  /** Samples that fit the choice and are passed over. */
  readonly from: number;
  readonly count: number;
}

export interface Preview extends Pick<Described, 'name' | 'inputShape' | 'classNames' | 'vocabulary' | 'featureNames'> {
  /** Samples per class and split; `trainTrue` are the training samples by their true labels, before any were changed. */
  readonly balance: Readonly<Record<'train' | 'trainTrue' | 'validation' | 'test', readonly number[]>>;
  /** Training samples whose label was changed. */
  readonly flipped: number;
  /** Training samples that fit the choice. */
  readonly fitting: number;
  /** Those shown, in the order of the training set. */
  readonly samples: {
    /** Positions in the training set. */
    readonly rows: readonly number[];
    /** At rest, one after the other: bytes of images or tokens, or numbers. A copy. */
    readonly inputs: Samples['inputs'];
    readonly labels: Uint8Array;
    /** As trained on. */
    readonly noisyLabels: Uint8Array;
  };
}

/** Cost: one pass over the labels. */
export function previewOf(dataset: Dataset, { label, isFlippedOnly, from, count }: PreviewChoice): Preview {
  const { name, inputShape, classes, classNames, vocabulary, featureNames, train, validation, test } = dataset;
  const width = train.inputs.length / train.count;
  const fits = (row: number) =>
    (label === null || train.noisyLabels[row] === label) && (!isFlippedOnly || train.noisyLabels[row] !== train.labels[row]);
  const rows: number[] = [];
  let fitting = 0;
  let flipped = 0;
  for (let row = 0; row < train.count; row++) {
    if (train.noisyLabels[row] !== train.labels[row]) flipped++;
    if (!fits(row)) continue;
    if (fitting >= from && rows.length < count) rows.push(row);
    fitting++;
  }
  const inputs = train.inputs instanceof Uint8Array ? new Uint8Array(rows.length * width) : new Float32Array(rows.length * width);
  rows.forEach((row, place) => inputs.set(train.inputs.subarray(row * width, (row + 1) * width), place * width));
  const pick = (labels: Uint8Array) => Uint8Array.from(rows, (row) => nth(labels, row));
  return {
    name,
    inputShape,
    classNames,
    ...(vocabulary ? { vocabulary } : {}),
    ...(featureNames ? { featureNames } : {}),
    balance: {
      train: histogram(train.noisyLabels, classes),
      trainTrue: histogram(train.labels, classes),
      validation: histogram(validation.labels, classes),
      test: histogram(test.labels, classes),
    },
    flipped,
    fitting,
    samples: { rows, inputs, labels: pick(train.labels), noisyLabels: pick(train.noisyLabels) },
  };
}

function histogram(labels: Uint8Array, classes: number): readonly number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) increase(counts, label, 1);
  return counts;
}
