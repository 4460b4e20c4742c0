import { lengthAt } from '../tensor/shape';
import { choice, number } from '../settings/field';
import { imageChannels, relu } from './blocks';
import type { Layer } from './layers';
import { model } from './model';

/** Convolutions between poolings (Simonyan and Zisserman 2015, table 1: configurations A, B, D, E). */
const stages = { '11': [1, 1, 2, 2, 2], '13': [2, 2, 2, 2, 2], '16': [2, 2, 3, 3, 3], '19': [2, 2, 4, 4, 4] } as const;

/** Plain stacks of 3×3 convolutions, with batch norm, as they are used for CIFAR. */
export const vgg = model({
  label: 'VGG with batch norm (VGG16-BN, VGG19-BN)',
  help: 'Stacks of 3×3 convolutions with batch norm and ReLU, max pooling between them, and a small classifier. Images of less than 32 × 32 are pooled until one pixel is left.',
  source: 'Simonyan and Zisserman 2015, arXiv:1409.1556, table 1',
  fields: {
    depth: choice({
      label: 'Depth',
      help: 'Number of layers with weights in the original, which has two hidden layers.',
      default: '19',
      options: (['11', '13', '16', '19'] as const).map((value) => ({ value, label: `VGG${value}-BN` })),
    }),
    width: number({
      label: 'Width',
      help: 'Channels of the first stage; the others have 2, 4, 8 and 8 times as many. The paper has 64.',
      default: 64,
      min: 1,
      max: 256,
      scale: 'log',
      integer: true,
    }),
    hidden: number({
      label: 'Hidden layers',
      help: 'Dense layers before the last one, as wide as the last stage; 0 is a linear classifier.',
      default: 2,
      min: 0,
      max: 2,
      integer: true,
    }),
    dropout: number({
      label: 'Dropout',
      help: 'Share of the units in front of each hidden layer set to 0 in each step; 0 is none.',
      default: 0.5,
      min: 0,
      max: 0.9,
    }),
  },
  layers({ depth, width, hidden, dropout }, { inputShape, classes }) {
    const list: Layer[] = [];
    let from = imageChannels('The VGG', inputShape);
    let side = Math.min(lengthAt(inputShape, 0), lengthAt(inputShape, 1));
    stages[depth].forEach((count, stage) => {
      const to = width * 2 ** Math.min(stage, 3);
      for (let index = 0; index < count; index++) {
        const name = `stage${stage}/${index}`;
        list.push(
          { kind: 'conv2d', name: `${name}/conv`, channels: from, filters: to, size: 3, stride: 1, padding: 1, bias: true },
          { kind: 'batchNorm', name: `${name}/bn`, channels: to },
          relu,
        );
        from = to;
      }
      if (side > 1) list.push({ kind: 'maxPool', size: 2, stride: 2 });
      side = Math.floor(side / 2);
    });
    const dense = Array.from({ length: hidden }, (_, index): readonly Layer[] => [
      ...(dropout > 0 ? [{ kind: 'dropout', name: `dropout${index}`, rate: dropout } as const] : []),
      { kind: 'dense', name: `dense${index}`, inputs: from, units: from },
      relu,
    ]);
    // One pixel is left of 32 × 32; of larger images the mean is taken.
    return [
      ...list,
      { kind: 'globalAveragePool' },
      ...dense.flat(),
      { kind: 'dense', name: `dense${hidden}`, inputs: from, units: classes },
    ];
  },
});
