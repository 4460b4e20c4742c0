/**
 * Two runs whose curves lie on each other: at every measurement of a stretch that lasts until now, for every seed they
 * share, train and test loss agree within one per cent.
 */
import { doubleAt } from '../numbers';
import type { History, MemberHistory } from './history';

/** Largest relative difference that the eye takes for none. */
const TOLERANCE = 0.01;
/** Steps that a stretch must last to be worth a word. */
export const LONG_ENOUGH = 100;

/** First step from which `run` and `other` coincide up to their latest common measurement; null if they do not, or not for 100 steps. */
export function coincidentSince(history: History, run: string, other: string): number | null {
  const members = history.members;
  const pairs = members
    .filter((member) => member.run === run)
    .flatMap((member) => {
      const twin = members.find((one) => one.run === other && one.seed === member.seed);
      return twin ? [[member, twin] as const] : [];
    });
  if (pairs.length === 0) return null;
  const stretches = pairs.map(([one, twin]) => stretch(one, twin));
  const since = Math.max(...stretches.map(({ from }) => from));
  const until = Math.min(...stretches.map(({ to }) => to));
  return until - since >= LONG_ENOUGH ? since : null;
}

/** The last steps at which a pair agrees; `from` is infinite when it does not at the latest. */
function stretch(one: MemberHistory, other: MemberHistory): { readonly from: number; readonly to: number } {
  const rows = Math.min(one.measured.length, other.measured.length);
  const steps = one.measured.column('step');
  const others = other.measured.column('step');
  let row = rows - 1;
  while (row >= 0 && steps[row] === others[row] && agree(one, other, row, 'trainLoss') && agree(one, other, row, 'testLoss')) row--;
  const first = row + 1;
  return first < rows ? { from: doubleAt(steps, first), to: doubleAt(steps, rows - 1) } : { from: Number.POSITIVE_INFINITY, to: 0 };
}

function agree(one: MemberHistory, other: MemberHistory, row: number, metric: 'trainLoss' | 'testLoss'): boolean {
  const [a, b] = [doubleAt(one.measured.column(metric), row), doubleAt(other.measured.column(metric), row)];
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}
