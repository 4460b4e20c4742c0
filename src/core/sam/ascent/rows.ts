/** Row-wise softmax pieces, composed so that no device's own softmax (and its hazards) is needed. */
import type { Table } from '../../tensor/tensor';

export interface RowSoftmax {
  /** log Σ_j exp(row_j), [rows, 1], stable for any finite logits. */
  readonly logSumExp: Table;
  /** exp(row_j) / Σ exp, [rows, columns]. */
  readonly softmax: Table;
}

/** Cost: two reductions and four element-wise passes over [rows, columns]. */
export function rowSoftmax(table: Table): RowSoftmax {
  const highest = table.maxOver([1], true);
  const exponentials = table.sub(highest).exp();
  const total = exponentials.sum([1], true);
  return { logSumExp: total.log().add(highest), softmax: exponentials.div(total) };
}
