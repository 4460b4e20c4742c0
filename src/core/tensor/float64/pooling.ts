/** Largest value of each window, and the gradient that returns to where it was found first. */
import type { Block } from './block';
import { expectShape } from './shape';
import { type Windows, windowsOver } from './windows';

export function maxPooled(input: Block, size: number, stride: number): Block {
  const windows = windowsOver('maxPool', input.shape, size, size, stride);
  const places = largestPlaces(input, windows);
  const values = Float64Array.from(places, (place) => input.values[place] as number);
  return { shape: [windows.images, windows.outHeight, windows.outWidth, windows.channels], values };
}

export function maxPoolInputGradient(gradient: Block, input: Block, size: number, stride: number): Block {
  const windows = windowsOver('maxPoolGradient', input.shape, size, size, stride);
  expectShape('maxPoolGradient, gradient', gradient.shape, [windows.images, windows.outHeight, windows.outWidth, windows.channels]);
  const values = new Float64Array(input.values.length);
  largestPlaces(input, windows).forEach((place, output) => {
    values[place] = (values[place] as number) + (gradient.values[output] as number);
  });
  return { shape: input.shape, values };
}

/** For each output, the offset of the first largest input of its window. */
function largestPlaces(input: Block, windows: Windows): Int32Array {
  const { images, height, width, channels, windowHeight, windowWidth, stride, outHeight, outWidth } = windows;
  const places = new Int32Array(images * outHeight * outWidth * channels);
  let output = 0;
  for (let image = 0; image < images; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        for (let c = 0; c < channels; c++) {
          const corner = ((image * height + y * stride) * width + x * stride) * channels + c;
          let best = corner;
          for (let ky = 0; ky < windowHeight; ky++) {
            for (let kx = 0; kx < windowWidth; kx++) {
              const place = corner + (ky * width + kx) * channels;
              if ((input.values[place] as number) > (input.values[best] as number)) best = place;
            }
          }
          places[output++] = best;
        }
      }
    }
  }
  return places;
}
