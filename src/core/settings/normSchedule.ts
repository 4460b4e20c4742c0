/** When squared gradient norms are measured without anybody asking (AE-SAM fig. 3, 8, 9: epochs 60, 120 and 180 of 200). */
import type { Experiment, RunSettings } from './experiment';
import { records } from './runTraits';

/** Shares of training. */
const MOMENTS = [0.3, 0.6, 0.9];

/** A measurement may cost this share of the steps: what nobody asked for must not be felt. */
const COST = 0.1;

/** Fewer mini-batches show no distribution. */
const LEAST_BATCHES = 50;

/** Steps of the shortest training in which it is measured. */
export const SHORTEST_MEASURED = LEAST_BATCHES / COST;

export interface NormSchedule {
  /** Steps that have been made when it is measured; empty when training is too short for it. */
  readonly steps: readonly number[];
  /** Mini-batches per measurement. */
  readonly batches: number;
  /** True if this run is measured. */
  readonly includes: (run: RunSettings) => boolean;
}

export function normSchedule({ training: { steps, norms, normsof } }: Pick<Experiment, 'training'>): NormSchedule {
  const affordable = Math.floor(COST * steps);
  return {
    steps: affordable < LEAST_BATCHES ? [] : MOMENTS.map((share) => Math.round(share * steps)),
    batches: Math.min(norms, affordable),
    includes: (run) => normsof === 'all' || (normsof === 'adaptive' && records(run, 'sqGradNorm')),
  };
}
