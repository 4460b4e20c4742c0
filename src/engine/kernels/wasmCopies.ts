/**
 * Cutting, padding and joining on wasm, in whole rows.
 *
 * The delivered slice first copies its whole operand out of the heap: every layer's weights are slices of the one
 * parameter vector.
 */
import { Concat, type KernelFunc, PadV2, Slice, type TensorInfo } from '@tensorflow/tfjs-core';
import { copyBox, offsetOf, stridesOf } from '../simd/copies';
import { simdOn, type WasmHeap } from '../simd/module';
import { replaceKernel, type Undo } from './replaceKernel';

const FLOAT = 4;

export function speedUpWasmCopies(): Undo {
  const undo = [speedUpSlice(), speedUpPad(), speedUpConcat()];
  return () => {
    for (const one of undo) one();
  };
}

function speedUpSlice(): Undo {
  return replaceKernel('wasm', Slice, (delivered) => (args) => {
    const x = args.inputs['x'] as TensorInfo;
    const { begin, size } = args.attrs as unknown as { begin: number[]; size: number[] };
    const isPlain = begin.length === x.shape.length && size.every((length) => length >= 0);
    if (x.dtype !== 'float32' || !isPlain) return (delivered as KernelFunc)(args);
    const heap = args.backend as WasmHeap;
    const output = heap.makeOutput(size, 'float32');
    const strides = stridesOf(x.shape);
    const from = heap.getMemoryOffset(x.dataId) + offsetOf(begin, strides) * FLOAT;
    copyBox(simdOn(heap).copyRows, size, { at: from, strides }, { at: heap.getMemoryOffset(output.dataId), strides: stridesOf(size) });
    return output;
  });
}

function speedUpPad(): Undo {
  return replaceKernel('wasm', PadV2, (delivered) => (args) => {
    const x = args.inputs['x'] as TensorInfo;
    const { paddings, constantValue } = args.attrs as unknown as { paddings: [number, number][]; constantValue: number };
    if (x.dtype !== 'float32') return (delivered as KernelFunc)(args);
    const heap = args.backend as WasmHeap;
    const shape = x.shape.map((length, axis) => length + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
    const output = heap.makeOutput(shape, 'float32');
    heap.typedArrayFromHeap(output).fill(constantValue);
    const strides = stridesOf(shape);
    const before = paddings.map(([first]) => first);
    const to = heap.getMemoryOffset(output.dataId) + offsetOf(before, strides) * FLOAT;
    copyBox(simdOn(heap).copyRows, x.shape, { at: heap.getMemoryOffset(x.dataId), strides: stridesOf(x.shape) }, { at: to, strides });
    return output;
  });
}

/** Along the first axis, where the parts simply follow each other. */
function speedUpConcat(): Undo {
  return replaceKernel('wasm', Concat, (delivered) => (args) => {
    const parts = args.inputs as unknown as readonly TensorInfo[];
    const [first] = parts;
    const { axis } = args.attrs as unknown as { axis: number };
    const [, ...inner] = first?.shape ?? [];
    const fits = parts.every(({ dtype, shape: [, ...own] }) => dtype === 'float32' && own.join() === inner.join());
    if (!first || axis !== 0 || !fits) return (delivered as KernelFunc)(args);
    const heap = args.backend as WasmHeap;
    const output = heap.makeOutput([parts.reduce((sum, { shape }) => sum + (shape[0] as number), 0), ...inner], 'float32');
    const row = inner.reduce((product, length) => product * length, FLOAT);
    const { copyRows } = simdOn(heap);
    let to = heap.getMemoryOffset(output.dataId);
    for (const { dataId, shape } of parts) {
      const bytes = (shape[0] as number) * row;
      copyRows(heap.getMemoryOffset(dataId), to, 1, bytes, 0, 0);
      to += bytes;
    }
    return output;
  });
}
