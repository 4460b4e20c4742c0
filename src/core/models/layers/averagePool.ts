import type { Shape } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';
import { zerosWhere } from './zeros';

export interface AveragePool {
  readonly kind: 'averagePool';
  /** Side of a window, and the distance to the next. */
  readonly size: number;
}

/** [n, h, w, c] → [n, ⌊h/size⌋, ⌊w/size⌋, c], mean of each window; an incomplete window at the edge is dropped. */
export const averagePool: LayerKind<AveragePool, Shape> = {
  tensors: () => [],
  outputShape({ size }, input) {
    const [height = 0, width = 0, channels = 0] = input;
    if (input.length !== 3 || height < size || width < size)
      throw new Error(`average pooling over ${size}×${size} does not fit [${input.join(', ')}]`);
    return [Math.floor(height / size), Math.floor(width / size), channels];
  },
  forward({ size }, input) {
    const { samples, rows, columns, channels } = extent(input.shape, size);
    const whole = input.slice([0, 0, 0, 0], [samples, rows * size, columns * size, channels]);
    // First the rows of a window, then its columns: sums over one axis between two are what devices do best.
    const summed = whole
      .reshape([samples * rows, size, columns * size * channels])
      .sum([1])
      .reshape([samples * rows * columns, size, channels])
      .sum([1]);
    return { output: summed.mul(1 / size ** 2).reshape([samples, rows, columns, channels]), saved: input.shape };
  },
  backward({ size }, gradient, shape, _weights, needsInput) {
    if (!needsInput) return { gradients: [] };
    const { samples, rows, columns, channels, height, width } = extent(shape, size);
    const repeated = zerosWhere(gradient, [size, 1]);
    const share = gradient.mul(1 / size ** 2).reshape([samples * rows * columns, 1, channels]);
    const across = share.add(repeated).reshape([samples * rows, 1, columns * size * channels]);
    const whole = across.add(repeated).reshape([samples, rows * size, columns * size, channels]);
    return {
      inputGradient: whole.pad([
        [0, 0],
        [0, height - rows * size],
        [0, width - columns * size],
        [0, 0],
      ]),
      gradients: [],
    };
  },
};

function extent(shape: Shape, size: number) {
  const [samples, height, width, channels] = shape as [number, number, number, number];
  return { samples, height, width, channels, rows: Math.floor(height / size), columns: Math.floor(width / size) };
}
