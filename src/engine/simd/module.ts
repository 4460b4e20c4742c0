/** Basin's own WebAssembly on the memory of TensorFlow.js's: made once per backend, at its first use. */
import type { KernelBackend, TensorInfo, DataType } from '@tensorflow/tfjs-core';
import { moduleOf } from './assembler';
import { type CopyRows, copyRows } from './copies';
import { type PairName, pairs } from './elementwise';
import { product, type ProductArguments, productParameters } from './product';
import { sumColumns, sumRows } from './sums';

/** What a kernel of ours needs of the wasm backend: its memory. */
export interface WasmHeap extends KernelBackend {
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  /** A view that the next allocation may detach. */
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
  /** Byte offset of a tensor's first number; it stays where it is until it is freed. */
  getMemoryOffset(dataId: TensorInfo['dataId']): number;
  readonly wasm: {
    readonly asm: { readonly memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(offset: number): void;
  };
}

type Elementwise = (a: number, b: number, out: number, rows: number, columns: number) => void;
type Summing = (a: number, out: number, rows: number, columns: number) => void;
type Functions = Readonly<Record<`${PairName}Rows` | `${PairName}Columns`, Elementwise>> & {
  readonly sumRows: Summing;
  readonly sumColumns: Summing;
  readonly copyRows: CopyRows;
  readonly product: (...args: number[]) => void;
};

export interface Simd extends Omit<Functions, 'product'> {
  product(args: Omit<ProductArguments, 'scratch'>): void;
}

const made = new WeakMap<object, Simd>();

/** The functions of `elementwise`, `sums` and `product` on this backend's memory. Addresses are byte offsets. */
export function simdOn(heap: WasmHeap): Simd {
  const known = made.get(heap.wasm);
  if (known) return known;
  const written = moduleOf({ ...pairs(), sumRows: sumRows(), sumColumns: sumColumns(), copyRows: copyRows(), product: product() });
  const module = new WebAssembly.Module(written);
  const { exports } = new WebAssembly.Instance(module, { heap: { memory: heap.wasm.asm.memory } });
  const functions = exports as unknown as Functions;
  const scratch = scratchOn(heap);
  const simd: Simd = {
    ...functions,
    product(args) {
      const whole = { ...args, scratch: scratch((args.segments * args.depth + 1) * 32) };
      functions.product(...productParameters.map((name) => whole[name]));
    },
  };
  made.set(heap.wasm, simd);
  return simd;
}

/** One piece of memory that grows to the largest size asked for and is never given back. */
function scratchOn({ wasm }: WasmHeap): (bytes: number) => number {
  let size = 0;
  let offset = 0;
  return (bytes) => {
    if (bytes > size) {
      if (size > 0) wasm._free(offset);
      size = bytes;
      // Above two gibibytes it comes back negative.
      offset = wasm._malloc(bytes) >>> 0;
    }
    return offset;
  };
}
