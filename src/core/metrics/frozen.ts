/** Tables and histories as plain data, to be stored or sent. */
import type { MemberName } from '../protocol/member';

/** Arrays may be views of a table's memory. */
export interface FrozenTable {
  readonly length: number;
  readonly columns: readonly (readonly [name: string, values: Float64Array])[];
  /** Thinned rows, as `Table` has them. */
  readonly pairs: {
    readonly width: number;
    readonly count: number;
    readonly means: readonly (readonly [name: string, mean: Float64Array, finite: Float64Array])[];
  } | null;
}

export type FrozenHistory = readonly (MemberName & { readonly steps: FrozenTable; readonly measured: FrozenTable })[];
