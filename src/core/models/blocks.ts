/** Lists of layers that several networks are built from. */
import { lengthAt } from '../tensor/shape';
import type { Shape } from '../tensor/tensor';
import type { Layer } from './layers';

export const relu: Layer = { kind: 'activation', function: 'relu' };

/** Channels of the images a network is given. Throws a sentence that names it where the samples are no images. */
export function imageChannels(network: string, inputShape: Shape): number {
  if (inputShape.length !== 3)
    throw new Error(`${network} needs images, and these samples are plain features. Choose the multi-layer perceptron.`);
  return lengthAt(inputShape, 2);
}

/** A convolution that keeps the size of the image but for its stride, padded on all four sides. */
export function convolution(name: string, channels: number, filters: number, size: number, stride = 1): Layer {
  return { kind: 'conv2d', name, channels, filters, size, stride, padding: (size - 1) / 2 };
}

/** A convolution and batch norm behind it. */
export function normalizedConvolution(name: string, channels: number, filters: number, size: number, stride = 1): readonly Layer[] {
  return [convolution(`${name}/conv`, channels, filters, size, stride), { kind: 'batchNorm', name: `${name}/bn`, channels: filters }];
}

/** Batch norm and ReLU in front of a convolution: the order of pre-activation networks. */
export function preActivation(name: string, channels: number): readonly Layer[] {
  return [{ kind: 'batchNorm', name, channels }, relu];
}

/** The mean of each channel and a linear classifier on them. */
export function pooledClassifier(channels: number, classes: number): readonly Layer[] {
  return [{ kind: 'globalAveragePool' }, { kind: 'dense', name: 'dense', inputs: channels, units: classes }];
}

/** Branch plus shortcut. */
export function residual(branch: readonly Layer[], shortcut: readonly Layer[]): Layer {
  return { kind: 'parallel', join: 'sum', branches: [branch, shortcut] };
}

/**
 * Shortcut of a residual branch: nothing is done where the shapes agree; else option A (every `stride`-th pixel, zeros for
 * the new channels) or option B (1×1 convolution and batch norm).
 *
 * Source: He et al. 2015, arXiv:1512.03385, §3.3.
 */
export function shortcut(name: string, from: number, to: number, stride: number, option: 'a' | 'b'): readonly Layer[] {
  if (from === to && stride === 1) return [];
  if (option === 'b') return normalizedConvolution(`${name}/shortcut`, from, to, 1, stride);
  return [
    // A window of one pixel: pooling only picks.
    ...(stride > 1 ? [{ kind: 'maxPool', size: 1, stride } as const] : []),
    { kind: 'padChannels', from, to },
  ];
}

/**
 * Two 3×3 convolutions with batch norm around a shortcut, ReLU after the sum.
 *
 * Source: He et al. 2015, arXiv:1512.03385, fig. 5 left.
 */
export function basicBlock(name: string, from: number, to: number, stride: number, option: 'a' | 'b'): readonly Layer[] {
  const branch = [...normalizedConvolution(`${name}/0`, from, to, 3, stride), relu, ...normalizedConvolution(`${name}/1`, to, to, 3)];
  return [residual(branch, shortcut(name, from, to, stride, option)), relu];
}

/**
 * A 1×1, a 3×3 and a 1×1 convolution, the last with four times the channels of the others; the stride is the middle one's.
 *
 * Source: He et al. 2015, arXiv:1512.03385, fig. 5 right. Deviation: the paper strides in the first convolution; torchvision
 * and everyone since in the 3×3.
 */
export function bottleneckBlock(name: string, from: number, width: number, stride: number): readonly Layer[] {
  const to = BOTTLENECK_EXPANSION * width;
  const branch = [
    ...normalizedConvolution(`${name}/0`, from, width, 1),
    relu,
    ...normalizedConvolution(`${name}/1`, width, width, 3, stride),
    relu,
    ...normalizedConvolution(`${name}/2`, width, to, 1),
  ];
  return [residual(branch, shortcut(name, from, to, stride, 'b')), relu];
}

export const BOTTLENECK_EXPANSION = 4;
