/**
 * Work done with an experiment before anybody has pressed Run: its first measurement, and timing a gradient. A network of a
 * paper may need minutes for one gradient, and the thread that is busy with it hears nothing and is taken for dead.
 */
import type { Task } from '../../core/models/model';
import { smaller } from '../../core/models/smaller';
import { BASELINE } from '../../core/sam/recipes';
import { forwardWork } from '../../core/settings/cost';
import type { Experiment } from '../../core/settings/experiment';
import { runOf } from '../../core/settings/runs';

/** Multiplications that are over in about a second. */
export const SHORT = { processor: 1e9, card: 1e11 } as const;
/** Silence that nobody minds, in multiples of that. */
const PATIENCE = 100;
/** A gradient is about as much as three forward passes. */
const FORWARDS = 3;
/** Splits that are measured. */
const SPLITS = 3;
/** Samples of each split where measuring takes long and nobody looks at the result. */
const LEAST_MEASURED = 10;
/** Steps that are timed after a first one, which compiles; a measurement comes at their end, and is timed apart. */
const TIMED_STEPS = 4;
/** Batch norm needs two. */
const LEAST_BATCH = 2;

/** True if all runs can be measured before their first step without keeping a person waiting. */
export function isMeasuredSoon(experiment: Experiment, task: Task, short: number): boolean {
  const { training, runs } = experiment;
  return SPLITS * training.most * runs.length * training.seeds.length * forwardWork(experiment, task) <= PATIENCE * short;
}

/** True if a gradient of one mini-batch is over in about a second. */
export function isGradientShort(experiment: Experiment, task: Task, short: number): boolean {
  return experiment.training.batch * FORWARDS * forwardWork(experiment, task) <= short;
}

/**
 * Experiment that is timed for another: itself on one seed where that is short, else plain descent on a part of its batch, with a
 * smaller network of its kind where two samples are too much.
 *
 * @returns steps to be timed, how many times as long a gradient of the experiment takes as one that is timed, and whether it is
 *   the experiment itself, so that what has to be compiled for it is what a start will ask for: steps, and measurements where
 *   they are short
 */
export function timedFor(
  experiment: Experiment,
  task: Task,
  short: number,
): { readonly experiment: Experiment; readonly steps: number; readonly scale: number; readonly isItself: boolean } {
  const { batch, seeds, most } = experiment.training;
  const measured = isMeasuredSoon(experiment, task, short) ? most : LEAST_MEASURED;
  const training = { ...experiment.training, seeds: seeds.slice(0, 1), every: TIMED_STEPS + 1, most: LEAST_MEASURED };
  const perSample = (one: Experiment) => FORWARDS * forwardWork(one, task);
  if (isGradientShort(experiment, task, short))
    return { experiment: { ...experiment, training: { ...training, most: measured } }, steps: TIMED_STEPS, scale: 1, isItself: true };
  let small = experiment;
  const least = Math.min(batch, LEAST_BATCH);
  for (let model = smaller(small.model); least * perSample(small) > short && model; model = smaller(small.model))
    small = { ...small, model };
  const part = Math.min(batch, Math.max(least, Math.floor(short / perSample(small))));
  return {
    experiment: { ...small, runs: [runOf('r1', BASELINE)], training: { ...training, batch: part } },
    steps: 1,
    scale: (batch * perSample(experiment)) / (part * perSample(small)),
    isItself: false,
  };
}
