import type { Shape, Tensor } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';

/** Cuts an image into squares, each of which becomes a token. A dense layer behind it is the patch embedding. */
export interface Patches {
  readonly kind: 'patches';
  /** Side of a square in pixels. */
  readonly size: number;
}

/** [n, h, w, c] → [n, (h/size)·(w/size), size·size·c], row by row; pixels within a patch row by row, too. */
export const patches: LayerKind<Patches, Shape> = {
  tensors: () => [],
  outputShape({ size }, input) {
    const [height = 0, width = 0, channels = 0] = input;
    if (input.length !== 3 || height % size !== 0 || width % size !== 0)
      throw new Error(`patches of ${size}×${size} do not fill [${input.join(', ')}]`);
    return [(height / size) * (width / size), size * size * channels];
  },
  forward({ size }, input) {
    const [samples, height, width, channels] = input.shape as [number, number, number, number];
    const [rows, columns] = [height / size, width / size];
    const cut = swapped(input, [samples * rows, size, columns, size * channels]);
    return { output: cut.reshape([samples, rows * columns, size * size * channels]), saved: input.shape };
  },
  backward({ size }, gradient, shape, _weights, needsInput) {
    if (!needsInput) return { gradients: [] };
    const [samples, height, width, channels] = shape as [number, number, number, number];
    const whole = swapped(gradient, [(samples * height) / size, width / size, size, size * channels]);
    return { inputGradient: whole.reshape(shape), gradients: [] };
  },
};

/** Reads `x` as [a, b, c, d] and swaps b and c. */
function swapped(x: Tensor, shape: Shape): Tensor {
  return x.reshape(shape).transpose([0, 2, 1, 3]);
}
