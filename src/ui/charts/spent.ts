import { lastBySeed, moments } from '../../core/metrics/series';
import type { GroupState } from '../../store/state';

/** What a run has cost at its last measurement, a mean over its seeds; NaN before one. */
export function spent(group: Pick<GroupState, 'history'> | null, run: string, metric: 'evals' | 'seconds' | 'step'): number {
  return group ? moments(lastBySeed(group.history, run, { table: 'measured', metric }).values()).mean : Number.NaN;
}
