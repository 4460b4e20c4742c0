/** Kernels that are rare and awkward: plain loops over the memory. */
import type { Shape } from '../../core/tensor/tensor';

/** Where its factors and its result begin, in numbers. */
export type HostKernel = (memory: Float32Array, a: number, b: number, out: number) => void;

interface Windows {
  readonly count: number;
  /** Numbers per image, per row of pixels, per pixel. */
  readonly image: number;
  readonly row: number;
  readonly channels: number;
  readonly down: number;
  readonly across: number;
  readonly size: number;
  readonly stride: number;
}

function windowsOf(images: Shape, [size, stride]: readonly number[]): Windows {
  const [count, height, width, channels] = images as [number, number, number, number];
  const reach = (length: number) => Math.floor((length - (size as number)) / (stride as number)) + 1;
  const row = width * channels;
  return {
    count,
    image: height * row,
    row,
    channels,
    down: reach(height),
    across: reach(width),
    size: size as number,
    stride: stride as number,
  };
}

/** Calls `visit` with the place of the first maximum of every window, in the order of the windows. */
function forMaxima(memory: Float32Array, from: number, windows: Windows, visit: (place: number, window: number) => void): void {
  const { count, image, row, channels, down, across, size, stride } = windows;
  let window = 0;
  for (let index = 0; index < count; index++)
    for (let y = 0; y < down; y++)
      for (let x = 0; x < across; x++)
        for (let channel = 0; channel < channels; channel++) {
          const corner = index * image + y * stride * row + x * stride * channels + channel;
          let best = corner;
          for (let dy = 0; dy < size; dy++)
            for (let dx = 0; dx < size; dx++) {
              const place = corner + dy * row + dx * channels;
              if ((memory[from + place] as number) > (memory[from + best] as number)) best = place;
            }
          visit(best, window++);
        }
}

/** Largest value of each window of `a`. */
export function maxPool(images: Shape, numbers: readonly number[]): HostKernel {
  const windows = windowsOf(images, numbers);
  return (memory, a, _b, out) =>
    forMaxima(memory, a, windows, (place, window) => {
      memory[out + window] = memory[a + place] as number;
    });
}

/** Gives the gradient `a` of each window to the first maximum of the window in the images `b`. */
export function maxPoolGradient(images: Shape, numbers: readonly number[]): HostKernel {
  const windows = windowsOf(images, numbers);
  return (memory, a, b, out) => {
    memory.fill(0, out, out + windows.count * windows.image);
    forMaxima(memory, b, windows, (place, window) => {
      memory[out + place] = (memory[out + place] as number) + (memory[a + window] as number);
    });
  };
}
