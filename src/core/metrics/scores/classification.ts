/** Scores of predicted classes that accuracy does not tell: Matthews' correlation and F1, as GLUE's tasks are judged by. */
import { increase, nth } from '../../numbers';
import { expectPairs, type Score, scored, unscored } from './score';

/**
 * Matthews' correlation of predicted and true classes, and for more than two classes Gorodkin's R_K, which is the same for two.
 *
 *   R_K = (c·n − Σ_k p_k t_k) / (√(n² − Σ p_k²) · √(n² − Σ t_k²))
 *
 * with n samples, c of them right, p_k predicted as class k and t_k of class k.
 *
 * @param predictions  class of each sample, 0, 1, 2 …
 * @returns            dimensionless, −1 … 1; none where predictions or labels are of one class, of which 0/0 would be asked.
 * Throws where predictions and labels differ in number.
 *
 * Cost: one pass. Source: Gorodkin 2004, "Comparing two K-category assignments by a K-category correlation coefficient", eq. 8.
 * Deviation: scikit-learn calls the undefined cases 0, by which a network that always says the same looks like one that guesses.
 */
export function matthews(predictions: ArrayLike<number>, labels: ArrayLike<number>): Score {
  expectPairs(predictions, labels);
  const samples = labels.length;
  if (samples === 0) return unscored('There are no samples.');
  const [predicted, actual] = [countsOf(predictions), countsOf(labels)];
  if (predicted.size < 2) return unscored('All predictions are of one class.');
  if (actual.size < 2) return unscored('All labels are of one class.');
  let right = 0;
  for (let at = 0; at < samples; at++) if (predictions[at] === labels[at]) right++;
  let together = 0;
  for (const [label, count] of actual) together += count * (predicted.get(label) ?? 0);
  // Roots before the product: products of counts would pass 2^53.
  const spread = (counts: ReadonlyMap<number, number>) =>
    Math.sqrt(samples * samples - [...counts.values()].reduce((sum, count) => sum + count * count, 0));
  return scored((right * samples - together) / (spread(predicted) * spread(actual)));
}

/**
 * F1 of one class: the harmonic mean of precision and recall.
 *
 *   F1 = 2·TP / (2·TP + FP + FN)
 *
 * @param positive  the class it is of; in GLUE 1, “duplicate” or “equivalent”.
 * @returns         0 … 1; 0 where the class is there and never found, none where no sample is of it and none was taken for it.
 * Throws where predictions and labels differ in number.
 */
export function f1(predictions: ArrayLike<number>, labels: ArrayLike<number>, positive = 1): Score {
  expectPairs(predictions, labels);
  const counts = [0, 0];
  for (let at = 0; at < labels.length; at++) {
    const [isPredicted, isTrue] = [predictions[at] === positive, labels[at] === positive];
    if (isPredicted && isTrue) increase(counts, 0, 1);
    else if (isPredicted || isTrue) increase(counts, 1, 1);
  }
  const [found, wrong] = [nth(counts, 0), nth(counts, 1)];
  if (found + wrong === 0) return unscored('No sample is of this class, and none was taken for it.');
  return scored((2 * found) / (2 * found + wrong));
}

function countsOf(classes: ArrayLike<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < classes.length; at++) {
    const label = nth(classes, at);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}
