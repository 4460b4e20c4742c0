/**
 * The kernel gradient of a convolution, which the wasm backend lacks, from the convolution that it has.
 *
 * dK[i, j, c, o] = Σ_{n,y,x} input[n, y·s+i, x·s+j, c] · gradient[n, y, x, o] is itself a convolution: channels become
 * images, images become channels, the gradient is the kernel and the stride becomes its dilation.
 */
import {
  Conv2D,
  Conv2DBackpropFilter,
  engine,
  type KernelFunc,
  Slice,
  type Tensor,
  type TensorInfo,
  Transpose,
} from '@tensorflow/tfjs-core';
import { replaceKernel, type Undo } from '../../../src/engine/tfjs/repairs/replaceKernel';

export function repairWasmConvolutionKernelGradient(): Undo {
  return replaceKernel('wasm', Conv2DBackpropFilter, () => composed);
}

const composed: KernelFunc = ({ inputs, attrs }) => {
  const { strides, pad, filterShape } = attrs as unknown as {
    strides: number[];
    pad: string;
    filterShape: [number, number, number, number];
  };
  if (pad !== 'valid') throw new Error(`Conv2DBackpropFilter on wasm: padding ${pad} is not composed`);
  const [height, width, channels, outputs] = filterShape;
  return engine().tidy(() => {
    const run = (kernel: string, tensors: Record<string, Tensor>, attributes: object): Tensor =>
      engine().runKernel(kernel, tensors, attributes as Parameters<KernelFunc>[0]['attrs']);
    const images = run(Transpose, { x: inputs['x'] as Tensor }, { perm: [3, 1, 2, 0] });
    const kernel = run(Transpose, { x: inputs['dy'] as Tensor }, { perm: [1, 2, 0, 3] });
    const sliding = { strides: [1, 1], pad, dataFormat: 'NHWC', dilations: strides };
    const whole = run(Conv2D, { x: images, filter: kernel }, sliding);
    // Larger than the kernel where the last rows of the input met no window.
    const cut = run(Slice, { x: whole }, { begin: [0, 0, 0, 0], size: [channels, height, width, outputs] });
    return run(Transpose, { x: cut }, { perm: [1, 2, 0, 3] });
  }) as TensorInfo;
};
