/**
 * Arithmetic and comparisons of two tensors on wasm, four numbers at a time.
 *
 * The delivered maximum and comparisons are scalar loops (64 µs for [128,64], ours take 2), and every delivered kernel
 * asks for a broadcast plan first. Comparisons give numbers at once, so that nothing has to be cast.
 */
import { Add, Equal, Greater, type KernelFunc, Maximum, Minimum, Multiply, RealDiv, Sub, type TensorInfo } from '@tensorflow/tfjs-core';
import type { PairName } from '../simd/elementwise';
import { simdOn, type WasmHeap } from '../simd/module';
import { replaceKernel, type Undo } from './replaceKernel';

const kernels: Readonly<Record<string, { readonly name: PairName; readonly commutes: boolean }>> = {
  [Add]: { name: 'add', commutes: true },
  [Sub]: { name: 'subtract', commutes: false },
  [Multiply]: { name: 'multiply', commutes: true },
  [RealDiv]: { name: 'divide', commutes: false },
  [Maximum]: { name: 'max', commutes: true },
  [Minimum]: { name: 'min', commutes: true },
  [Greater]: { name: 'greater', commutes: false },
  [Equal]: { name: 'equal', commutes: true },
};

export function speedUpWasmElementwise(): Undo {
  const undo = Object.entries(kernels).map(([kernel, { name, commutes }]) =>
    replaceKernel('wasm', kernel, (delivered) => (args) => {
      const { a, b } = args.inputs as { a: TensorInfo; b: TensorInfo };
      if (a.dtype !== 'float32' || b.dtype !== 'float32') return (delivered as KernelFunc)(args);
      const heap = args.backend as WasmHeap;
      const plan = fitted(a.shape, b.shape);
      if (plan) return computed(heap, name, a, b, plan);
      const swapped = commutes ? fitted(b.shape, a.shape) : undefined;
      return swapped ? computed(heap, name, b, a, swapped) : (delivered as KernelFunc)(args);
    }),
  );
  return () => {
    for (const one of undo) one();
  };
}

interface Plan {
  readonly along: 'Rows' | 'Columns';
  readonly rows: number;
  readonly columns: number;
}

function computed(heap: WasmHeap, name: PairName, a: TensorInfo, b: TensorInfo, { along, rows, columns }: Plan): TensorInfo {
  const output = heap.makeOutput(a.shape, 'float32');
  const [from, other, to] = [a, b, output].map(({ dataId }) => heap.getMemoryOffset(dataId)) as [number, number, number];
  simdOn(heap)[`${name}${along}`](from, other, to, rows, columns);
  return output;
}

/** How `b` is stretched to the shape of `a`, where that takes no more than repeating it or each of its numbers. */
export function fitted(a: readonly number[], b: readonly number[]): Plan | undefined {
  const [size, other] = [count(a), count(b)];
  if (b.length > a.length) return undefined;
  if (other === 1) return { along: 'Columns', rows: 1, columns: size };
  const tail = b.slice(b.findIndex((length) => length !== 1));
  if (tail.every((length, axis) => length === a[a.length - tail.length + axis]))
    return { along: 'Rows', rows: size / other, columns: other };
  const head = b.slice(0, b.findLastIndex((length) => length !== 1) + 1);
  const fits = b.length === a.length && head.every((length, axis) => length === a[axis]);
  return fits ? { along: 'Columns', rows: other, columns: size / other } : undefined;
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
