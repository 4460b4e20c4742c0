/**
 * Sums on wasm, accumulated in doubles.
 *
 * The delivered kernel keeps a running sum in float32: Σ of 4,000,000 × 0.1 comes out 4 % short. This one walks the wasm
 * heap from JavaScript, which a modern engine does as fast, and needs no transpose for leading axes.
 */
import { type KernelFunc, Sum, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { replaceKernel, type Undo } from './replaceKernel';
import type { WasmHeap } from './wasmHeap';

export function repairWasmSum(): Undo {
  return replaceKernel('wasm', Sum, (delivered) => (args) => {
    const x = args.inputs['x'] as TensorInfo;
    if (x.dtype !== 'float32') return (delivered as KernelFunc)(args);
    const heap = args.backend as WasmHeap;
    const { axis, keepDims } = args.attrs as unknown as { axis: number | number[]; keepDims: boolean };
    const axes = util.parseAxisParam(axis, x.shape);
    const kept = x.shape.map((length, index) => (axes.includes(index) ? 1 : length));
    // First the output: making it may grow the heap, which detaches views.
    const output = heap.makeOutput(keepDims ? kept : x.shape.filter((_, index) => !axes.includes(index)), 'float32');
    heap.typedArrayFromHeap(output).set(sumOver(heap.typedArrayFromHeap(x), x.shape, axes));
    return output;
  });
}

/** Sums row-major `values` over `axes`, each run of neighbouring axes in one pass, the last run first. */
function sumOver(values: ArrayLike<number>, shape: readonly number[], axes: readonly number[]): ArrayLike<number> {
  let current = values;
  let last = shape.length - 1;
  let inner = 1;
  while (last >= 0) {
    const reduced = axes.includes(last);
    let first = last;
    let count = shape[last] as number;
    while (first > 0 && axes.includes(first - 1) === reduced) count *= shape[--first] as number;
    if (reduced) current = sumMiddle(current, count, inner);
    else inner *= count;
    last = first - 1;
  }
  return current;
}

/** [outer, count, inner] → [outer, inner]. */
function sumMiddle(values: ArrayLike<number>, count: number, inner: number): Float64Array {
  const outer = count * inner === 0 ? 0 : values.length / (count * inner);
  const totals = new Float64Array(outer * inner);
  let from = 0;
  for (let block = 0; block < outer; block++) {
    if (inner === 1) {
      let total = 0;
      for (let index = 0; index < count; index++) total += values[from++] as number;
      totals[block] = total;
    } else {
      const target = block * inner;
      for (let row = 0; row < count; row++) {
        for (let column = target; column < target + inner; column++)
          totals[column] = (totals[column] as number) + (values[from++] as number);
      }
    }
  }
  return totals;
}
