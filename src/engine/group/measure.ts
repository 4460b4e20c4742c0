/** Measurements of one network on whole splits (algorithms.md §12): evaluation mode, no smoothing, no weight decay. */
import { lengthAt } from '../../core/tensor/shape';
import { byteAt, increase, nth } from '../../core/numbers';
import type { Samples } from '../../core/datasets/dataset';
import { forward, type Network, type NetworkState } from '../../core/models/network';
import { crossEntropyWith, type OffTarget } from '../../core/sam/ascent/crossEntropy';
import type { Batch } from '../../core/sam/oracle';
import type { Backend, Tensor, Vector } from '../../core/tensor/tensor';
import type { SeedData } from './batches';
import { type Company, computeTogether, type Unread } from './unread';

/** Rows of a forward pass that is only evaluated: large enough to be efficient. */
const CHUNK = 512;
/** Numbers that passes within one scope may keep, where nothing is freed before its end: 128 MiB and some copies. */
const KEPT_NUMBERS = 2 ** 25;

/** Training samples that sharpness and directions are looked at on: twice a usual mini-batch. */
const LOOKED_AT = 64;

/** The splits of one seed on the device, uploaded once and shared by its members. */
export interface Splits {
  readonly train: Split;
  readonly validation: Split;
  readonly test: Split;
  /** The first training samples, the same for every member of the seed, for `measureLocalSharpness`. */
  readonly probe: ProbeSamples;
  /** How the test labels would be flipped if they were training labels. */
  readonly noise: { readonly rate: number; readonly offTarget: OffTarget };
}
/** Samples to look at around w, and which of them are labelled wrong: 1 or 0, [size]. */
export interface ProbeSamples extends Batch {
  readonly isWrong: Tensor;
}
interface Split {
  readonly chunks: readonly Chunk[];
  readonly count: number;
}
interface Chunk {
  readonly inputs: Tensor;
  /** One-hot labels the split is judged by: the (noisy) training labels, or the clean ones. */
  readonly targets: Tensor;
  /** 1 where the training label is wrong. */
  readonly isWrong: Tensor | null;
}

/** Rows that may be evaluated before something is freed; at least one. */
export function evaluatedAtOnce({ activations }: Pick<Network, 'activations'>): number {
  return Math.max(1, Math.floor(KEPT_NUMBERS / activations));
}

/**
 * Uploads at most `most` samples of each split. They stay on the device until freed with `backend.free(splits)`.
 *
 * @param rows  samples of one pass at most, for networks that keep much of each.
 */
export function createSplits(backend: Backend, data: SeedData, most: number, offTarget: OffTarget, rows = CHUNK): Splits {
  const { dataset } = data;
  const { train } = dataset;
  const split = (samples: Samples, labels: Uint8Array, truth?: Uint8Array): Split => {
    const count = Math.min(most, samples.count);
    const length = Math.min(CHUNK, rows);
    const chunks: Chunk[] = [];
    for (let begin = 0; begin < count; begin += length) {
      const size = Math.min(length, count - begin);
      const targets = new Float32Array(size * dataset.classes);
      const wrong = new Float32Array(size);
      for (let row = 0; row < size; row++) {
        targets[row * dataset.classes + byteAt(labels, begin + row)] = 1;
        if (truth && truth[begin + row] !== labels[begin + row]) wrong[row] = 1;
      }
      chunks.push({
        inputs: backend.tensor(data.inputs(samples, begin, size), [size, ...data.inputShape]),
        targets: backend.tensor(targets, [size, dataset.classes]),
        isWrong: truth ? backend.tensor(wrong, [size]) : null,
      });
    }
    return { chunks, count };
  };
  const size = Math.min(LOOKED_AT, most, train.count);
  const oneHot = new Float32Array(size * dataset.classes);
  for (let row = 0; row < size; row++) oneHot[row * dataset.classes + byteAt(train.noisyLabels, row)] = 1;
  const wrong = Float32Array.from({ length: size }, (_, row) => Number(train.noisyLabels[row] !== train.labels[row]));
  return {
    probe: {
      size,
      inputs: backend.tensor(data.inputs(train, 0, size), [size, ...data.inputShape]),
      targets: backend.tensor(oneHot, [size, dataset.classes]),
      isWrong: backend.tensor(wrong, [size]),
    },
    train: split(train, train.noisyLabels, train.labels),
    validation: split(dataset.validation, dataset.validation.labels),
    test: split(dataset.test, dataset.test.labels),
    noise: { rate: dataset.labelNoise, offTarget },
  };
}

/** Measurements of one member; losses in nats, shares in %. */
export interface SplitMeasurements {
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly noisyTestLoss: number;
  readonly gap: number;
  readonly trainAccuracy: number;
  readonly validationAccuracy: number;
  readonly testAccuracy: number;
  /** NaN when no label is wrong. */
  readonly memorized: number;
}

