import type { Tensor } from '../../tensor/tensor';
import { sizeOf } from '../../tensor/shape';
import { windowsAlong } from '../../tensor/windows';
import type { LayerKind } from './layerKind';
import { zerosWhere } from './zeros';

export interface MaxPool {
  readonly kind: 'maxPool';
  readonly size: number;
  readonly stride: number;
  /** Rows and columns on all four sides that are never the largest, like PyTorch; none without it. */
  readonly padding?: number;
}

/** Below any activation; a float32 holds it. */
const NEVER_LARGEST = 1e30;

/** Largest value of each window; an incomplete window at the edge is dropped. A window of one pixel picks every `stride`-th. */
export const maxPool: LayerKind<MaxPool, Tensor> = {
  tensors: () => [],
  inner({ padding = 0 }, [height = 0, width = 0, channels = 0]) {
    const padded = padding > 0 ? sizeOf([height + 2 * padding, width + 2 * padding, channels]) : 0;
    return { activations: padded, largest: padded };
  },
  outputShape({ size, stride, padding = 0 }, input) {
    const [height = 0, width = 0, channels = 0] = input;
    const reach = (length: number) => windowsAlong(length + 2 * padding, size, stride);
    if (input.length !== 3 || reach(height) < 1 || reach(width) < 1)
      throw new Error(`pooling over ${size}×${size} does not fit [${input.join(', ')}]`);
    return [reach(height), reach(width), channels];
  },
  forward({ size, stride, padding = 0 }, input) {
    const padded = padding > 0 ? walled(input, padding) : input;
    return { output: padded.maxPool(size, stride), saved: padded };
  },
  backward({ size, stride, padding = 0 }, gradient, padded, _weights, needsInput) {
    if (!needsInput) return { gradients: [] };
    const whole = gradient.maxPoolGradient(padded, size, stride);
    if (padding === 0) return { inputGradient: whole, gradients: [] };
    const [samples, height, width, channels] = padded.shape as [number, number, number, number];
    const inner = [samples, height - 2 * padding, width - 2 * padding, channels];
    return { inputGradient: whole.slice([0, padding, padding, 0], inner), gradients: [] };
  },
};

/** The images with a margin of −1e30: zeros would win over negative values. */
function walled(input: Tensor, padding: number): Tensor {
  const [, height, width] = input.shape as [number, number, number, number];
  const margins = [
    [0, 0],
    [padding, padding],
    [padding, padding],
    [0, 0],
  ] as const;
  const wall = zerosWhere(input, [1, height, width, 1]).add(1).pad(margins).sub(1).mul(NEVER_LARGEST);
  return input.pad(margins).add(wall);
}
