/**
 * The length of a run in epochs. Steps are what is trained, so epochs are turned into steps as soon as the number of training
 * samples is known, and whoever sets the steps has taken leave of the epochs.
 */
import type { Experiment } from './experiment';
import { trainingFields } from './trainingFields';
import { legalValue } from './field';

/** Steps of one epoch: the last incomplete batch is dropped, as Tahmasebi et al. (arXiv:2406.03682) do; 0 where no batch fits. */
export function stepsOfEpoch(trainCount: number, batch: number): number {
  return Math.floor(trainCount / batch);
}

/**
 * The experiment with as many steps as its epochs have: epochs · ⌊N/B⌋, within the limits of a run. As it is where it has no
 * epochs, where N is not known, or where not one batch fits.
 */
export function withStepsOfEpochs(experiment: Experiment, trainCount: number | undefined): Experiment {
  const { epochs, batch, steps } = experiment.training;
  const wanted = trainCount === undefined ? 0 : epochs * stepsOfEpoch(trainCount, batch);
  if (wanted === 0 || wanted === steps) return experiment;
  return { ...experiment, training: { ...experiment.training, steps: legalValue(trainingFields.steps, wanted) ?? steps } };
}
