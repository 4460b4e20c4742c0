import type { Table } from '../tensor/tensor';

/**
 * A loss or ascent objective in closed form: per-sample values [b] and their gradients with respect to the logits
 * [b, K] (not yet divided by b), from logits [b, K] and one-hot labels [b, K].
 */
export type Objective = (logits: Table, targets: Table) => { readonly perSample: Table; readonly logitGradient: Table };
