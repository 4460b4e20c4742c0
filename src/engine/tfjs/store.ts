/** Who owns the numbers on a TensorFlow.js backend, and when they are freed: its engine's own books. */
import { type DataType, engine, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';

/** Numbers on the device. Disposing twice is disposing once. */
export interface Held extends TensorInfo {
  readonly size: number;
  dispose(): void;
}

interface Store {
  /** New numbers, owned by the open scope. */
  make(values: Float32Array | Int32Array, shape: number[], dtype: DataType): Held;
  /** Takes over what a kernel made. */
  adopt(made: TensorInfo): Held;
  /** Lets it outlive every scope; returns it. */
  keep(held: Held): Held;
  read(held: Held): Promise<ArrayLike<number>>;
  start(): void;
  /** Frees what the scope owns, except `kept`, which the scope around it owns from now on. */
  end(kept: readonly Held[]): void;
  /** Held and not freed. */
  count(): number;
}

export const store: Store = {
  make: (values, shape, dtype) => engine().makeTensor(values, shape, dtype) as Tensor,
  // Kernels that are made of others give a tensor that is known already.
  adopt: (made) => ('rank' in made ? (made as Tensor) : engine().makeTensorFromTensorInfo(made)),
  keep: (held) => engine().keep(held as Tensor),
  read: (held) => (held as Tensor).data(),
  start: () => engine().startScope(),
  end: (kept) => engine().endScope(kept as Tensor[]),
  count: () => engine().state.numTensors,
};
