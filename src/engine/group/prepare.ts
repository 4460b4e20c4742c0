/** From an experiment's words to a checked network and the numbers all members share. */
import { augmentationOf, augmentationRefusal } from '../../core/datasets/augmentation';
import type { Dataset } from '../../core/datasets/dataset';
import { type FirstWeights, firstWeightsOf, type GivenWeights } from '../../core/checkpoints/checkpoint';
import { Failure } from '../../core/failures';
import type { FeatureMap } from '../../core/models/featureMap';
import { layersOf, featureMapOf } from '../../core/models/models';
import { createNetwork, type Network } from '../../core/models/network';
import type { Points } from '../../core/protocol/views';
import { crossEntropyWith } from '../../core/sam/ascent/crossEntropy';
import { createdBy } from '../../core/sam/part';
import { schedules } from '../../core/sam/schedule/schedules';
import { featureCount } from '../../core/settings/cost';
import type { Experiment, RunSettings } from '../../core/settings/experiment';
import { stepsOfEpoch } from '../../core/settings/epochs';
import { stepsOf } from '../../core/settings/lengths';
import type { DeviceLimits } from '../devices/limits';
import type { Horizon, Shared } from './member';

const BYTES = 4;
/** Vectors as long as w that a step may hold at a time. */
const VECTORS = 8;

/**
 * Throws `settings-refused` with the reason when model, data and batch do not fit each other, and `weights-differ` when given weights
 * are of another network.
 */
export function prepareShared(experiment: Experiment, dataset: Dataset, given?: GivenWeights): Omit<Shared, 'backend' | 'drawn' | 'beat'> {
  const { training, model, schedule } = experiment;
  if (training.batch > dataset.train.count) {
    throw new Failure(
      'settings-refused',
      `Batches of ${training.batch} need more than the ${dataset.train.count} training samples there are.`,
    );
  }
  const refusal = augmentationRefusal(augmentationOf(experiment.data.values), dataset.inputShape);
  if (refusal) throw new Failure('settings-refused', refusal);
  const features = featuresOf(experiment, dataset, 0);
  const task = { inputShape: features ? [features.outputs] : dataset.inputShape, classes: dataset.classes };
  const network = sayWhy(() => createNetwork(layersOf(model, task), task.inputShape));
  const { factor, lowest, unit } = createdBy(schedules, schedule);
  const stepsPerEpoch = stepsOfEpoch(dataset.train.count, training.batch);
  const horizonOf = (run: RunSettings): Horizon => {
    const steps = stepsOf(training, run);
    const total = unit === 'step' ? steps : Math.ceil(steps / stepsPerEpoch);
    return {
      steps,
      learningRate: (initial, step) => initial * factor(unit === 'step' ? step : Math.floor(step / stepsPerEpoch), total),
    };
  };
  return {
    network,
    ...(given ? { given: firstWeights(experiment, dataset, network, given) } : {}),
    descentLoss: crossEntropyWith(training.smooth, training.target === 'k' ? 'K' : 'K-1'),
    optimizer: experiment.optimizer,
    clipping: training.clip,
    horizonOf,
    lowestLearningRate: lowest,
  };
}

/** Given weights as those of every seed, which they must fit. */
function firstWeights(experiment: Experiment, dataset: Dataset, network: Network, given: GivenWeights): NonNullable<Shared['given']> {
  const bySeed = new Map<number, FirstWeights>();
  for (const seed of experiment.training.seeds)
    bySeed.set(seed, firstWeightsOf({ network, features: featuresOf(experiment, dataset, seed) }, given));
  return bySeed;
}

/** The fixed map in front of the network, for a seed; null where there is none. */
export function featuresOf({ model }: Experiment, dataset: Dataset, seed: number): FeatureMap | null {
  const isFlat = dataset.inputShape.length === 1;
  if (!isFlat && featureCount({ model }) > 0)
    throw new Failure('settings-refused', 'Fourier features are for points in the plane, and these samples are images or sequences.');
  return featureMapOf(model, { inputShape: dataset.inputShape, classes: dataset.classes }, seed);
}

/** Refuses a model and batch of which the device cannot hold one tensor, before anything is allocated, and says which batch would fit. */
export function checkPieces({ network }: Pick<Shared, 'network'>, batch: number, { maxBufferBytes }: DeviceLimits): void {
  const { layout, largestActivation } = network;
  const fits = layout.size * BYTES <= maxBufferBytes ? Math.floor(maxBufferBytes / BYTES / largestActivation) : 0;
  if (fits >= batch) return;
  const needed = `${mebibytes(BYTES * Math.max(layout.size, largestActivation * batch))} in one piece`;
  throw refusedSize(needed, maxBufferBytes, fits);
}

/**
 * What a step takes in all, roughly: both passes keep their activations; parameters stand for w, its gradients, directions and
 * memories. A plan may take a third of it.
 */
export function estimatedSize({ network }: Pick<Shared, 'network'>, batch: number): { readonly bytes: number; readonly fixed: number } {
  const fixed = BYTES * VECTORS * network.layout.size;
  return { bytes: fixed + BYTES * 2 * network.activations * batch, fixed };
}

/** @param fits  the largest batch that would */
export function refusedSize(needed: string, allowed: number, fits: number): Failure {
  const remedy = fits >= 1 ? `The largest batch that fits is ${fits}` : 'Choose a smaller model';
  return new Failure('model-too-large', `This model and batch need ≈ ${needed} and the device allows ${mebibytes(allowed)}. ${remedy}.`);
}

/** The points of a planar data set, for drawing; none for images. */
export function pointsOf({ inputShape, train, classes }: Dataset, seed: number): readonly Points[] {
  if (inputShape.length !== 1 || inputShape[0] !== 2) return [];
  return [{ seed, inputs: Float32Array.from(train.inputs), labels: train.labels, noisyLabels: train.noisyLabels, classes }];
}

function sayWhy<R>(work: () => R): R {
  try {
    return work();
  } catch (error) {
    throw new Failure('settings-refused', error instanceof Error ? `${error.message}.`.replace(/\.\.$/, '.') : String(error));
  }
}

export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
