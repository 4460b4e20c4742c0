/** Samples whose prediction the perturbation turns (BiSAM fig. 2; algorithms.md §12.5). */
import type { Scalar, Table } from '../tensor/tensor';
import type { Pass } from './oracle';

/**
 * Counts samples right at w and wrong at w + ε, and the other way round, from the two passes already made.
 * Nothing is reported when the second pass saw other samples (SDS).
 */
export function flips(before: Pass, after: Pass): { flippedToWrong?: Scalar; flippedToRight?: Scalar } {
  if (before.targets !== after.targets) return {};
  const labels = before.targets.argMax();
  const wasRight = correct(before.logits, labels);
  const isRight = correct(after.logits, labels);
  return { flippedToWrong: wasRight.greater(isRight).sum(), flippedToRight: isRight.greater(wasRight).sum() };
}

function correct(logits: Table, labels: Table): Table {
  return logits.argMax().equal(labels);
}
