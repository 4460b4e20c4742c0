/** Cross-correlation of images [n,h,w,c] with kernels [kh,kw,c,o], and its two gradients. */
import type { Shape } from '../tensor';
import type { NdArray } from './block';
import { expectShape, lengthAt, sizeOf } from '../shape';
import { expectChannels, type Windows, windowsOver } from '../windows';

export function convolved(input: NdArray, kernel: NdArray, stride: number): NdArray {
  const { windows, outputs } = arranged('conv2d', input.shape, kernel.shape, stride);
  const shape = [windows.images, windows.outHeight, windows.outWidth, outputs];
  const values = new Float64Array(sizeOf(shape));
  eachTap(windows, outputs, (inputAt, kernelAt, outputAt) => {
    const factor = input.values[inputAt] as number;
    for (let o = 0; o < outputs; o++)
      values[outputAt + o] = (values[outputAt + o] as number) + factor * (kernel.values[kernelAt + o] as number);
  });
  return { shape, values };
}

export function convolutionInputGradient(gradient: NdArray, kernel: NdArray, inputShape: Shape, stride: number): NdArray {
  const { windows, outputs } = arranged('conv2dInputGradient', inputShape, kernel.shape, stride);
  expectShape('conv2dInputGradient, gradient', gradient.shape, [windows.images, windows.outHeight, windows.outWidth, outputs]);
  const values = new Float64Array(sizeOf(inputShape));
  eachTap(windows, outputs, (inputAt, kernelAt, outputAt) => {
    let total = 0;
    for (let o = 0; o < outputs; o++) total += (gradient.values[outputAt + o] as number) * (kernel.values[kernelAt + o] as number);
    values[inputAt] = (values[inputAt] as number) + total;
  });
  return { shape: [...inputShape], values };
}

export function convolutionKernelGradient(gradient: NdArray, input: NdArray, kernelShape: Shape, stride: number): NdArray {
  const { windows, outputs } = arranged('conv2dKernelGradient', input.shape, kernelShape, stride);
  expectShape('conv2dKernelGradient, gradient', gradient.shape, [windows.images, windows.outHeight, windows.outWidth, outputs]);
  const values = new Float64Array(sizeOf(kernelShape));
  eachTap(windows, outputs, (inputAt, kernelAt, outputAt) => {
    const factor = input.values[inputAt] as number;
    for (let o = 0; o < outputs; o++)
      values[kernelAt + o] = (values[kernelAt + o] as number) + factor * (gradient.values[outputAt + o] as number);
  });
  return { shape: [...kernelShape], values };
}

function arranged(what: string, inputShape: Shape, kernelShape: Shape, stride: number): { windows: Windows; outputs: number } {
  expectChannels(what, inputShape, kernelShape);
  const windows = windowsOver(what, inputShape, lengthAt(kernelShape, 0), lengthAt(kernelShape, 1), stride);
  return { windows, outputs: lengthAt(kernelShape, 3) };
}

/** Every meeting of an input element with a kernel row [·,·,·,0…o): where each of the three stands in its array. */
function eachTap(windows: Windows, outputs: number, f: (inputAt: number, kernelAt: number, outputAt: number) => void): void {
  const { images, height, width, channels, windowHeight, windowWidth, stride, outHeight, outWidth } = windows;
  for (let image = 0; image < images; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        const outputAt = ((image * outHeight + y) * outWidth + x) * outputs;
        for (let ky = 0; ky < windowHeight; ky++) {
          for (let kx = 0; kx < windowWidth; kx++) {
            const inputAt = ((image * height + y * stride + ky) * width + x * stride + kx) * channels;
            const kernelAt = (ky * windowWidth + kx) * channels;
            for (let c = 0; c < channels; c++) f(inputAt + c, (kernelAt + c) * outputs, outputAt);
          }
        }
      }
    }
  }
}
