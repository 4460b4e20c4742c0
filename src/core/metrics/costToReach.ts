import { doubleAt } from '../numbers';
import type { History } from './history';
import { runSeries } from './series';

export interface CostToReach {
  readonly step: number;
  /** Gradient evaluations, and seconds of own compute: means over seeds. */
  readonly evals: number;
  readonly seconds: number;
}

/**
 * Cost of a run at the first measurement at which its mean clean test accuracy over seeds was at least `goal`; null
 * where it never was. Nothing is taken back when accuracy falls again later.
 *
 * @param goal  %.
 */
export function costToReach(history: History, run: string, goal: number): CostToReach | null {
  const accuracy = { table: 'measured', metric: 'testAccuracy' } as const;
  const bySteps = runSeries(history, run, accuracy, 'steps');
  const row = bySteps.mean.findIndex((value) => value >= goal);
  if (row < 0) return null;
  const at = (axis: 'evals' | 'seconds') => doubleAt(runSeries(history, run, accuracy, axis).x, row);
  return { step: doubleAt(bySteps.x, row), evals: at('evals'), seconds: at('seconds') };
}
