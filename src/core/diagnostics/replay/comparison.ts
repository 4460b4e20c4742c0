/** Collects how far a group of measurements is from its reference, in the words of every other replay. */
import type { Deviation, Tolerance } from '../../replay/compare';

/**
 * `tight`: the tolerance of scalars (1e-8 in doubles, 1e-4 in floats), for what is a mean of well-conditioned terms.
 * `loose`: that of differences of near numbers (1e-6, 1e-2): rises of the loss, and what later iterations of Lanczos or of the
 * power method amplify. The reference carries nine or ten digits.
 */
export type Strictness = 'tight' | 'loose';

export interface Comparison {
  /** Deviation relative to max(|theirs|, scale); the usual scale keeps the relative error of numbers near zero out. */
  number(what: string, ours: number, theirs: number, strictness?: Strictness, scale?: number): void;
  /** Largest deviation of a list relative to its own largest entry, or to `scale` when that is larger. */
  numbers(what: string, ours: ArrayLike<number>, theirs: readonly number[], strictness?: Strictness, scale?: number): void;
  /** Equal, as counts and answers must be. */
  same(what: string, ours: number, theirs: number): void;
  /** Below a bound that the reference states by example. */
  below(what: string, ours: number, bound: number): void;
  result(): Deviation;
}

const SCALE = 1e-3;

export function comparison(name: string, tolerance: Tolerance): Comparison {
  const limits = { tight: tolerance.scalars, loose: tolerance.loose };
  const worst = { params: 0, losses: 0, norms: 0, loose: 0 };
  const failures: string[] = [];
  const loosely = new Set<string>();
  let compared = 0;

  function note(what: string, deviation: number, strictness: Strictness, limit: number): void {
    const column = strictness === 'loose' ? 'loose' : /loss/i.test(what) ? 'losses' : 'norms';
    const size = Number.isNaN(deviation) ? Number.POSITIVE_INFINITY : deviation;
    worst[column] = Math.max(worst[column], size);
    // The quantity, without the place it was measured at.
    if (strictness === 'loose') loosely.add(what.replace(/^.*: /, ''));
    if (size > limit) failures.push(`${what} deviates by ${size.toExponential(1)}, more than ${limit}`);
  }
  function numbers(what: string, ours: ArrayLike<number>, theirs: readonly number[], strictness: Strictness = 'tight', scale = SCALE) {
    if (ours.length !== theirs.length) failures.push(`${what}: ${ours.length} values for ${theirs.length}`);
    const largest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), scale);
    theirs.forEach((value, index) => {
      compared++;
      note(what, Math.abs((ours[index] ?? Number.NaN) - value) / largest, strictness, limits[strictness]);
    });
  }
  return {
    number: (what, ours, theirs, strictness, scale) => numbers(what, [ours], [theirs], strictness, scale),
    numbers,
    same(what, ours, theirs) {
      compared++;
      if (ours !== theirs) failures.push(`${what} is ${ours} for ${theirs}`);
    },
    below(what, ours, bound) {
      compared++;
      if (!(ours <= bound)) failures.push(`${what} is ${ours}, more than ${bound}`);
    },
    result: () => ({ name, ...worst, looselyCompared: [...loosely], failures, compared }),
  };
}
