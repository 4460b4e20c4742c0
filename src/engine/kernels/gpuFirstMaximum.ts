/**
 * Ties of max pooling and of argMax go to the first, on GPUs as elsewhere.
 *
 * The delivered webgpu and webgl kernels give a tied window's gradient to the last maximum (they compare with `>=`), so
 * images are pooled mirrored, where the last is the first. Their argMax over 32 or more columns compares strided
 * halves, and of two equal columns the higher may win; the repaired one asks for the smallest tied column.
 */
import {
  ArgMax, backend_util, Cast, engine, Equal, type KernelFunc, Max, MaxPoolGrad, Multiply, type NamedAttrMap, PadV2, Reverse, Slice, Sub,
  type Tensor, type TensorInfo,
} from '@tensorflow/tfjs-core';
import { replaceKernel, type Undo } from './replaceKernel';

export function repairGpuMaxPoolGradient(backendName: 'webgpu' | 'webgl'): Undo {
  return replaceKernel(backendName, MaxPoolGrad, (delivered) => (args) => {
    const { inputs } = args;
    const { filterSize, strides, pad } = args.attrs as unknown as { filterSize: [number, number]; strides: [number, number]; pad: 'valid' };
    const input = inputs['input'] as Tensor;
    const [images, height, width, channels] = input.shape as [number, number, number, number];
    const windows = backend_util.computePool2DInfo([images, height, width, channels], filterSize, strides, 1, pad);
    // Rows that no window reaches would shift the mirrored windows.
    const reachedHeight = (windows.outHeight - 1) * strides[0] + filterSize[0];
    const reachedWidth = (windows.outWidth - 1) * strides[1] + filterSize[1];
    return engine().tidy(() => {
      const reached = run(Slice, { x: input }, { begin: [0, 0, 0, 0], size: [images, reachedHeight, reachedWidth, channels] });
      const mirrored = run(Reverse, { x: reached }, { dims: [1, 2] });
      const gradient = run(Reverse, { x: inputs['dy'] as Tensor }, { dims: [1, 2] });
      const info = (delivered as KernelFunc)({ ...args, inputs: { dy: gradient, input: mirrored, output: gradient } }) as TensorInfo;
      const result = run(Reverse, { x: engine().makeTensorFromTensorInfo(info) }, { dims: [1, 2] });
      const paddings = [[0, 0], [0, height - reachedHeight], [0, width - reachedWidth], [0, 0]];
      return run(PadV2, { x: result }, { paddings, constantValue: 0 });
    }) as TensorInfo;
  });
}

/** Below this many columns the delivered kernel walks each row in order and is right. */
const IN_ORDER = 32;

export function repairGpuArgMax(backendName: 'webgpu' | 'webgl'): Undo {
  return replaceKernel(backendName, ArgMax, (delivered) => (args) => {
    const x = args.inputs['x'] as Tensor;
    const columns = x.shape[1] ?? 0;
    if (x.shape.length !== 2 || (columns < IN_ORDER && backendName === 'webgpu')) return (delivered as KernelFunc)(args);
    return engine().tidy(() => {
      const largest = run(Max, { x }, { axis: [1], reductionIndices: [1], keepDims: true });
      const isLargest = run(Cast, { x: run(Equal, { a: x, b: largest }) }, { dtype: 'float32' });
      // columns − index, so that the lowest index scores highest.
      const scores = engine().makeTensor(Float32Array.from({ length: columns }, (_, index) => columns - index), [columns], 'float32') as Tensor;
      const best = run(Max, { x: run(Multiply, { a: isLargest, b: scores }) }, { axis: [1], reductionIndices: [1], keepDims: false });
      const count = engine().makeTensor(Float32Array.of(columns), [], 'float32') as Tensor;
      return run(Cast, { x: run(Sub, { a: count, b: best }) }, { dtype: 'int32' });
    }) as TensorInfo;
  });
}

function run(kernel: string, inputs: Record<string, Tensor>, attributes: object = {}): Tensor {
  return engine().runKernel(kernel, inputs, attributes as NamedAttrMap);
}
