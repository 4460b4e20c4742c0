/**
 * A run that trains and learns nothing: over a long stretch that lasts until now, it predicts its own training labels no
 * better than a guess. A radius far too large does that, and looks like a broken page.
 */
import { doubleAt, lastOf } from '../numbers';
import type { History, MemberHistory } from './history';

/** Steps without anything learned that are worth a word. */
export const STALLED_STEPS = 300;
/** Measurements within them: one or two near chance may be an accident. */
const MEASUREMENTS = 4;
/** Standard deviations of a guess's accuracy that still count as a guess. */
const SPREAD = 3;

/**
 * Steps for which every seed of `run` has stayed at chance up to now; null if one of them has not, or for fewer than 300.
 *
 * @param classes  K; a guess is right 100/K % of the time.
 * @param samples  training samples that accuracy was measured on.
 */
export function stalledFor(history: History, run: string, classes: number, samples: number): number | null {
  const members = history.members.filter((member) => member.run === run);
  if (members.length === 0) return null;
  const chance = 1 / classes;
  const most = 100 * (chance + SPREAD * Math.sqrt((chance * (1 - chance)) / Math.max(1, samples)));
  const stretches = members.map((member) => stretch(member, most));
  const shortest = Math.min(...stretches.map(({ steps }) => steps));
  const isSeen = stretches.every(({ rows }) => rows >= MEASUREMENTS);
  return isSeen && shortest >= STALLED_STEPS ? shortest : null;
}

/**
 * How long the last measurements of a member lie at chance or below. One above it between others is an accident, and a
 * sentence that comes and goes with it would be worse than one that comes late; two in succession are a run that learns.
 */
function stretch({ measured }: MemberHistory, most: number): { readonly steps: number; readonly rows: number } {
  const accuracy = measured.column('trainAccuracy');
  const steps = measured.column('step');
  const isAbove = (row: number) => (accuracy[row] ?? Number.NaN) > most;
  let first = accuracy.length;
  // Not a number is another matter: that run has diverged.
  while (first > 0 && !Number.isNaN(accuracy[first - 1]) && !(isAbove(first - 1) && isAbove(first - 2))) first--;
  if (isAbove(first)) first++;
  const rows = accuracy.length - first;
  return { steps: rows > 0 ? lastOf(steps) - doubleAt(steps, first) : 0, rows };
}
