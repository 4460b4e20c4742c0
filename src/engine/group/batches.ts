/**
 * One seed's data, ready for the device: features computed, pixels augmented and normalized, batches by step. All members
 * with this seed share it, so a batch is gathered and uploaded once however many runs train on it. Images stay the bytes
 * they are until a batch is made of them.
 */
import { lastOf, nth, increase } from '../../core/numbers';
import {
  type Augmentation,
  drawPlacements,
  gatherImages,
  isAugmented,
  type PackedImages,
  packedImages,
  type Placements,
  unmoved,
} from '../../core/datasets/augmentation';
import { type Dataset, type Samples, sampleWidth } from '../../core/datasets/dataset';
import type { FeatureMap } from '../../core/models/featureMap';
import { permutation, randomStream } from '../../core/random';
import type { Batch, ValidationSource } from '../../core/sam/oracle';
import type { Backend, KeptImages, Tensor } from '../../core/tensor/tensor';
import { stepsOfEpoch } from '../../core/settings/epochs';

export interface SeedData {
  readonly dataset: Dataset;
  /** Shape of one sample as the network sees it. */
  readonly inputShape: readonly number[];
  readonly stepsPerEpoch: number;
  /** Samples of a mini-batch. */
  readonly size: number;
  /** Training samples of every class, by the labels that are trained on. */
  readonly classCounts: readonly number[];
  /** The mini-batch of `step`, augmented; the same object until `release`. */
  batch(step: number): Batch;
  /** Number `index` of the mini-batches for gradient norms: cut like those of steps, from shuffles of their own, not augmented. The caller frees it. */
  normBatch(index: number): Batch;
  /** One training sample with its (noisy) label. The caller's scope owns it. */
  sample(index: number): Batch;
  /** A mini-batch of the upper level for step `step` (LETS), independent of the step's own and augmented in the same way (algorithms.md §6.5). The caller's scope owns it. */
  validationBatch(step: number, source: ValidationSource): Batch;
  /** Samples begin … begin + count − 1 of a split as the network sees them. */
  inputs(samples: Samples, begin: number, count: number): Float32Array;
  /** Frees batches of steps before `step`; from infinity on nothing is left on the device. */
  release(step: number): void;
}

/**
 * @param size          batch size, at most the number of training samples; the last incomplete batch of an epoch is dropped.
 * @param augmentation  what is done to the images of a step's mini-batch; nothing where it is left out.
 */
export function createSeedData(
  backend: Backend,
  dataset: Dataset,
  features: FeatureMap | null,
  size: number,
  seed: number,
  augmentation: Augmentation = { crop: 0, mirror: false, cutout: 0 },
): SeedData {
  const { train, classes } = dataset;
  const stepsPerEpoch = stepsOfEpoch(train.count, size);
  const classCounts = countsOf(train.noisyLabels, classes);
  const width = sampleWidth(dataset);
  const inputShape = features ? [features.outputs] : dataset.inputShape;
  const prepare = preparation(dataset, features);
  const made = new Map<number, Batch>();

  function gather(
    indices: ArrayLike<number>,
    { inputs, labels } = { inputs: train.inputs, labels: train.noisyLabels },
    placements?: Placements,
  ): Batch {
    const targets = new Float32Array(indices.length * classes);
    for (let row = 0; row < indices.length; row++) targets[row * classes + (labels[indices[row] as number] as number)] = 1;
    return {
      size: indices.length,
      inputs: backend.tensor(gathered(prepare, inputs, indices, width, placements), [indices.length, ...inputShape]),
      targets: backend.tensor(targets, [indices.length, classes]),
    };
  }

  /** All training samples on the device, where it would rather gather rows than be sent them; undefined elsewhere. */
  let resident: { readonly inputs: Tensor | KeptImages; readonly targets: Tensor } | undefined;
  const images = prepare.images(train.inputs);
  const keepsImages = images !== undefined && backend.keepImages !== undefined;
  const perSample = keepsImages ? Math.ceil(width / 3) : inputShape.reduce((product, axis) => product * axis, 1);
  const canReside = 4 * train.count * (perSample + classes) <= (backend.residentBytes ?? 0);

  function makeResident(): NonNullable<typeof resident> {
    if (!images || !backend.keepImages) return gather(Uint32Array.from({ length: train.count }, (_, index) => index));
    const labels = new Float32Array(train.count * classes);
    train.noisyLabels.forEach((label, row) => (labels[row * classes + label] = 1));
    return { inputs: backend.keepImages(images), targets: backend.tensor(labels, [train.count, classes]) };
  }

  function gatherTraining(indices: Uint32Array, placements?: Placements): Batch {
    if (!canReside) return gather(indices, undefined, placements);
    resident ??= makeResident();
    const { inputs, targets } = resident;
    const batch = backend.scope(() => ({
      inputs: 'batch' in inputs ? inputs.batch(indices, placements ?? unmoved(indices.length)) : inputs.gatherRows(indices),
      targets: targets.gatherRows(indices),
    }));
    return { size: indices.length, ...batch };
  }

  const placementsOf = (purpose: 'step' | 'validation', step: number): Placements | undefined =>
    isAugmented(augmentation) ? drawPlacements(augmentation, dataset.inputShape, { seed, step, count: size, purpose }) : undefined;

  /** Mini-batch `index` of an endless row of epochs, each in the order that the stream `name` gives it. */
  function shuffled(name: string, placements: (index: number) => Placements | undefined): (index: number) => Batch {
    let known: { readonly epoch: number; readonly order: Uint32Array } | undefined;
    return (index) => {
      const epoch = Math.floor(index / stepsPerEpoch);
      if (known?.epoch !== epoch) known = { epoch, order: permutation(train.count, randomStream(seed, name, epoch)) };
      const begin = (index % stepsPerEpoch) * size;
      return gatherTraining(known.order.subarray(begin, begin + size), placements(index));
    };
  }
  const ofStep = shuffled('shuffle', (step) => placementsOf('step', step));

  return {
    dataset,
    inputShape,
    stepsPerEpoch,
    size,
    classCounts,
    batch(step) {
      const known = made.get(step);
      if (known) return known;
      const batch = ofStep(step);
      made.set(step, batch);
      return batch;
    },
    normBatch: shuffled('gradient norms', () => undefined),
    sample: (index) => gather([index]),
    validationBatch(step, source) {
      const stream = randomStream(seed, 'validation', step);
      const from = source === 'train' ? { inputs: train.inputs, labels: train.noisyLabels, count: train.count } : dataset.validation;
      return gather(
        Array.from({ length: size }, () => stream.integer(from.count)),
        from,
        placementsOf('validation', step),
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
      const { inputs, targets } = resident;
      backend.free(['batch' in inputs ? inputs.tensors : inputs, targets]);
      resident = undefined;
    },
  };
}

/** How many there are of every class. */
export function countsOf(labels: Uint8Array, classes: number): readonly number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) increase(counts, label, 1);
  return counts;
}

