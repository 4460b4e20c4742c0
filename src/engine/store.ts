/**
 * Who owns the numbers on a TensorFlow.js backend, and when they are freed.
 *
 * TensorFlow.js has an answer of its own, `engineStore`: a tensor object with strides and a rank, an entry in a table of all
 * data and one in its scope. On wasm, where a step of a small net is bounded by this very bookkeeping, `ownStore` keeps what
 * is needed: the data's name, its shape and the open scopes.
 */
import { type DataType, engine, type KernelBackend, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';

/** Numbers on the device. Disposing twice is disposing once. */
export interface Held extends TensorInfo {
  readonly size: number;
  dispose(): void;
}

export interface Store {
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

export const engineStore: Store = {
  make: (values, shape, dtype) => engine().makeTensor(values, shape, dtype) as Tensor,
  // Kernels that are made of others give a tensor that is known already.
  adopt: (made) => ('rank' in made ? (made as Tensor) : engine().makeTensorFromTensorInfo(made)),
  keep: (held) => engine().keep(held as Tensor),
  read: (held) => (held as Tensor).data(),
  start: () => engine().startScope(),
  end: (kept) => engine().endScope(kept as Tensor[]),
  count: () => engine().state.numTensors,
};

/** Kernels must not hand in tensors of TensorFlow.js's own; those of wasm do not. */
export function ownStore(): Store {
  const scopes: Piece[][] = [];
  let live = 0;

  class Piece implements Held {
    readonly size: number;
    #backend: KernelBackend | undefined;

    constructor(
      readonly dataId: TensorInfo['dataId'],
      readonly shape: number[],
      readonly dtype: DataType,
    ) {
      let size = 1;
      for (const length of shape) size *= length;
      this.size = size;
      this.#backend = engine().backend;
      live++;
      scopes.at(-1)?.push(this);
    }

    dispose(): void {
      if (!this.#backend) return;
      this.#backend.disposeData(this.dataId);
      this.#backend = undefined;
      live--;
    }
  }

  return {
    make: (values, shape, dtype) => new Piece(engine().backend.write(values, shape, dtype), shape, dtype),
    adopt: ({ dataId, shape, dtype }) => new Piece(dataId, shape, dtype),
    keep(held) {
      const scope = scopes.at(-1);
      const place = scope?.indexOf(held as Piece) ?? -1;
      if (place >= 0) scope?.splice(place, 1);
      return held;
    },
    read: async (held) => (await engine().backend.read(held.dataId)) as Float32Array,
    start: () => void scopes.push([]),
    end(kept) {
      const staying = new Set(kept);
      const ended = scopes.pop() ?? [];
      const around = scopes.at(-1);
      for (const piece of ended) {
        if (staying.has(piece)) around?.push(piece);
        else piece.dispose();
      }
    },
    count: () => live,
  };
}
