import { lengthAt } from '../tensor/shape';
import { number } from '../settings/field';
import type { Layer } from './layers';
import { model } from './model';

export const cnn = model({
  label: 'Small CNN with batch norm',
  help: 'Three 3×3 convolutions with batch norm and ReLU, halving the image twice, then global average pooling.',
  fields: {
    channels: number({
      label: 'Channels',
      help: 'Channels of the first convolution; the next ones have twice as many.',
      default: 8,
      min: 1,
      max: 256,
      scale: 'log',
      integer: true,
    }),
  },
  layers({ channels }, { inputShape, classes }) {
    if (inputShape.length !== 3)
      throw new Error('The CNN needs images, and these samples are plain features. Choose the multi-layer perceptron.');
    const block = (index: number, from: number, to: number, stride: number): Layer[] => [
      { kind: 'conv2d', name: `conv${index}`, channels: from, filters: to, size: 3, stride, padding: 1 },
      { kind: 'batchNorm', name: `bn${index}`, channels: to },
      { kind: 'activation', function: 'relu' },
    ];
    return [
      ...block(0, lengthAt(inputShape, 2), channels, 1),
      ...block(1, channels, 2 * channels, 2),
      ...block(2, 2 * channels, 2 * channels, 2),
      { kind: 'globalAveragePool' },
      { kind: 'dense', name: 'dense', inputs: 2 * channels, units: classes },
    ];
  },
});