/** From samples as they are kept to what the network sees. */
export interface Preparation {
  (rows: ArrayLike<number>): Float32Array;
  /** Samples as packed images, where they are bytes and no feature map stands in front of the network. */
  images(inputs: Samples['inputs']): PackedImages | undefined;
}

/** The samples `indices` as the network sees them, row-major; `placements` are for images only. */
export function gathered(
  prepare: Preparation,
  inputs: Samples['inputs'],
  indices: ArrayLike<number>,
  width: number,
  placements?: Placements,
): Float32Array {
  const images = prepare.images(inputs);
  if (images) return gatherImages(images, indices, placements ?? unmoved(indices.length));
  const rows = new Float32Array(indices.length * width);
  for (let row = 0; row < indices.length; row++) {
    const index = nth(indices, row);
    rows.set(inputs.subarray(index * width, (index + 1) * width), row * width);
  }
  return prepare(rows);
}

/** (value·scale − mean)/std per channel, then the feature map; of tokens, a row each that is one at the token's number, all zeros for 0. */
export function preparation(dataset: Dataset, features: FeatureMap | null): Preparation {
  const { normalization, inputShape, vocabulary } = dataset;
  if (vocabulary) return Object.assign((tokens: ArrayLike<number>) => oneHot(tokens, vocabulary.length), { images: () => undefined });
  const { scale, mean, std } = normalization;
  const channels = mean.length;
  const isPlain = scale === 1 && mean.every((value) => value === 0) && std.every((value) => value === 1);
  if (lastOf(inputShape) % channels !== 0)
    throw new Error(`normalization: ${channels} channels for samples of shape [${inputShape.join(', ')}]`);
  const prepare = (rows: ArrayLike<number>) => {
    const normalized = Float32Array.from(rows);
    if (!isPlain) {
      for (let at = 0; at < normalized.length; at++) {
        const channel = at % channels;
        normalized[at] = ((normalized[at] as number) * scale - (mean[channel] as number)) / (std[channel] as number);
      }
    }
    return features ? features.apply(normalized) : normalized;
  };
  const known = new Map<Samples['inputs'], PackedImages | undefined>();
  const images = (inputs: Samples['inputs']) => {
    if (!known.has(inputs)) known.set(inputs, features ? undefined : packedImages(dataset, inputs));
    return known.get(inputs);
  };
  return Object.assign(prepare, { images });
}

function oneHot(tokens: ArrayLike<number>, size: number): Float32Array {
  const rows = new Float32Array(tokens.length * size);
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as number;
    if (token > 0) rows[at * size + token] = 1;
  }
  return rows;
}
