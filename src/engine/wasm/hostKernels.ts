/** Kernels that are rare and awkward: plain loops over the memory. */
import { sizeOf } from '../../core/tensor/shape';
import type { Shape } from '../../core/tensor/tensor';
import { eachMaximum, windowsOver } from '../../core/tensor/windows';

/** Where its factors and its result begin, in numbers. */
export type HostKernel = (memory: Float32Array, a: number, b: number, out: number) => void;

/** Largest value of each window of `a`. */
export function maxPool(images: Shape, [size = 0, stride = 0]: readonly number[]): HostKernel {
  const windows = windowsOver('maxPool', images, size, size, stride);
  return (memory, a, _b, out) =>
    eachMaximum(memory, a, windows, (place, window) => {
      memory[out + window] = memory[a + place] as number;
    });
}

/** Gives the gradient `a` of each window to the first maximum of the window in the images `b`. */
export function maxPoolGradient(images: Shape, [size = 0, stride = 0]: readonly number[]): HostKernel {
  const windows = windowsOver('maxPoolGradient', images, size, size, stride);
  return (memory, a, b, out) => {
    memory.fill(0, out, out + sizeOf(images));
    eachMaximum(memory, b, windows, (place, window) => {
      memory[out + place] = (memory[out + place] as number) + (memory[a + window] as number);
    });
  };
}
