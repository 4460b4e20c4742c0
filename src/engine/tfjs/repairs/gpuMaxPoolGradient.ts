/**
 * Ties of max pooling give their gradient to the first maximum, on GPUs as elsewhere.
 *
 * The delivered webgpu and webgl kernels compare with `>=` and so find the last, which after a ReLU is often another one.
 * Images are pooled mirrored instead, where the last is the first.
 */
import {
  backend_util,
  engine,
  type KernelFunc,
  MaxPoolGrad,
  type NamedAttrMap,
  PadV2,
  Reverse,
  Slice,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { replaceKernel, type Undo } from './replaceKernel';

export function repairGpuMaxPoolGradient(backendName: 'webgpu' | 'webgl'): Undo {
  return replaceKernel(backendName, MaxPoolGrad, (delivered) => (args) => {
    const { filterSize, strides, pad } = args.attrs as unknown as { filterSize: [number, number]; strides: [number, number]; pad: 'valid' };
    const input = args.inputs['input'] as Tensor;
    const [images, height, width, channels] = input.shape as [number, number, number, number];
    const windows = backend_util.computePool2DInfo([images, height, width, channels], filterSize, strides, 1, pad);
    // Rows that no window reaches would shift the mirrored windows.
    const reachedHeight = (windows.outHeight - 1) * strides[0] + filterSize[0];
    const reachedWidth = (windows.outWidth - 1) * strides[1] + filterSize[1];
    return engine().tidy(() => {
      const mirrored = run(Reverse, run(Slice, input, { begin: [0, 0, 0, 0], size: [images, reachedHeight, reachedWidth, channels] }), {
        dims: [1, 2],
      });
      const gradient = run(Reverse, args.inputs['dy'] as Tensor, { dims: [1, 2] });
      const info = (delivered as KernelFunc)({ ...args, inputs: { dy: gradient, input: mirrored, output: gradient } }) as TensorInfo;
      const result = run(Reverse, engine().makeTensorFromTensorInfo(info), { dims: [1, 2] });
      const paddings = [
        [0, 0],
        [0, height - reachedHeight],
        [0, width - reachedWidth],
        [0, 0],
      ];
      return run(PadV2, result, { paddings, constantValue: 0 });
    }) as TensorInfo;
  });
}

function run(kernel: string, x: Tensor, attributes: object): Tensor {
  return engine().runKernel(kernel, { x }, attributes as NamedAttrMap);
}
