import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';

/** What a kernel written in JavaScript needs of the wasm backend: its memory. */
export interface WasmHeap {
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  /** A view that the next allocation may detach. */
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
}
