/** Correlation of predicted and true numbers, by which STS-B is judged. */
import { doubleAt, nth } from '../../numbers';
import { expectPairs, type Score, scored, unscored } from './score';

/**
 * Pearson's correlation.
 *
 *   r = (x − x̄)·(y − ȳ) / (‖x − x̄‖ ‖y − ȳ‖)
 *
 * @returns  dimensionless, −1 … 1; none for fewer than two samples, for constant numbers, and where one is not finite.
 * Throws where the two differ in number. Cost: three passes, two columns; the means go first, so that a large offset costs no digits.
 */
export function pearson(predictions: ArrayLike<number>, labels: ArrayLike<number>): Score {
  const reason = undefinedFor(predictions, labels);
  if (reason) return unscored(reason);
  return scored(correlation(centred(predictions), centred(labels)));
}

/**
 * Spearman's correlation: Pearson's of the ranks, equal numbers sharing the mean of theirs.
 *
 * @returns  as `pearson`. Cost: two sorts.
 */
export function spearman(predictions: ArrayLike<number>, labels: ArrayLike<number>): Score {
  const reason = undefinedFor(predictions, labels);
  if (reason) return unscored(reason);
  return scored(correlation(centred(ranks(predictions)), centred(ranks(labels))));
}

function undefinedFor(predictions: ArrayLike<number>, labels: ArrayLike<number>): string | null {
  expectPairs(predictions, labels);
  if (labels.length < 2) return 'A correlation needs two samples.';
  const all = [Array.from(predictions), Array.from(labels)] as const;
  if (!all.every((numbers) => numbers.every(Number.isFinite))) return 'Not all predictions and labels are finite numbers.';
  const isConstant = (numbers: readonly number[]) => numbers.every((value) => value === numbers[0]);
  if (isConstant(all[0])) return 'All predictions are the same.';
  return isConstant(all[1]) ? 'All labels are the same.' : null;
}

function correlation(one: Float64Array, other: Float64Array): number {
  const [lengthOfOne, lengthOfOther] = [norm(one), norm(other)];
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (doubleAt(one, at) / lengthOfOne) * (doubleAt(other, at) / lengthOfOther);
  return Math.min(1, Math.max(-1, sum));
}

function centred(numbers: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(numbers);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** The largest first, so that squares neither overflow nor vanish. */
function norm(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return 1;
  return largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0));
}

function ranks(numbers: ArrayLike<number>): Float64Array {
  const order = Array.from(numbers, (_, at) => at).sort((a, b) => nth(numbers, a) - nth(numbers, b));
  const result = new Float64Array(numbers.length);
  for (let begin = 0; begin < order.length; ) {
    let end = begin + 1;
    while (end < order.length && numbers[nth(order, end)] === numbers[nth(order, begin)]) end++;
    for (let at = begin; at < end; at++) result[nth(order, at)] = (begin + end - 1) / 2;
    begin = end;
  }
  return result;
}
