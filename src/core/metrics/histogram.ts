/** How gradient lengths are spread at each time: a grid of counts, time across, log of the length upwards. */
import { doubleAt, increase, nth } from '../numbers';
import type { MemberHistory } from './history';

/** Bins per picture, upwards. */
export const NORM_BINS = 32;

/** Rows that a span should have. */
const LEAST_ROWS = 5;

export interface NormHistogram {
  readonly buckets: number;
  /** [buckets × NORM_BINS], share of the bucket's steps per bin, 0 … 1; bin 0 holds the smallest norms. */
  readonly shares: Float32Array;
  /** Norms at the lower edge of bin 0 and the upper edge of the last. */
  readonly range: readonly [number, number];
  /** Steps at the left and right edge. */
  readonly steps: readonly [number, number];
}

/** Common limits for several members, so that their pictures can be compared; whole powers of √10. Null without data. */
export function normRange(members: readonly MemberHistory[]): readonly [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const member of members) {
    for (const norm of normsOf(member)) {
      if (!(norm > 0) || norm === Number.POSITIVE_INFINITY) continue;
      low = Math.min(low, norm);
      high = Math.max(high, norm);
    }
  }
  if (high === 0) return null;
  const down = Math.floor(2 * Math.log10(low)) / 2;
  const up = Math.max(down + 0.5, Math.ceil(2 * Math.log10(high)) / 2);
  return [10 ** down, 10 ** up];
}

/** Spans to divide `steps` steps into: as fine as at least five rows per span allow, where a recorded history has fewer rows than steps. */
export function spansOf(members: readonly MemberHistory[], steps: number, most = 60): number {
  const rows = Math.max(0, ...members.map((member) => member.steps.length));
  const made = Math.max(1, ...members.map((member) => member.steps.last('step') + 1).filter(Number.isFinite));
  return Math.max(1, Math.min(most, Math.floor((steps * rows) / made / LEAST_ROWS)));
}

/** ‖∇L(B)‖ per step: √S where a gate has measured S, else the gradient that was climbed, which for BiSAM is that of its bound. */
function normsOf({ steps }: Pick<MemberHistory, 'steps'>, of: 'column' | 'averages' = 'column'): Float64Array {
  return steps.has('sqGradNorm') ? steps[of]('sqGradNorm').map(Math.sqrt) : steps[of]('gradNorm');
}

/**
 * Histogram of gradient norms over `buckets` equal spans of steps 0 … `lastStep`, pooled over `members` (the seeds of one
 * run). Norms outside `range` count in the outermost bin; zeros and NaN count nowhere. Of steps that were thinned, the smallest and the
 * largest count once each, and the others as their mean. Cost: one pass over the steps.
 */
export function normHistogram(
  members: readonly MemberHistory[],
  range: readonly [number, number],
  lastStep: number,
  buckets = 60,
): NormHistogram {
  const shares = new Float32Array(buckets * NORM_BINS);
  const totals = new Float64Array(buckets);
  const [bottom, top] = [Math.log(range[0]), Math.log(range[1])];
  const span = Math.max(1, lastStep + 1);
  for (const member of members) {
    const at = member.steps.column('step');
    const norms = normsOf(member);
    const means = normsOf(member, 'averages');
    const count = (row: number, norm: number, weight: number) => {
      if (!(norm > 0)) return;
      const bucket = Math.min(buckets - 1, Math.floor((doubleAt(at, row) / span) * buckets));
      const height = Math.floor(((Math.log(norm) - bottom) / (top - bottom)) * NORM_BINS);
      const bin = Math.min(NORM_BINS - 1, Math.max(0, height));
      increase(shares, bucket * NORM_BINS + bin, weight);
      increase(totals, bucket, weight);
    };
    for (let row = 0; row < norms.length; row++) {
      count(row, doubleAt(norms, row), 1);
      const others = member.steps.standsFor(row) - 1;
      if (others > 0) count(row, doubleAt(means, row), others);
    }
  }
  for (let cell = 0; cell < shares.length; cell++) {
    const total = doubleAt(totals, Math.floor(cell / NORM_BINS));
    if (total > 0) shares[cell] = nth(shares, cell) / total;
  }
  return { buckets, shares, range, steps: [0, lastStep + 1] };
}
