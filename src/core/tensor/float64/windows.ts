/** How a window slides over [n, h, w, c] without padding. */
import type { Shape } from '../tensor';
import { at, expectRank, text } from './shape';

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

/** Throws when the window is larger than the image or the stride is no positive integer. */
export function windowsOver(what: string, shape: Shape, windowHeight: number, windowWidth: number, stride: number): Windows {
  expectRank(what, shape, 4);
  const [images, height, width, channels] = [at(shape, 0), at(shape, 1), at(shape, 2), at(shape, 3)];
  if (!Number.isInteger(stride) || stride < 1) throw new Error(`${what}: stride ${stride} is not a positive integer`);
  if (windowHeight < 1 || windowWidth < 1 || windowHeight > height || windowWidth > width) {
    throw new Error(`${what}: a ${windowHeight}×${windowWidth} window does not fit into ${text(shape)}`);
  }
  const outHeight = Math.floor((height - windowHeight) / stride) + 1;
  const outWidth = Math.floor((width - windowWidth) / stride) + 1;
  return { images, height, width, channels, windowHeight, windowWidth, stride, outHeight, outWidth };
}
