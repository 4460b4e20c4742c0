/**
 * The gradient of max pooling on wasm, returned to the first maximum of each window.
 *
 * The delivered kernel (tfjs#7672) puts some of it in the wrong place: 4 of 256 elements in one measured case.
 */
import { backend_util, type DataType, type KernelBackend, MaxPoolGrad, type TensorInfo } from '@tensorflow/tfjs-core';
import { replaceKernel, type Undo } from '../../../src/engine/tfjs/repairs/replaceKernel';

/** The backend's memory. */
interface WasmHeap extends KernelBackend {
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  /** A view that the next allocation may detach. */
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
}

interface PoolAttributes {
  readonly filterSize: [number, number];
  readonly strides: [number, number];
  readonly pad: 'valid';
}

export function repairWasmMaxPoolGradient(): Undo {
  return replaceKernel('wasm', MaxPoolGrad, () => ({ inputs, backend, attrs }) => {
    const heap = backend as WasmHeap;
    const { filterSize, strides, pad } = attrs as unknown as PoolAttributes;
    const input = inputs['input'] as TensorInfo;
    const windows = backend_util.computePool2DInfo(input.shape as [number, number, number, number], filterSize, strides, 1, pad);
    const output = heap.makeOutput(input.shape, 'float32');
    const gradient = heap.typedArrayFromHeap(inputs['dy'] as TensorInfo);
    scatterToFirstMaxima(heap.typedArrayFromHeap(input), gradient, heap.typedArrayFromHeap(output), windows);
    return output;
  });
}

function scatterToFirstMaxima(input: Float32Array, gradient: Float32Array, target: Float32Array, windows: backend_util.Conv2DInfo): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = windows;
  target.fill(0);
  let from = 0;
  for (let image = 0; image < batchSize; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        const corner = ((image * inHeight + y * strideHeight) * inWidth + x * strideWidth) * inChannels;
        for (let channel = 0; channel < inChannels; channel++) {
          let best = corner + channel;
          for (let row = 0; row < filterHeight; row++) {
            for (let column = 0; column < filterWidth; column++) {
              const place = corner + (row * inWidth + column) * inChannels + channel;
              if ((input[place] as number) > (input[best] as number)) best = place;
            }
          }
          target[best] = (target[best] as number) + (gradient[from++] as number);
        }
      }
    }
  }
}
