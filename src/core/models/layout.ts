/** Where each trainable tensor lies in the flat parameter vector. */
import { sizeOf } from '../tensor/shape';
import type { Shape } from '../tensor/tensor';

/** Role of a tensor: ASAM's operators, filter-wise norms and initialization depend on it. */
export type TensorKind = 'kernel' | 'bias' | 'gamma' | 'beta' | 'embedding';

export interface TensorSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly kind: TensorKind;
  /** Standard deviation of the first values where the network's authors name one; else the kind decides (`initialParams`). */
  readonly deviation?: number;
}
export interface LaidTensor extends TensorSpec {
  readonly offset: number;
  readonly size: number;
}
export interface Layout {
  readonly tensors: readonly LaidTensor[];
  /** Number of trainable parameters d. */
  readonly size: number;
}

/** Lays tensors one after the other, in the order given. */
export function layoutOf(specs: readonly TensorSpec[]): Layout {
  let offset = 0;
  const tensors = specs.map((spec) => {
    const laid = { ...spec, offset, size: sizeOf(spec.shape) };
    offset += laid.size;
    return laid;
  });
  return { tensors, size: offset };
}
