/** Numbers of a member at one step. */
import { doubleAt } from '../numbers';
import type { SplitMetric } from './catalogue';
import type { MemberHistory } from './history';

/** The last row whose step is not later than `step`; −1 where there is none. Cost: a binary search. */
export function rowAt(steps: Float64Array, step: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (doubleAt(steps, middle) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * A measurement at `step`: the last one that is not later, or a mean around it where measurements have been thinned. NaN where the member
 * was not measured that far.
 */
export function measuredAt({ measured }: Pick<MemberHistory, 'measured'>, metric: SplitMetric, step: number): number {
  const steps = measured.column('step');
  // Also where there are no rows at all.
  if (!(measured.last('step') >= step)) return Number.NaN;
  return measured.averages(metric)[rowAt(steps, step)] ?? Number.NaN;
}

/** The measured step of any of the members that is nearest to `step`, the earlier one of two; NaN where nothing was measured. */
export function nearestStep(members: readonly Pick<MemberHistory, 'measured'>[], step: number): number {
  let best = Number.NaN;
  for (const { measured } of members) {
    const steps = measured.column('step');
    const row = rowAt(steps, step);
    for (const near of [steps[row], steps[row + 1]])
      if (near !== undefined && !(Math.abs(best - step) <= Math.abs(near - step))) best = near;
  }
  return best;
}

/** The latest measured step of any of the members that is not later than `step`; NaN where there is none. */
export function measuredStep(members: readonly Pick<MemberHistory, 'measured'>[], step: number): number {
  let best = Number.NaN;
  for (const { measured } of members) {
    const steps = measured.column('step');
    const at = steps[rowAt(steps, step)];
    if (at !== undefined && !(best >= at)) best = at;
  }
  return best;
}
