/** From an experiment's words to a checked network and the numbers all members share. */
import type { Dataset } from '../../core/datasets/dataset';
import { Failure } from '../../core/failures';
import type { FeatureMap } from '../../core/models/featureMap';
import { models } from '../../core/models/models';
import { createNetwork } from '../../core/models/network';
import type { Points } from '../../core/protocol/protocol';
import { crossEntropyWith } from '../../core/sam/ascent/crossEntropy';
import { schedules } from '../../core/sam/schedule/schedules';
import { entryOf } from '../../core/settings/entry';
import type { Experiment } from '../../core/settings/experiment';
import type { Shared } from './member';

/** Throws `settings-refused` with the reason when model, data and batch do not fit each other. */
export function prepareShared(experiment: Experiment, dataset: Dataset): Omit<Shared, 'backend'> {
  const { training, model, schedule } = experiment;
  if (training.batch > dataset.train.count) {
    throw new Failure(
      'settings-refused',
      `Batches of ${training.batch} need more than the ${dataset.train.count} training samples there are.`,
    );
  }
  const features = featuresOf(experiment, dataset, 0);
  const task = { inputShape: features ? [features.outputs] : dataset.inputShape, classes: dataset.classes };
  const network = sayWhy(() => createNetwork(entryOf(models, model.kind).layers(model.values as never, task), task.inputShape));
  const { factor, lowest, unit } = entryOf(schedules, schedule.kind).create(schedule.values as never);
  const stepsPerEpoch = Math.floor(dataset.train.count / training.batch);
  const total = unit === 'step' ? training.steps : Math.ceil(training.steps / stepsPerEpoch);
  return {
    network,
    descentLoss: crossEntropyWith(training.smooth, training.target === 'k' ? 'K' : 'K-1'),
    optimizer: experiment.optimizer,
    clipping: training.clip,
    steps: training.steps,
    learningRate: (initial, step) => initial * factor(unit === 'step' ? step : Math.floor(step / stepsPerEpoch), total),
    lowestLearningRate: lowest,
  };
}

/** The fixed map in front of the network, for a seed; null where there is none. */
export function featuresOf({ model }: Experiment, dataset: Dataset, seed: number): FeatureMap | null {
  const entry = entryOf(models, model.kind);
  const isFlat = dataset.inputShape.length === 1;
  if (!isFlat && Number(model.values.rff ?? 0) > 0)
    throw new Failure('settings-refused', 'Fourier features are for points in the plane, and these samples are images.');
  return entry.features?.(model.values as never, { inputShape: dataset.inputShape, classes: dataset.classes }, seed) ?? null;
}

/** Refuses a model whose largest buffer the device cannot hold, before anything is allocated. */
export function checkSize({ network }: Pick<Shared, 'network'>, batch: number, maxBufferBytes: number): void {
  const largest = 4 * Math.max(network.layout.size, network.largestActivation * batch);
  if (largest <= maxBufferBytes) return;
  throw new Failure(
    'model-too-large',
    `This model and batch need ≈ ${mebibytes(largest)} in one piece and the device allows ${mebibytes(maxBufferBytes)}.`,
  );
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

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
