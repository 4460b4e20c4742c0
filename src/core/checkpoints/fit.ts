/** True if the weights of a file fit the network of an experiment, told before anything starts. */
import type { Task } from '../models/model';
import { featureMapOf, layersOf } from '../models/models';
import { createNetwork } from '../models/network';
import type { Experiment } from '../settings/experiment';
import { type GivenWeights, misfit } from './checkpoint';

/** Why they do not, as a sentence; null where they fit every seed. Throws the model's own sentence where it does not fit the task. */
export function misfitOf({ model, training }: Pick<Experiment, 'model' | 'training'>, task: Task, given: GivenWeights): string | null {
  for (const seed of training.seeds) {
    const features = featureMapOf(model, task, seed);
    const inputShape = features ? [features.outputs] : task.inputShape;
    const network = createNetwork(layersOf(model, { ...task, inputShape }), inputShape);
    const problem = misfit({ network, features }, given);
    if (problem !== null || !features) return problem;
  }
  return null;
}
