/** Live changes of a group: learning rates and radii, each with the step it came at, so that whoever joins late sees them too. */
import type { Tuning } from '../../core/protocol/protocol';
import type { Experiment, RunSettings } from '../../core/settings/experiment';
import { fixedRadius } from '../../core/settings/runs';

export interface Tunings {
  /** All so far; the first is the learning rate the group started with. */
  all(): readonly Tuning[];
  /** η₀ of a run at a step: its own, or the group's as it was tuned. */
  rateAt(run: string, step: number): number;
  /** Takes another rate of the group, from step `front` on. */
  noteRate(value: number, front: number): void;
  /**
   * Takes live values.
   *
   * @param front   steps of whoever is furthest: from there on a change is new to everybody, also to those who are catching up.
   * @param stepOf  steps of a run: what changes for one run alone acts on it at once, wherever it is.
   */
  change(next: Experiment, front: number, stepOf: (run: string) => number): void;
}

/** @param known  what a group that this one goes on from had noted. */
export function createTunings(experiment: Experiment, known?: readonly Tuning[]): Tunings {
  const tunings: Tuning[] = [...(known ?? [{ step: 0, run: null, key: 'lr', value: experiment.training.lr } as const])];
  let current = experiment;

  function rateAt(run: string, step: number): number {
    const own = current.runs.find((one) => one.id === run)?.learningRate;
    return own ?? (tunings.findLast((tuning) => tuning.key === 'lr' && tuning.run === null && tuning.step <= step)?.value as number);
  }

  function noteRate(value: number, front: number): void {
    const last = tunings.findLast((tuning) => tuning.key === 'lr' && tuning.run === null)?.value;
    if (value !== last) tunings.push({ step: front, run: null, key: 'lr', value });
  }

  function noteRun(before: RunSettings, after: RunSettings, step: number): void {
    const at = { step, run: after.id };
    const [rho, nextRho] = [before, after].map(fixedRadius);
    if (rho !== undefined && nextRho !== undefined && rho !== nextRho) tunings.push({ ...at, key: 'rho', value: nextRho });
    if (before.learningRate !== after.learningRate) tunings.push({ ...at, key: 'lr', value: rateAt(after.id, step) });
  }

  return {
    all: () => tunings,
    rateAt,
    noteRate,
    change(next, front, stepOf) {
      const before = current;
      current = next;
      // A run that comes back starts over, with the values it has then.
      const stay = tunings.filter(({ run }) => run === null || next.runs.some(({ id }) => id === run));
      tunings.splice(0, tunings.length, ...stay);
      noteRate(next.training.lr, front);
      for (const run of next.runs) {
        const same = before.runs.find((one) => one.id === run.id);
        if (same) noteRun(same, run, stepOf(run.id));
      }
    },
  };
}
