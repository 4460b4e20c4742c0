/** How far weights can be moved until accuracy falls, and what that lets one say. */
import { nth } from '../../core/numbers';
import type { Shake } from '../../core/protocol/findings';
import type { Phrase } from '../../store/phrase';

/** Points of clean accuracy that are a fall. */
export const FALL = 10;

export interface Fall {
  readonly run: string;
  /** Length at which the fall is reached, mean over seeds; infinite where it is not. */
  readonly length: number;
  /** Of each seed. */
  readonly seeds: readonly number[];
}

/** Length at which a column has first fallen by `points` from its beginning, between two places along the line that joins them. */
export function lengthOfFall(lengths: ArrayLike<number>, accuracy: ArrayLike<number>, points = FALL): number {
  const floor = nth(accuracy, 0) - points;
  for (let at = 1; at < accuracy.length; at++) {
    const [before, here] = [nth(accuracy, at - 1), nth(accuracy, at)];
    if (here <= floor) return nth(lengths, at - 1) + ((before - floor) / (before - here)) * (nth(lengths, at) - nth(lengths, at - 1));
  }
  return Number.POSITIVE_INFINITY;
}

export function fallsOf(shakes: readonly Shake[]): readonly Fall[] {
  return shakes.map(({ asked: { run }, lengths, members }) => {
    const seeds = members.map(({ testAccuracy }) => lengthOfFall(lengths, testAccuracy));
    return { run, seeds, length: seeds.reduce((sum, one) => sum + one, 0) / seeds.length };
  });
}

/**
 * One sentence about who falls first. A difference is one where the first falls before the next on every seed and by a tenth of the reach;
 * else it is said that there is none.
 *
 * @param name  of a run.
 */
export function fallSentence(shakes: readonly Shake[], name: (run: string) => string): readonly Phrase[] {
  const [any] = shakes;
  if (!any || shakes.length < 2) return [];
  const reach = nth(any.lengths, any.lengths.length - 1);
  const falls = [...fallsOf(shakes)].sort((one, other) => one.length - other.length);
  const word = ({ run }: Fall): Phrase => ({ run, label: name(run) });
  const [first, second, ...rest] = falls as [Fall, Fall, ...Fall[]];
  if (!Number.isFinite(first.length)) return [`Moved by ${share(reach)} no run has lost ${FALL} points of clean accuracy.`];
  const isFirst = first.seeds.every((length, seed) => length < (second.seeds[seed] ?? Number.POSITIVE_INFINITY));
  const gap = Math.min(second.length, reach) - first.length;
  const ofSeeds = first.seeds.length > 1 ? ` on each of ${first.seeds.length} seeds` : ' on this seed';
  if (!isFirst || gap < reach / 20) {
    const others = [second, ...rest].filter(({ length }) => Math.min(length, reach) - first.length < reach / 20);
    const named: Phrase[] = [first, ...others].flatMap((fall, at, all) => [
      ...(at === 0 ? [] : [at === all.length - 1 ? ' and ' : ', ']),
      word(fall),
    ]);
    if (others.length === falls.length - 1)
      return [`No clear difference: `, ...named, ` lose ${FALL} points of clean accuracy at about ${share(first.length)}${ofSeeds}.`];
  }
  const holds = [second, ...rest].flatMap((fall, at): Phrase[] => [
    at === 0 ? '; ' : ', ',
    word(fall),
    Number.isFinite(fall.length) ? ` at ${share(fall.length)}` : ` not within ${share(reach)}`,
  ]);
  return [word(first), ` loses ${FALL} points of clean accuracy when moved by `, { strong: share(first.length) }, ...holds, `${ofSeeds}.`];
}

/** A share of the weights' length. */
export const share = (length: number): string =>
  `${Number((100 * length).toPrecision(2)).toLocaleString('en', { maximumFractionDigits: 1 })}\u00a0%`;
