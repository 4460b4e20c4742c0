/**
 * Products of two matrices on wasm by Basin's own loop, whichever factor is transposed.
 *
 * The delivered kernel packs its right factor anew for every call and computes transposed products in a naive loop:
 * [128,64]ᵀ·[128,64] takes 370 µs instead of 27. Every backward pass is made of these.
 */
import { BatchMatMul, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { simdOn, type WasmHeap } from '../simd/module';
import { replaceKernel, type Undo } from './replaceKernel';

const FLOAT = 4;

export function speedUpWasmMatMul(): Undo {
  return replaceKernel('wasm', BatchMatMul, (delivered) => (args) => {
    const { transposeA, transposeB } = args.attrs as unknown as { transposeA: boolean; transposeB: boolean };
    const { a, b } = args.inputs as { a: TensorInfo; b: TensorInfo };
    // Stacks of matrices are multiplied pair by pair; nothing here asks for deeper ones.
    if (a.shape.length > 3 || a.shape.length !== b.shape.length) return (delivered as KernelFunc)(args);
    const stack = a.shape.slice(0, -2);
    const [left, right] = [oriented(a, transposeA), oriented(b, transposeB)];
    if (left.columns !== right.rows || stack.join() !== b.shape.slice(0, -2).join())
      throw new Error(`matMul: [${a.shape.join(', ')}] and [${b.shape.join(', ')}] do not fit`);
    const heap = args.backend as WasmHeap;
    const output = heap.makeOutput([...stack, left.rows, right.columns], 'float32');
    const [aAt, bAt, cAt] = [a, b, output].map(({ dataId }) => heap.getMemoryOffset(dataId)) as [number, number, number];
    const numbers = {
      blocks: 1,
      rows: left.rows,
      columns: right.columns,
      segments: 1,
      depth: left.columns,
      aBlock: 0,
      aRow: left.row,
      aSegment: 0,
      aDepth: left.column,
      bSegment: 0,
      bDepth: right.row,
      bColumn: right.column,
      cBlock: 0,
      cRow: right.columns * FLOAT,
      accumulate: 0,
    };
    const { product } = simdOn(heap);
    for (let index = 0; index < (stack[0] ?? 1); index++)
      product({
        ...numbers,
        a: aAt + index * left.rows * left.columns * FLOAT,
        b: bAt + index * right.rows * right.columns * FLOAT,
        c: cAt + index * left.rows * right.columns * FLOAT,
      });
    return output;
  });
}

/** Sizes of op(x), the last two axes, and the bytes from one of its rows or columns to the next. */
function oriented({ shape }: TensorInfo, transposed: boolean): Readonly<Record<'rows' | 'columns' | 'row' | 'column', number>> {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed
    ? { rows: columns, columns: rows, row: FLOAT, column: columns * FLOAT }
    : { rows, columns, row: columns * FLOAT, column: FLOAT };
}
