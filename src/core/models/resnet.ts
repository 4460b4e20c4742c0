import { choice, number } from '../settings/field';
import { basicBlock, BOTTLENECK_EXPANSION, bottleneckBlock, imageChannels, normalizedConvolution, pooledClassifier, relu } from './blocks';
import type { Layer } from './layers';
import { model } from './model';

/** Blocks per stage (He et al. 2015, table 1). */
const stages = { '18': [2, 2, 2, 2], '34': [3, 4, 6, 3], '50': [3, 4, 6, 3], '101': [3, 4, 23, 3] } as const;

/** The residual networks of ImageNet, for which small images keep their resolution longer. */
export const resnet = model({
  label: 'ResNet (ResNet-18, -34, -50)',
  help: 'Four stages of residual blocks with batch norm and 1×1 projections, then global average pooling.',
  source: 'He et al. 2015, arXiv:1512.03385, table 1',
  fields: {
    depth: choice({
      label: 'Depth',
      help: 'Number of layers with weights; from 50 on, blocks are bottlenecks of three convolutions.',
      default: '18',
      options: (['18', '34', '50', '101'] as const).map((value) => ({ value, label: `ResNet-${value}` })),
    }),
    stem: choice({
      label: 'First layers',
      help: 'For small images one 3×3 convolution; for ImageNet a 7×7 one of stride 2 and 3×3 max pooling, which quarter the image.',
      default: 'cifar',
      options: [
        { value: 'cifar', label: '3×3, for CIFAR' },
        { value: 'imagenet', label: '7×7 and pooling, for ImageNet' },
      ],
    }),
    width: number({
      label: 'Width',
      help: 'Channels of the first stage, doubled in each of the other three. The paper has 64.',
      default: 64,
      min: 1,
      max: 512,
      scale: 'log',
      integer: true,
    }),
  },
  layers({ depth, stem, width }, { inputShape, classes }) {
    const channels = imageChannels('The ResNet', inputShape);
    const isDeep = Number(depth) >= 50;
    const expansion = isDeep ? BOTTLENECK_EXPANSION : 1;
    let from = width;
    const blocks = stages[depth].flatMap((count, stage) =>
      Array.from({ length: count }, (_, index) => {
        const own = width * 2 ** stage;
        const stride = stage > 0 && index === 0 ? 2 : 1;
        const name = `stage${stage}/block${index}`;
        const block = isDeep ? bottleneckBlock(name, from, own, stride) : basicBlock(name, from, own, stride, 'b');
        from = own * expansion;
        return block;
      }),
    );
    return [...stemOf(stem, channels, width), ...blocks.flat(), ...pooledClassifier(from, classes)];
  },
});

function stemOf(stem: 'cifar' | 'imagenet', channels: number, width: number): readonly Layer[] {
  if (stem === 'cifar') return [...normalizedConvolution('stem', channels, width, 3), relu];
  return [...normalizedConvolution('stem', channels, width, 7, 2), relu, { kind: 'maxPool', size: 3, stride: 2, padding: 1 }];
}
