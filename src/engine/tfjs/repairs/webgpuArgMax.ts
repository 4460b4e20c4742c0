/**
 * argMax of equal columns is the first of them, on webgpu as elsewhere.
 *
 * Over 32 or more columns the delivered kernel compares strided halves of a row, and the later of two equal columns may
 * win. The repaired one asks for the smallest column that equals the largest value.
 */
import {
  ArgMax,
  Cast,
  engine,
  Equal,
  type KernelFunc,
  Max,
  Multiply,
  type NamedAttrMap,
  Sub,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { replaceKernel, type Undo } from './replaceKernel';

/** Below this many columns the delivered kernel walks each row in order and is right. */
const IN_ORDER = 32;

export function repairWebgpuArgMax(): Undo {
  return replaceKernel('webgpu', ArgMax, (delivered) => (args) => {
    const x = args.inputs['x'] as Tensor;
    const columns = x.shape[1] ?? 0;
    if (x.shape.length !== 2 || columns < IN_ORDER) return (delivered as KernelFunc)(args);
    return engine().tidy(() => {
      const isLargest = run(Cast, { x: run(Equal, { a: x, b: largestOfRows(x, true) }) }, { dtype: 'float32' });
      // columns − index, so that the lowest index scores highest.
      const scores = engine().makeTensor(
        Float32Array.from({ length: columns }, (_, index) => columns - index),
        [columns],
        'float32',
      ) as Tensor;
      const best = largestOfRows(run(Multiply, { a: isLargest, b: scores }), false);
      const count = engine().makeTensor(Float32Array.of(columns), [], 'float32') as Tensor;
      return run(Cast, { x: run(Sub, { a: count, b: best }) }, { dtype: 'int32' });
    }) as TensorInfo;
  });
}

function largestOfRows(x: Tensor, keepDims: boolean): Tensor {
  return run(Max, { x }, { reductionIndices: [1], keepDims });
}

function run(kernel: string, inputs: Record<string, Tensor>, attributes: object = {}): Tensor {
  return engine().runKernel(kernel, inputs, attributes as NamedAttrMap);
}