const plain = crossEntropyWith(0, 'K-1');

const COLUMNS = 5;

/** Whose network is measured, and on what. */
export interface MeasuredSubject {
  readonly params: Vector;
  readonly statistics: NetworkState;
  readonly splits: Splits;
}

/**
 * Measures networks of one kind, side by side where the backend can. Nothing is read yet.
 *
 * Cost: of each one forward pass over the uploaded part of each split. `beat` is called after every piece of it.
 */
export async function measure(
  backend: Backend,
  network: Network,
  subjects: readonly MeasuredSubject[],
  company: Company,
  beat: () => void = () => {},
): Promise<readonly Unread<SplitMeasurements>[]> {
  const rows = evaluatedAtOnce(network);
  const groups = subjects.map(({ splits }) =>
    groupsOf(
      [splits.train, splits.validation, splits.test].flatMap(({ chunks }) => chunks),
      rows,
    ),
  );
  const made: Tensor[][] = subjects.map(() => []);
  for (let piece = 0; piece < Math.max(0, ...groups.map(({ length }) => length)); piece++) {
    const own = subjects.flatMap((subject, index) => {
      const chunks = groups[index]?.[piece];
      return chunks ? [{ index, subject, chunks }] : [];
    });
    const filled = Math.max(1, ...own.map(({ chunks }) => chunks.reduce((sum, { inputs }) => sum + nth(inputs.shape, 0), 0)));
    const computations = own.map(({ subject, chunks }) => ({
      compute: async () => backend.concat(chunks.map((chunk) => sumsOf(backend, network, subject, chunk))),
      take: () => undefined,
    }));
    company.most = Math.max(1, Math.min(company.most, Math.floor(rows / filled)));
    const computed = await computeTogether(backend, computations, company, beat);
    for (const [place, { index }] of own.entries()) made[index]?.push(...(computed[place]?.tensors ?? []));
  }
  return subjects.map(({ splits }, index) => ({
    tensors: made[index] ?? [],
    take: (values) => measurementsOf(splits, values),
  }));
}

/** Losses, noisy losses, right answers, wrong labels learned and wrong labels of one chunk, [5]. */
function sumsOf(backend: Backend, network: Network, { params, statistics, splits }: MeasuredSubject, chunk: Chunk): Tensor {
  const { inputs, targets, isWrong } = chunk;
  const noisy = crossEntropyWith(splits.noise.rate, splits.noise.offTarget);
  const { logits } = forward(network, params, inputs, { mode: 'evaluate', state: statistics });
  const right = logits.argMax().equal(targets.argMax());
  const sums = [
    plain(logits, targets).perSample.sum(),
    noisy(logits, targets).perSample.sum(),
    right.sum(),
    isWrong ? right.mul(isWrong).sum() : right.sum(),
    isWrong ? isWrong.sum() : right.sum(),
  ];
  return backend.concat(sums.map((sum) => sum.reshape([1])));
}

/** @param values  sums of all chunks, in their order, five each */
function measurementsOf(splits: Splits, values: readonly Float64Array[]): SplitMeasurements {
  const all = values.flatMap((some) => [...some]);
  let at = 0;
  const [train, validation, test] = [splits.train, splits.validation, splits.test].map(({ chunks }) => {
    const row = new Array<number>(COLUMNS).fill(0);
    for (let index = 0; index < chunks.length * COLUMNS; index++) increase(row, index % COLUMNS, nth(all, at++));
    return row;
  }) as [number[], number[], number[]];
  const mean = (row: number[], column: number, count: number) => nth(row, column) / count;
  const trainLoss = mean(train, 0, splits.train.count);
  const noisyTestLoss = mean(test, 1, splits.test.count);
  return {
    trainLoss,
    testLoss: mean(test, 0, splits.test.count),
    noisyTestLoss,
    gap: noisyTestLoss - trainLoss,
    trainAccuracy: 100 * mean(train, 2, splits.train.count),
    validationAccuracy: 100 * mean(validation, 2, splits.validation.count),
    testAccuracy: 100 * mean(test, 2, splits.test.count),
    memorized: (100 * nth(train, 3)) / nth(train, 4),
  };
}

/** Neighbours together while their rows are no more than `rows`, a larger one alone. */
function groupsOf(chunks: readonly Chunk[], rows: number): readonly (readonly Chunk[])[] {
  const groups: Chunk[][] = [];
  let filled = 0;
  for (const chunk of chunks) {
    const own = lengthAt(chunk.inputs.shape, 0);
    if (groups.length === 0 || filled + own > rows) {
      groups.push([]);
      filled = 0;
    }
    groups.at(-1)?.push(chunk);
    filled += own;
  }
  return groups;
}
