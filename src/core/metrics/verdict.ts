/**
 * Verdict on two runs, as far as the numbers allow one. One rule, fixed before anybody looks: at the latest common
 * measurement, paired by seed, a difference is clear when at least five seeds took part, the 95 % interval of the mean
 * difference excludes zero, and the difference is at least half a point.
 */
import { measuredAt } from './atStep';
import type { History } from './history';
import type { MemberId } from '../protocol/member';
import { moments } from './series';

/** Seeds it takes to call a difference clear. */
export const ENOUGH_SEEDS = 5;
/** Smallest difference worth a sentence, in points of accuracy. */
const SMALLEST_POINTS = 0.5;
/** With too few seeds, what is called a difference "on this seed": about twice what luck does between equal runs. */
const VISIBLE_POINTS = 2;

/** Two-sided 95 % quantiles of Student's t for 1 … 30 degrees of freedom. */
const T_QUANTILES = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086,
  2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

export interface Comparison {
  /** The run spoken of, and the one it is measured against. */
  readonly run: string;
  readonly against: string;
  /** Step that the run spoken of is compared at: the latest both were measured at, unless another was asked for. */
  readonly step: number;
  readonly seeds: number;
  /** Seeds left out because one of the two diverged on them. */
  readonly diverged: number;
  /** Mean paired difference in clean test accuracy, points. */
  readonly points: number;
  /** Sample standard deviation of the paired differences; NaN with one seed. */
  readonly sd: number;
  /** Half width of the 95 % interval of the mean; NaN with one seed. */
  readonly margin: number;
  readonly verdict: 'clear' | 'no clear difference' | 'on these seeds';
}

/**
 * Compares two runs on the seeds both have finished rows for; null when there are none.
 *
 * @param diverged  members whose training ended before its time: numbers from before are no result, so their seeds are left out.
 * @param at        steps of the run spoken of and of the other; the latest step both were measured at where they are left out.
 */
export function compare(
  history: History,
  run: string,
  against: string,
  diverged: ReadonlySet<MemberId> = new Set(),
  at?: readonly [own: number, other: number],
): Comparison | null {
  const members = history.members;
  const all = members
    .filter((member) => member.run === run)
    .flatMap((member) => {
      const other = members.find((one) => one.run === against && one.seed === member.seed);
      return other ? [[member, other] as const] : [];
    });
  const pairs = all.filter((pair) => pair.every(({ id }) => !diverged.has(id)));
  const common = Math.min(...pairs.map(([one, other]) => Math.min(one.measured.last('step'), other.measured.last('step'))));
  const [step, otherStep] = at ?? [common, common];
  const differences = pairs
    .map(([one, other]) => measuredAt(one, 'testAccuracy', step) - measuredAt(other, 'testAccuracy', otherStep))
    .filter(Number.isFinite);
  const found = judged(differences);
  return found && { run, against, step, diverged: all.length - pairs.length, ...found };
}

/** Paired differences of one number over seeds, and what they allow to say. */
export type Paired = Pick<Comparison, 'seeds' | 'points' | 'sd' | 'margin' | 'verdict'>;

/** Compares two sets of accuracies in %, by seed, on the seeds that both have; null where there is none. The same rule as `compare`. */
export function pairedDifference(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): Paired | null {
  return judged(
    [...one].flatMap(([seed, value]) => (other.has(seed) ? [value - (other.get(seed) ?? Number.NaN)] : [])).filter(Number.isFinite),
  );
}

function judged(differences: readonly number[]): Paired | null {
  if (differences.length === 0) return null;
  const { mean: points, sd } = moments(differences);
  const seeds = differences.length;
  const margin = (tQuantile(seeds - 1) * sd) / Math.sqrt(seeds);
  const isClear = Math.abs(points) > margin && Math.abs(points) >= SMALLEST_POINTS;
  const isVisible = Math.abs(points) >= VISIBLE_POINTS;
  const verdict =
    seeds >= ENOUGH_SEEDS ? (isClear ? 'clear' : 'no clear difference') : isVisible ? 'on these seeds' : 'no clear difference';
  return { seeds, points, sd, margin, verdict };
}

function tQuantile(freedom: number): number {
  return freedom < 1 ? Number.NaN : (T_QUANTILES[freedom - 1] ?? 1.96);
}
