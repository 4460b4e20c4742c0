import type { Tensor } from '../../tensor/tensor';
import { sizeOf } from '../../tensor/shape';
import { windowsAlong } from '../../tensor/windows';
import type { LayerKind } from './layerKind';

export interface Conv2d {
  readonly kind: 'conv2d';
  readonly name: string;
  readonly channels: number;
  readonly filters: number;
  readonly size: number;
  readonly stride: number;
  /** Zeros on all four sides, like PyTorch; TensorFlow's "same" pads strided layers asymmetrically. */
  readonly padding: number;
  /** True if a bias is added; needless where a batch norm follows, and yet part of some networks. */
  readonly bias?: boolean;
}

/** Cross-correlation, kernel HWIO. */
export const conv2d: LayerKind<Conv2d, Tensor> = {
  tensors: ({ name, size, channels, filters, bias = false }) => [
    { name: `${name}/kernel`, shape: [size, size, channels, filters], kind: 'kernel' },
    ...(bias ? [{ name: `${name}/bias`, shape: [filters], kind: 'bias' } as const] : []),
  ],
  inner({ padding }, [height = 0, width = 0, channels = 0]) {
    const padded = padding > 0 ? sizeOf([height + 2 * padding, width + 2 * padding, channels]) : 0;
    return { activations: padded, largest: padded };
  },
  outputShape({ name, channels, filters, size, stride, padding }, input) {
    const [height = 0, width = 0, depth] = input;
    const reach = (length: number) => windowsAlong(length + 2 * padding, size, stride);
    if (input.length !== 3 || depth !== channels)
      throw new Error(`${name} expects images with ${channels} channels, got [${input.join(', ')}]`);
    if (reach(height) < 1 || reach(width) < 1) throw new Error(`${name}: a ${size}×${size} kernel does not fit [${input.join(', ')}]`);
    return [reach(height), reach(width), filters];
  },
  forward({ padding, stride }, input, [kernel, bias]) {
    const padded =
      padding > 0
        ? input.pad([
            [0, 0],
            [padding, padding],
            [padding, padding],
            [0, 0],
          ])
        : input;
    const output = padded.conv2d(kernel as Tensor, stride);
    return { output: bias ? output.add(bias) : output, saved: padded };
  },
  backward({ padding, stride }, gradient, padded, [kernel, bias], needsInput) {
    const weights = kernel as Tensor;
    const gradients = [gradient.conv2dKernelGradient(padded, weights.shape, stride), ...(bias ? [gradient.sum([0, 1, 2])] : [])];
    if (!needsInput) return { gradients };
    const [samples, height, width, channels] = padded.shape as [number, number, number, number];
    const whole = gradient.conv2dInputGradient(weights, padded.shape, stride);
    const inner =
      padding > 0 ? whole.slice([0, padding, padding, 0], [samples, height - 2 * padding, width - 2 * padding, channels]) : whole;
    return { inputGradient: inner, gradients };
  },
};
