import { choice, number } from '../settings/field';
import { basicBlock, imageChannels, normalizedConvolution, pooledClassifier, relu } from './blocks';
import { model } from './model';

/** Residual networks for 32×32 images: 6n + 2 layers in three stages of n blocks. */
export const resnetCifar = model({
  label: 'ResNet for CIFAR (ResNet-20, -32, -56)',
  help: 'Three stages of residual blocks with batch norm at full, half and quarter resolution, then global average pooling.',
  source: 'He et al. 2015, arXiv:1512.03385, §4.2',
  fields: {
    depth: choice({
      label: 'Depth',
      help: 'Number of layers with weights: 6n + 2 for n blocks per stage.',
      default: '20',
      options: (['8', '14', '20', '32', '44', '56', '110'] as const).map((value) => ({ value, label: `ResNet-${value}` })),
    }),
    width: number({
      label: 'Width',
      help: 'Channels of the first stage; the other two have twice and four times as many. The paper has 16.',
      default: 16,
      min: 1,
      max: 256,
      scale: 'log',
      integer: true,
    }),
    shortcut: choice({
      label: 'Shortcut',
      help: 'How the image gets past a block that halves it: option A takes every second pixel and adds channels of zeros, without parameters; option B is a 1×1 convolution with batch norm.',
      default: 'a',
      options: [
        { value: 'a', label: 'A: zero-padded' },
        { value: 'b', label: 'B: 1×1 projection' },
      ],
    }),
  },
  layers({ depth, width, shortcut }, { inputShape, classes }) {
    const channels = imageChannels('The ResNet', inputShape);
    const blocksPerStage = (Number(depth) - 2) / 6;
    const blocks = [0, 1, 2].flatMap((stage) =>
      Array.from({ length: blocksPerStage }, (_, block) => {
        const to = width * 2 ** stage;
        const halves = stage > 0 && block === 0;
        return basicBlock(`stage${stage}/block${block}`, halves ? to / 2 : to, to, halves ? 2 : 1, shortcut);
      }),
    );
    return [...normalizedConvolution('stem', channels, width, 3), relu, ...blocks.flat(), ...pooledClassifier(4 * width, classes)];
  },
});
