/**
 * Sums on wasm, accumulated in doubles.
 *
 * The delivered kernel keeps a running sum in float32: Σ of 4,000,000 × 0.1 comes out 4 % short. This one needs no transpose
 * for leading axes either.
 */
import { type KernelFunc, Sum, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { simdOn, type WasmHeap } from '../simd/module';
import { replaceKernel, type Undo } from './replaceKernel';

const FLOAT = 4;

export function repairWasmSum(): Undo {
  return replaceKernel('wasm', Sum, (delivered) => (args) => {
    const x = args.inputs['x'] as TensorInfo;
    if (x.dtype !== 'float32') return (delivered as KernelFunc)(args);
    const heap = args.backend as WasmHeap;
    const { axis, keepDims } = args.attrs as unknown as { axis: number | number[]; keepDims: boolean };
    const axes = util.parseAxisParam(axis, x.shape);
    const kept = x.shape.map((length, index) => (axes.includes(index) ? 1 : length));
    const shape = keepDims ? kept : x.shape.filter((_, index) => !axes.includes(index));
    return { ...sumOver(heap, x, axes), shape };
  });
}

/** Sums over `axes`, each run of neighbouring axes in one pass, the last run first. */
function sumOver(heap: WasmHeap, x: TensorInfo, axes: readonly number[]): TensorInfo {
  const last = Math.max(...axes);
  let first = last;
  while (axes.includes(first - 1)) first--;
  const sizes = [x.shape.slice(0, first), x.shape.slice(first, last + 1), x.shape.slice(last + 1)].map(util.sizeFromShape);
  const [outer, count, inner] = sizes as [number, number, number];
  const output = heap.makeOutput(
    x.shape.map((length, index) => (index >= first && index <= last ? 1 : length)),
    'float32',
  );
  const [from, to] = [heap.getMemoryOffset(x.dataId), heap.getMemoryOffset(output.dataId)];
  const { sumRows, sumColumns } = simdOn(heap);
  if (inner === 1) sumRows(from, to, outer, count);
  else
    for (let block = 0; block < outer; block++) sumColumns(from + block * count * inner * FLOAT, to + block * inner * FLOAT, count, inner);
  const rest = axes.filter((axis) => axis < first);
  if (rest.length === 0) return output;
  const whole = sumOver(heap, output, rest);
  heap.disposeData(output.dataId);
  return whole;
}
