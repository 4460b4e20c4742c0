import type { Layer } from '../models/layers';
import type { Activation } from '../models/layers/activation';
import { createNetwork, type Network } from '../models/network';
import { NotBuilt } from './notBuilt';
import { lengthAt } from '../tensor/shape';
import type { TrajectoryModel } from './trajectoryFile';

/**
 * The network of a reference model, read off its tensors: matrices are dense layers with an activation between them
 * (named in the model's name), 4-D kernels are 3×3 convolutions with padding 1, the first with stride 1 and the others
 * with stride 2, each with batch norm and ReLU, then global average pooling.
 */
export function networkOf(name: string, { tensors }: TrajectoryModel, inputShape: readonly number[]): Network {
  const activation: Activation = { kind: 'activation', function: name.includes('relu') ? 'relu' : name.includes('gelu') ? 'gelu' : 'tanh' };
  const kernels = tensors.filter((tensor) => tensor.kind === 'kernel');
  const convolutions = kernels.filter((kernel) => kernel.shape.length === 4);
  const dense = kernels.filter((kernel) => kernel.shape.length === 2);
  const layers: Layer[] = [];
  convolutions.forEach(({ shape }, index) => {
    const [size, , channels, filters] = shape as [number, number, number, number];
    layers.push(
      { kind: 'conv2d', name: `conv${index}`, channels, filters, size, stride: index === 0 ? 1 : 2, padding: (size - 1) / 2 },
      { kind: 'batchNorm', name: `bn${index}`, channels: filters },
      { kind: 'activation', function: 'relu' },
    );
  });
  if (convolutions.length > 0) layers.push({ kind: 'globalAveragePool' });
  dense.forEach(({ shape }, index) => {
    if (index > 0) layers.push(activation);
    layers.push({ kind: 'dense', name: `dense${index}`, inputs: lengthAt(shape, 0), units: lengthAt(shape, 1) });
  });
  const network = createNetwork(layers, inputShape);
  const shapes = (list: readonly { readonly shape: readonly number[] }[]) => list.map(({ shape }) => shape.join('×')).join(' ');
  if (shapes(network.layout.tensors) !== shapes(tensors)) throw new NotBuilt(`model ${name} with tensors ${shapes(tensors)}`);
  return network;
}
