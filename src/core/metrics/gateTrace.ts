/** The squared gradient norms that AE-SAM's gate compares with, read from a run's history. */
import { doubleAt, increase } from '../numbers';
import type { MemberHistory } from './history';

export interface GateLevel {
  /** μ_t, the running mean of S. */
  readonly mu: number;
  /** c_t. */
  readonly factor: number;
  /** μ_t + c_t·σ_t: a step climbs when its S is at least this. */
  readonly threshold: number;
}

/** The level of the last step before `step` that the history holds; null for runs without an adaptive gate, and before their first step. */
export function gateLevel({ steps }: Pick<MemberHistory, 'steps'>, step: number): GateLevel | null {
  const row = steps.column('step').findLastIndex((made) => made < step);
  const at = (metric: 'mu' | 'ct' | 'threshold') => steps.averages(metric)[row] ?? Number.NaN;
  const threshold = at('threshold');
  return Number.isFinite(threshold) ? { mu: at('mu'), factor: at('ct'), threshold } : null;
}

/** The level over training, as means over `buckets` equal spans of steps; NaN where a span has no step. */
export interface GateTrace {
  readonly mu: Float64Array;
  readonly threshold: Float64Array;
}

/** Spans cover steps 0 … `lastStep`, pooled over `members`, as those of `normHistogram`. null without an adaptive gate. Cost: one pass. */
export function gateTrace(members: readonly Pick<MemberHistory, 'steps'>[], lastStep: number, buckets: number): GateTrace | null {
  if (!members.some(({ steps }) => steps.has('threshold'))) return null;
  const counts = new Float64Array(buckets);
  const sums = { mu: new Float64Array(buckets), threshold: new Float64Array(buckets) };
  for (const { steps } of members) {
    const [made, mu, threshold] = [steps.column('step'), steps.averages('mu'), steps.averages('threshold')];
    for (let row = 0; row < made.length; row++) {
      if (!Number.isFinite(threshold[row])) continue;
      const bucket = Math.min(buckets - 1, Math.floor((doubleAt(made, row) / Math.max(1, lastStep + 1)) * buckets));
      const weight = steps.standsFor(row);
      increase(counts, bucket, weight);
      increase(sums.mu, bucket, weight * doubleAt(mu, row));
      increase(sums.threshold, bucket, weight * doubleAt(threshold, row));
    }
  }
  const means = (sum: Float64Array) => sum.map((total, bucket) => total / doubleAt(counts, bucket));
  return { mu: means(sums.mu), threshold: means(sums.threshold) };
}
