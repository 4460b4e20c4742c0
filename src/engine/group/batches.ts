/**
 * One seed's data, ready for the device: features computed, pixels normalized, batches by step. All members with this
 * seed share it, so a batch is gathered and uploaded once however many runs train on it.
 */
import { type Dataset, type Samples, sampleWidth } from '../../core/datasets/dataset';
import type { FeatureMap } from '../../core/models/featureMap';
import { permutation, randomStream } from '../../core/random';
import type { Batch, ValidationSource } from '../../core/sam/oracle';
import type { Backend, Tensor } from '../../core/tensor/tensor';

export interface SeedData {
  readonly dataset: Dataset;
  /** Shape of one sample as the network sees it. */
  readonly inputShape: readonly number[];
  readonly stepsPerEpoch: number;
  /** Samples of a mini-batch. */
  readonly size: number;
  /** The mini-batch of `step`; the same object until `release`. */
  batch(step: number): Batch;
  /** Number `index` of the mini-batches for gradient norms: cut like those of steps, from shuffles of their own. The caller frees it. */
  normBatch(index: number): Batch;
  /** One training sample with its (noisy) label. The caller's scope owns it. */
  sample(index: number): Batch;
  /** A mini-batch of the upper level for step `step` (LETS), independent of the step's own. The caller's scope owns it. */
  validationBatch(step: number, source: ValidationSource): Batch;
  /** Samples begin … begin + count − 1 of a split as the network sees them. */
  inputs(samples: Samples, begin: number, count: number): Float32Array;
  /** Frees batches of steps before `step`; from infinity on nothing is left on the device. */
  release(step: number): void;
}

/** @param size batch size, at most the number of training samples; the last incomplete batch of an epoch is dropped. */
export function createSeedData(backend: Backend, dataset: Dataset, features: FeatureMap | null, size: number, seed: number): SeedData {
  const { train, classes } = dataset;
  const stepsPerEpoch = Math.floor(train.count / size);
  const width = sampleWidth(dataset);
  const inputShape = features ? [features.outputs] : dataset.inputShape;
  const prepare = preparation(dataset, features);
  const made = new Map<number, Batch>();

  function gather(indices: ArrayLike<number>, { inputs, labels } = { inputs: train.inputs, labels: train.noisyLabels }): Batch {
    const rows = new Float32Array(indices.length * width);
    const targets = new Float32Array(indices.length * classes);
    for (let row = 0; row < indices.length; row++) {
      const index = indices[row] as number;
      rows.set(inputs.subarray(index * width, (index + 1) * width), row * width);
      targets[row * classes + (labels[index] as number)] = 1;
    }
    return {
      size: indices.length,
      inputs: backend.tensor(prepare(rows), [indices.length, ...inputShape]),
      targets: backend.tensor(targets, [indices.length, classes]),
    };
  }

  /** All training samples on the device, where it would rather gather rows than be sent them; undefined elsewhere. */
  let resident: { readonly inputs: Tensor; readonly targets: Tensor } | undefined;
  const perSample = inputShape.reduce((product, axis) => product * axis, 1) + classes;
  const canReside = 4 * train.count * perSample <= (backend.residentBytes ?? 0);

  function gatherTraining(indices: Uint32Array): Batch {
    if (!canReside) return gather(indices);
    resident ??= gather(Uint32Array.from({ length: train.count }, (_, index) => index));
    const { inputs, targets } = resident;
    return { size: indices.length, ...backend.scope(() => ({ inputs: inputs.gatherRows(indices), targets: targets.gatherRows(indices) })) };
  }

  /** Mini-batch `index` of an endless row of epochs, each in the order that the stream `name` gives it. */
  function shuffled(name: string): (index: number) => Batch {
    let known: { readonly epoch: number; readonly order: Uint32Array } | undefined;
    return (index) => {
      const epoch = Math.floor(index / stepsPerEpoch);
      if (known?.epoch !== epoch) known = { epoch, order: permutation(train.count, randomStream(seed, name, epoch)) };
      const begin = (index % stepsPerEpoch) * size;
      return gatherTraining(known.order.subarray(begin, begin + size));
    };
  }
  const ofStep = shuffled('shuffle');

  return {
    dataset,
    inputShape,
    stepsPerEpoch,
    size,
    batch(step) {
      const known = made.get(step);
      if (known) return known;
      const batch = ofStep(step);
      made.set(step, batch);
      return batch;
    },
    normBatch: shuffled('gradient norms'),
    sample: (index) => gather([index]),
    validationBatch(step, source) {
      const stream = randomStream(seed, 'validation', step);
      const from = source === 'train' ? { inputs: train.inputs, labels: train.noisyLabels, count: train.count } : dataset.validation;
      return gather(
        Array.from({ length: size }, () => stream.integer(from.count)),
        from,
      );
    },
    inputs: (samples, begin, count) => prepare(samples.inputs.subarray(begin * width, (begin + count) * width)),
    release(step) {
      for (const [at, batch] of made) {
        if (at >= step) continue;
        backend.free([batch.inputs, batch.targets]);
        made.delete(at);
      }
      if (step !== Number.POSITIVE_INFINITY || !resident) return;
      backend.free([resident.inputs, resident.targets]);
      resident = undefined;
    },
  };
}

/** (value·scale − mean)/std per channel, then the feature map; of tokens, a row each that is one at the token's number, all zeros for 0. */
export function preparation(
  { normalization, inputShape, vocabulary }: Dataset,
  features: FeatureMap | null,
): (rows: ArrayLike<number>) => Float32Array {
  if (vocabulary) return (tokens) => oneHot(tokens, vocabulary.length);
  const { scale, mean, std } = normalization;
  const channels = mean.length;
  const isPlain = scale === 1 && mean.every((value) => value === 0) && std.every((value) => value === 1);
  if ((inputShape.at(-1) as number) % channels !== 0)
    throw new Error(`normalization: ${channels} channels for samples of shape [${inputShape.join(', ')}]`);
  return (rows) => {
    const normalized = Float32Array.from(rows);
    if (!isPlain) {
      for (let at = 0; at < normalized.length; at++) {
        const channel = at % channels;
        normalized[at] = ((normalized[at] as number) * scale - (mean[channel] as number)) / (std[channel] as number);
      }
    }
    return features ? features.apply(normalized) : normalized;
  };
}

function oneHot(tokens: ArrayLike<number>, size: number): Float32Array {
  const rows = new Float32Array(tokens.length * size);
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as number;
    if (token > 0) rows[at * size + token] = 1;
  }
  return rows;
}
