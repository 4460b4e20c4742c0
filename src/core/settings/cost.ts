/** What an experiment asks of the machine, told before it starts. */
import { createNetwork } from '../models/network';
import { models } from '../models/models';
import type { Task } from '../models/model';
import { entryOf } from './entry';
import type { Experiment, RunSettings } from './experiment';
import { climbs } from './runs';

export interface RunCost {
  readonly id: string;
  /** Gradient evaluations of one step on one seed: 1 for plain descent, 2 with a climb. */
  readonly perStep: number;
  /** Gradient evaluations of all steps and seeds. */
  readonly evaluations: number;
}

export interface Cost {
  readonly runs: readonly RunCost[];
  /** Planned gradient evaluations of the whole group, each of one batch. */
  readonly evaluations: number;
  /** Passes over the training set; undefined while its size is unknown. */
  readonly epochs: number | undefined;
}

/** Planned gradient evaluations. Measurements on whole splits come besides and are not counted. */
export function costOf({ training, runs }: Experiment, stepsPerEpoch?: number): Cost {
  const costs = runs.map((run): RunCost => {
    const perStep = gradientsPerStep(run);
    return { id: run.id, perStep, evaluations: perStep * training.steps * training.seeds.length };
  });
  return {
    runs: costs,
    evaluations: costs.reduce((sum, { evaluations }) => sum + evaluations, 0),
    epochs: stepsPerEpoch ? training.steps / stepsPerEpoch : undefined,
  };
}

function gradientsPerStep(run: RunSettings): number {
  return climbs(run) ? 2 : 1;
}

export interface NetworkSize {
  /** Trained numbers d. */
  readonly parameters: number;
  /** Numbers per sample that a forward pass keeps for backward. */
  readonly activations: number;
}

/** The size of the network an experiment trains. Throws the model's sentence for people where it does not fit the task. Allocates nothing. */
export function networkSize({ model }: Pick<Experiment, 'model'>, task: Task): NetworkSize {
  const { layers } = entryOf(models, model.kind);
  const features = featureCount({ model });
  const inputShape = features > 0 ? [features] : task.inputShape;
  const network = createNetwork(layers(model.values as never, { ...task, inputShape }), inputShape);
  return { parameters: network.layout.size, activations: network.activations };
}

/** Number of fixed random features in front of the network; 0 where there are none. */
export function featureCount({ model }: Pick<Experiment, 'model'>): number {
  return entryOf(models, model.kind).features ? Number(model.values.rff ?? 0) : 0;
}

const FLOAT_BYTES = 4;
/** w and up to two vectors of the base optimizer. */
const VECTORS_PER_MEMBER = 3;
/** Gradients, direction, perturbation and w + ε of the one member whose step is being computed. */
const VECTORS_OF_A_STEP = 6;
/** Values, gradients and scratch of a layer. */
const COPIES_OF_ACTIVATIONS = 3;

/** Device memory that training needs at its peak, roughly and rather too much than too little. `members` is runs times seeds. */
export function estimatedBytes({ parameters, activations }: NetworkSize, batch: number, members: number): number {
  return FLOAT_BYTES * (parameters * (VECTORS_PER_MEMBER * members + VECTORS_OF_A_STEP) + COPIES_OF_ACTIVATIONS * activations * batch);
}
