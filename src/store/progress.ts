/** How far training is, and how long it will take. */
import type { Experiment } from '../core/settings/experiment';
import type { GroupState } from './state';

export interface Progress {
  readonly step: number;
  readonly steps: number;
  /** Per second, over the last ticks; null before two of them. */
  readonly rate: number | null;
  /** null until the rate is known. */
  readonly secondsLeft: number | null;
}

export function progressOf(group: GroupState | null, experiment: Experiment): Progress {
  const { steps } = (group?.experiment ?? experiment).training;
  const step = group?.step ?? 0;
  const first = group?.pace[0];
  const last = group?.pace.at(-1);
  if (!first || !last || last.at <= first.at || last.step <= first.step) return { step, steps, rate: null, secondsLeft: null };
  const rate = (1000 * (last.step - first.step)) / (last.at - first.at);
  return { step, steps, rate, secondsLeft: (steps - step) / rate };
}
