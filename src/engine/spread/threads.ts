/** How many threads make steps: as many as the processor leaves, where there is enough to do for each. */
import type { Task } from '../../core/models/model';
import { forwardWork } from '../../core/settings/cost';
import type { Experiment } from '../../core/settings/experiment';
import { stepsOf } from '../../core/settings/lengths';

/** Without being asked: each has a memory and a copy of the data of its own. */
const MOST = 8;
/** Steps of all members together below which training is over before a thread has started. */
const FEW_STEPS = 1000;
/** And multiplications: about a second. */
const LITTLE_WORK = 2e10;
/** A gradient is about as much as three forward passes. */
const FORWARDS = 3;

/**
 * Threads for an experiment, this one included; never more than it has members.
 *
 * @param cores  what the browser says; 1 where it does not
 */
export function threadsFor(experiment: Experiment, task: Task, cores: number): number {
  const { runs, training, device } = experiment;
  const members = runs.length * training.seeds.length;
  if (device.threads > 0) return Math.min(members, device.threads);
  const steps = training.seeds.length * runs.reduce((sum, run) => sum + stepsOf(training, run), 0);
  const isLong = steps >= FEW_STEPS || steps * training.batch * FORWARDS * forwardWork(experiment, task) >= LITTLE_WORK;
  // Two threads share two cores with a page that has little to do; more leave it one.
  const left = cores <= 2 ? cores : cores - 1;
  return isLong ? Math.max(1, Math.min(members, left, MOST)) : 1;
}
