/** How far training is, and how long it will take. */
import { grouped } from '../core/grouped';
import { nth } from '../core/numbers';
import { costOf } from '../core/settings/cost';
import { differInLength, longestSteps, stepsOfRun } from '../core/settings/lengths';
import type { Experiment } from '../core/settings/experiment';
import type { GroupState, TimeLeft } from './group';

export interface Progress {
  readonly step: number;
  readonly steps: number;
  /** Per second, over the last ticks; null before two of them. */
  readonly rate: number | null;
  /** null until the rate is known. */
  readonly secondsLeft: number | null;
}

export function progressOf(group: Pick<GroupState, 'experiment' | 'step' | 'pace'> | null, experiment: Experiment): Progress {
  const made = group?.experiment ?? experiment;
  const steps = longestSteps(made);
  const step = group?.step ?? 0;
  const first = group?.pace[0];
  const last = group?.pace.at(-1);
  if (!first || !last || last.at <= first.at || last.step <= first.step) return { step, steps, rate: null, secondsLeft: null };
  const rate = (1000 * (last.step - first.step)) / (last.at - first.at);
  return { step, steps, rate, secondsLeft: stepsLeft(made, step) / rate };
}

/** Steps as costly as those at `step`: once shorter runs have ended, a step of the others takes less. */
function stepsLeft(experiment: Experiment, step: number): number {
  if (!differInLength(experiment)) return longestSteps(experiment) - step;
  const left = costOf(experiment).runs.map(({ id, perStep }) => ({ perStep, left: Math.max(0, stepsOfRun(experiment, id) - step) }));
  const now = left.reduce((sum, one) => sum + (one.left > 0 ? one.perStep : 0), 0);
  return now === 0 ? 0 : left.reduce((sum, one) => sum + one.left * one.perStep, 0) / now;
}

/** Time left is said once this much has passed, and this share of the steps is made or so much more has passed. */
const FIRST_MS = 1000;
const FIRST_SHARE = 0.05;
const LATEST_MS = 5000;
/** Largest relative correction from one tick to the next: a real change of speed gets through within a second. */
const LARGEST_CHANGE = 0.2;

/**
 * Time left to be shown, given what was shown before: that minus the time since, corrected towards what the rate
 * now says by at most a fifth. Evaluations and pictures are in the rate, as it is taken by the clock.
 *
 * @param began  milliseconds, when this stretch of training began.
 */
export function timeLeft(before: TimeLeft | null, { step, steps, secondsLeft }: Progress, began: number, now: number): TimeLeft | null {
  if (secondsLeft === null) return before;
  const passed = now - began;
  if (before === null) {
    const isKnown = passed >= FIRST_MS && (step >= FIRST_SHARE * steps || passed >= LATEST_MS);
    return isKnown ? { seconds: secondsLeft, at: now } : null;
  }
  const expected = Math.max(0, before.seconds - (now - before.at) / 1000);
  const least = expected * (1 - LARGEST_CHANGE);
  const most = expected * (1 + LARGEST_CHANGE) + 0.5;
  return { seconds: Math.min(most, Math.max(least, secondsLeft)), at: now };
}

/** Said once, when everything was trained. */
export function doneSentence(group: Pick<GroupState, 'experiment'> | null, edited: Experiment): string {
  const made = group?.experiment ?? edited;
  const { runs } = made;
  const ends = [...new Set(runs.map(({ id }) => stepsOfRun(made, id)))].sort((one, other) => one - other);
  const steps = ends.length > 1 ? `${grouped(nth(ends, 0))} to ${grouped(longestSteps(made))}` : grouped(longestSteps(made));
  return `Done: ${steps} ${longestSteps(made) === 1 ? 'step' : 'steps'} of ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}.`;
}
