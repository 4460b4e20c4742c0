/** Measurements of one network on whole splits (algorithms.md §12): evaluation mode, no smoothing, no weight decay. */
import type { Samples } from '../../core/datasets/dataset';
import { forward, type Network, type NetworkState } from '../../core/models/network';
import { crossEntropyWith, type OffTarget } from '../../core/sam/ascent/crossEntropy';
import type { Batch } from '../../core/sam/oracle';
import type { Backend, Tensor, Vector } from '../../core/tensor/tensor';
import type { SeedData } from './batches';

/** Rows of a forward pass that is only evaluated: large enough to be efficient, small enough for any device. */
const CHUNK = 512;

/** Training samples that sharpness and directions are looked at on: twice a usual mini-batch. */
const LOOKED_AT = 64;

/** The splits of one seed on the device, uploaded once and shared by its members. */
export interface Splits {
  readonly train: Split;
  readonly validation: Split;
  readonly test: Split;
  /** The first training samples, the same for every member of the seed, for `lookAround`. */
  readonly look: Batch;
  /** How the test labels would be flipped if they were training labels. */
  readonly noise: { readonly rate: number; readonly offTarget: OffTarget };
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

/** Uploads at most `most` samples of each split. They stay on the device until freed with `backend.free(splits)`. */
export function createSplits(backend: Backend, data: SeedData, most: number, offTarget: OffTarget): Splits {
  const { dataset } = data;
  const { train } = dataset;
  const split = (samples: Samples, labels: Uint8Array, truth?: Uint8Array): Split => {
    const count = Math.min(most, samples.count);
    const chunks: Chunk[] = [];
    for (let begin = 0; begin < count; begin += CHUNK) {
      const size = Math.min(CHUNK, count - begin);
      const targets = new Float32Array(size * dataset.classes);
      const wrong = new Float32Array(size);
      for (let row = 0; row < size; row++) {
        targets[row * dataset.classes + (labels[begin + row] as number)] = 1;
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
  for (let row = 0; row < size; row++) oneHot[row * dataset.classes + (train.noisyLabels[row] as number)] = 1;
  return {
    look: {
      size,
      inputs: backend.tensor(data.inputs(train, 0, size), [size, ...data.inputShape]),
      targets: backend.tensor(oneHot, [size, dataset.classes]),
    },
    train: split(train, train.noisyLabels, train.labels),
    validation: split(dataset.validation, dataset.validation.labels),
    test: split(dataset.test, dataset.test.labels),
    noise: { rate: dataset.labelNoise, offTarget },
  };
}

/** What is measured of one member; losses in nats, shares in %. */
export interface Measured {
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

/** Cost: one forward pass over the uploaded part of each split, one read. */
export async function measure(backend: Backend, network: Network, params: Vector, state: NetworkState, splits: Splits): Promise<Measured> {
  const noisy = crossEntropyWith(splits.noise.rate, splits.noise.offTarget);
  const sums = backend.scope(() => {
    const rows: Tensor[] = [];
    const total = (parts: readonly Tensor[]) => parts.reduce((sum, part) => sum.add(part));
    for (const split of [splits.train, splits.validation, splits.test]) {
      const seen = split.chunks.map(({ inputs, targets, isWrong }) => {
        const { logits } = forward(network, params, inputs, { mode: 'evaluate', state });
        const right = logits.argMax().equal(targets.argMax());
        return {
          loss: plain(logits, targets).perSample.sum(),
          noisyLoss: noisy(logits, targets).perSample.sum(),
          right: right.sum(),
          learned: isWrong ? right.mul(isWrong).sum() : right.sum(),
          wrong: isWrong ? isWrong.sum() : right.sum(),
        };
      });
      for (const key of ['loss', 'noisyLoss', 'right', 'learned', 'wrong'] as const)
        rows.push(total(seen.map((one) => one[key])).reshape([1]));
    }
    return backend.concat(rows);
  });
  const values = await backend.read(sums);
  backend.free(sums);
  const [train, validation, test] = [0, 1, 2].map((split) => Array.from(values.subarray(5 * split, 5 * split + 5))) as [
    number[],
    number[],
    number[],
  ];
  const mean = (row: number[], column: number, count: number) => (row[column] as number) / count;
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
    memorized: (100 * (train[3] as number)) / (train[4] as number),
  };
}
