/** How a window slides over [n, h, w, c] without padding, and what is largest in it. */
import type { Shape } from './tensor';
import { expectRank, lengthAt, text } from './shape';

export interface Windows {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly windowHeight: number;
  readonly windowWidth: number;
  readonly stride: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

/** How many windows of `size` places, `stride` apart, lie wholly within `length` places. */
export function windowsAlong(length: number, size: number, stride: number): number {
  return Math.floor((length - size) / stride) + 1;
}

/** Throws when the window is larger than the image or the stride is no positive integer. */
export function windowsOver(what: string, shape: Shape, windowHeight: number, windowWidth: number, stride: number): Windows {
  expectRank(what, shape, 4);
  const [images, height, width, channels] = [lengthAt(shape, 0), lengthAt(shape, 1), lengthAt(shape, 2), lengthAt(shape, 3)];
  if (!Number.isInteger(stride) || stride < 1) throw new Error(`${what}: stride ${stride} is not a positive integer`);
  if (windowHeight < 1 || windowWidth < 1 || windowHeight > height || windowWidth > width) {
    throw new Error(`${what}: a ${windowHeight}×${windowWidth} window does not fit into ${text(shape)}`);
  }
  const outHeight = windowsAlong(height, windowHeight, stride);
  const outWidth = windowsAlong(width, windowWidth, stride);
  return { images, height, width, channels, windowHeight, windowWidth, stride, outHeight, outWidth };
}

/** Throws unless a kernel [kh, kw, c, o] has as many input channels as images [n, h, w, c]. */
export function expectChannels(what: string, images: Shape, kernel: Shape): void {
  if (images.length !== 4 || kernel.length !== 4 || images[3] !== kernel[2])
    throw new Error(`${what}: kernel ${text(kernel)} does not fit images ${text(images)}`);
}

/** Calls `visit` with the place of the first largest value of every window, in the windows' order. Images begin at `from`. */
export function eachMaximum(
  values: ArrayLike<number>,
  from: number,
  windows: Windows,
  visit: (place: number, window: number) => void,
): void {
  const { images, height, width, channels, windowHeight, windowWidth, stride, outHeight, outWidth } = windows;
  let window = 0;
  for (let image = 0; image < images; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        for (let channel = 0; channel < channels; channel++) {
          const corner = ((image * height + y * stride) * width + x * stride) * channels + channel;
          let best = corner;
          for (let dy = 0; dy < windowHeight; dy++) {
            for (let dx = 0; dx < windowWidth; dx++) {
              const place = corner + (dy * width + dx) * channels;
              if ((values[from + place] as number) > (values[from + best] as number)) best = place;
            }
          }
          visit(best, window++);
        }
      }
    }
  }
}
