/**
 * How long each run trains. Runs of a group are as long as the group says, or a factor of that of their own: tables that compare at
 * an equal number of gradients give plain SGD twice the epochs of SAM (Xie et al., arXiv:2407.12993).
 */
import type { Experiment, RunSettings } from './experiment';
import type { Training } from './trainingFields';

/** Steps of a run: the group's times its own factor, at least one. Its schedule ends with them. */
export function stepsOf({ steps }: Pick<Training, 'steps'>, { length = 1 }: Pick<RunSettings, 'length'>): number {
  return Math.max(1, Math.round(steps * length));
}

/** The training of one run as if it were alone: with its own steps, and as many epochs. */
export function trainingOf<T extends Pick<Training, 'steps' | 'epochs'>>(training: T, run: Pick<RunSettings, 'length'>): T {
  const { length = 1 } = run;
  return length === 1 ? training : { ...training, steps: stepsOf(training, run), epochs: training.epochs * length };
}

/** Steps of the run that trains longest; the group's where it has none. */
export function longestSteps({ training, runs }: Pick<Experiment, 'training' | 'runs'>): number {
  return runs.length === 0 ? training.steps : Math.max(...runs.map((run) => stepsOf(training, run)));
}

/** Steps of a run that is named; the longest where there is none of that name. */
export function stepsOfRun(experiment: Pick<Experiment, 'training' | 'runs'>, id: string): number {
  const run = experiment.runs.find((one) => one.id === id);
  return run ? stepsOf(experiment.training, run) : longestSteps(experiment);
}

/** True if not all runs are equally long. */
export function differInLength({ training, runs }: Pick<Experiment, 'training' | 'runs'>): boolean {
  return new Set(runs.map((run) => stepsOf(training, run))).size > 1;
}
