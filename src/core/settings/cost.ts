/** Cost of an experiment for the machine, told before it starts. */
import { createAnatomy } from '../sam/anatomy';
import { crossEntropyWith } from '../sam/ascent/crossEntropy';
import { type StepCost, stepCost } from '../sam/stepCost';
import { mostNumbers } from '../metrics/history';
import { createNetwork } from '../models/network';
import { layersOf } from '../models/models';
import type { Layout } from '../models/layout';
import type { Task } from '../models/model';
import { multiplications } from '../models/workload';
import type { Experiment } from './experiment';
import { stepsOf } from './lengths';
import type { Training } from './trainingFields';

const short = (value: number) => String(Number(value.toFixed(2)));

export interface RunCost {
  readonly id: string;
  /** Gradient evaluations of one step on one seed, on average: 1 for plain descent, 2 with a climb. */
  readonly perStep: number;
  /** `perStep` depends on how training goes, as an adaptive gate decides: a guess. */
  readonly isEstimate: boolean;
  /** Forward passes per step that no gradient is taken of. */
  readonly forwardsPerStep: number;
  /** The cost of a step in words: `2`, `1.2`, `about 1.5`, `1.5 + 1 forward`. */
  readonly words: string;
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
export function costOf({ training, runs, optimizer }: Experiment, stepsPerEpoch?: number): Cost {
  const costs = runs.map((run): RunCost => {
    const { id, parts } = run;
    const cost = stepCost(createAnatomy(parts, optimizer, anyLoss), anyLoss, training.batch);
    const { expected: perStep, isEstimate, forwards: forwardsPerStep } = cost;
    const evaluations = perStep * stepsOf(training, run) * training.seeds.length;
    return { id, perStep, isEstimate, forwardsPerStep, words: inWords(cost), evaluations };
  });
  return {
    runs: costs,
    evaluations: costs.reduce((sum, { evaluations }) => sum + evaluations, 0),
    epochs: stepsPerEpoch ? training.steps / stepsPerEpoch : undefined,
  };
}

/** Measurements of all runs of one seed on its splits: each before its first step, every so many, and after its last. */
export const measurementsOf = ({ runs, training }: Pick<Experiment, 'runs' | 'training'>): number =>
  runs.reduce((sum, run) => sum + 1 + Math.ceil(stepsOf(training, run) / training.every), 0);

/** Samples that sharpness is looked at on with every measurement, and gradients that it takes of them. */
const [LOOKED_AT, LOOKS] = [64, 2.5];

/**
 * Gradients of one batch that take about as long as one measurement of a member: a forward pass over each of three splits, a third of a
 * gradient per sample, none of them larger than that of training; and its sharpness.
 */
export function gradientsPerMeasurement({ most, batch }: Pick<Training, 'most' | 'batch'>, trainCount: number): number {
  const measured = Math.min(most, trainCount);
  return (measured + LOOKS * Math.min(LOOKED_AT, measured)) / batch;
}

/** Key of how long a gradient takes: of two experiments with the same key, one can be told from the other. */
export function gradientKey({ data, model, training, device }: Experiment): string {
  return JSON.stringify([data, model, training.batch, training.most, device]);
}

/** Costs do not depend on which loss it is, only on whether the adversary climbs the same. */
const anyLoss = crossEntropyWith(0, 'K-1');

function inWords({ expected, isEstimate, forwards }: StepCost): string {
  const about = isEstimate ? `about ${short(expected)}` : short(expected);
  return forwards === 0 ? about : `${about} + ${short(forwards)} forward`;
}

/** The cost of a step as a phrase: `1 gradient per step`, `about 1.5 gradients and 1 forward pass per step`. */
export function costPhrase({ perStep, isEstimate, forwardsPerStep }: RunCost): string {
  const many = (value: number, noun: string, plural: string) => `${short(value)} ${value === 1 ? noun : plural}`;
  const gradients = `${isEstimate ? 'about ' : ''}${many(perStep, 'gradient', 'gradients')}`;
  const forwards = forwardsPerStep === 0 ? '' : ` and ${many(forwardsPerStep, 'forward pass', 'forward passes')}`;
  return `${gradients}${forwards} per step`;
}

export interface NetworkSize {
  /** Trained numbers d. */
  readonly parameters: number;
  /** Numbers per sample that a forward pass keeps for backward. */
  readonly activations: number;
}

/** The size of the network an experiment trains. Throws the model's sentence for people where it does not fit the task. Allocates nothing. */
export function networkSize(experiment: Pick<Experiment, 'model'>, task: Task): NetworkSize {
  const { layers, inputShape } = networkOf(experiment, task);
  const network = createNetwork(layers, inputShape);
  return { parameters: network.layout.size, activations: network.activations };
}

/** Where each trained tensor lies. Throws as `networkSize` does. */
export function networkLayout(experiment: Pick<Experiment, 'model'>, task: Task): Layout {
  const { layers, inputShape } = networkOf(experiment, task);
  return createNetwork(layers, inputShape).layout;
}

/** Multiplications of a forward pass of one sample, roughly; a gradient is about three of them. Throws as `networkSize` does. */
export function forwardWork(experiment: Pick<Experiment, 'model'>, task: Task): number {
  const { layers, inputShape } = networkOf(experiment, task);
  return multiplications(layers, inputShape);
}

function networkOf({ model }: Pick<Experiment, 'model'>, task: Task) {
  const features = featureCount({ model });
  const inputShape = features > 0 ? [features] : task.inputShape;
  return { layers: layersOf(model, { ...task, inputShape }), inputShape };
}

/** Number of fixed random features in front of the network; 0 where there are none. */
export function featureCount({ model }: Pick<Experiment, 'model'>): number {
  return 'rff' in model.values ? model.values.rff : 0;
}

const FLOAT_BYTES = 4;
/** w and up to two vectors of the base optimizer. */
const VECTORS_PER_MEMBER = 3;
/** Gradients, direction, perturbation and w + ε of the one member whose step is being computed. */
const VECTORS_OF_A_STEP = 6;
/** Values, gradients and scratch of a layer. */
const COPIES_OF_ACTIVATIONS = 3;

/** Columns of single steps and of measurements that a usual member has. */
const [STEP_COLUMNS, SPLIT_COLUMNS] = [16, 16];
const DOUBLE_BYTES = 8;
/** A column has room to grow, and what charts make of it beside it. */
const COPIES_OF_ROWS = 3;

/** Memory of the page that the numbers of all curves need in the end, roughly and rather too much: older rows are thinned where they become too many. */
export function historyBytes({ runs, training: { seeds, steps, every } }: Pick<Experiment, 'runs' | 'training'>): number {
  const members = runs.length * seeds.length;
  const rows = runs.map((run) => stepsOf({ steps }, run));
  const numbers = seeds.length * rows.reduce((sum, own) => sum + own * STEP_COLUMNS + (own / every + 2) * SPLIT_COLUMNS, 0);
  return COPIES_OF_ROWS * DOUBLE_BYTES * Math.min(mostNumbers(members * (STEP_COLUMNS + SPLIT_COLUMNS)), numbers);
}

/** Device memory that training needs at its peak, roughly and rather too much than too little. `members` is runs times seeds. */
export function estimatedBytes({ parameters, activations }: NetworkSize, batch: number, members: number): number {
  return FLOAT_BYTES * (parameters * (VECTORS_PER_MEMBER * members + VECTORS_OF_A_STEP) + COPIES_OF_ACTIVATIONS * activations * batch);
}
