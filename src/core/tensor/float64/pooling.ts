/** Largest value of each window, and the gradient that returns to where it was found first. */
import { expectShape, sizeOf } from '../shape';
import { eachMaximum, windowsOver } from '../windows';
import type { NdArray } from './block';

export function maxPooled(input: NdArray, size: number, stride: number): NdArray {
  const windows = windowsOver('maxPool', input.shape, size, size, stride);
  const shape = [windows.images, windows.outHeight, windows.outWidth, windows.channels];
  const values = new Float64Array(sizeOf(shape));
  eachMaximum(input.values, 0, windows, (place, output) => {
    values[output] = input.values[place] as number;
  });
  return { shape, values };
}

export function maxPoolInputGradient(gradient: NdArray, input: NdArray, size: number, stride: number): NdArray {
  const windows = windowsOver('maxPoolGradient', input.shape, size, size, stride);
  expectShape('maxPoolGradient, gradient', gradient.shape, [windows.images, windows.outHeight, windows.outWidth, windows.channels]);
  const values = new Float64Array(input.values.length);
  eachMaximum(input.values, 0, windows, (place, output) => {
    values[place] = (values[place] as number) + (gradient.values[output] as number);
  });
  return { shape: input.shape, values };
}
