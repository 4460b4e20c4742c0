import { choice, number } from '../settings/field';
import { convolution, imageChannels, pooledClassifier, preActivation } from './blocks';
import type { Layer } from './layers';
import { model } from './model';

/** Bottleneck layers per dense block (Huang et al. 2017, §3 and table 1). */
const blocks = {
  '10': [1, 1, 1],
  '22': [3, 3, 3],
  '40': [6, 6, 6],
  '100': [16, 16, 16],
  '121': [6, 12, 24, 16],
  '169': [6, 12, 32, 32],
} as const;

/** The 1×1 convolution of a layer has this many times its new channels. */
const BOTTLENECK = 4;

/** Densely connected networks with bottlenecks and compression (DenseNet-BC) for small images. */
export const densenet = model({
  label: 'DenseNet (DenseNet-121, DenseNet-BC-100)',
  help: 'Every layer adds a few channels to all that came before and sees them all; between blocks half of the channels are kept and the image is halved. The first convolution is 3×3 for small images.',
  source: 'Huang et al. 2017, arXiv:1608.06993, §3 and table 1',
  fields: {
    depth: choice({
      label: 'Depth',
      help: 'Number of layers with weights: three dense blocks up to 100, four from 121 on.',
      default: '121',
      options: (['10', '22', '40', '100', '121', '169'] as const).map((value) => ({
        value,
        label: blocks[value].length === 3 ? `DenseNet-BC-${value}` : `DenseNet-${value}`,
      })),
    }),
    growth: number({
      label: 'Growth rate',
      help: 'Channels that each layer adds; the first convolution has twice as many. DenseNet-121 has 32, DenseNet-BC-100 has 12.',
      default: 32,
      min: 1,
      max: 64,
      scale: 'log',
      integer: true,
    }),
  },
  layers({ depth, growth }, { inputShape, classes }) {
    const channels = imageChannels('The DenseNet', inputShape);
    const counts: readonly number[] = blocks[depth];
    let from = 2 * growth;
    const list: Layer[] = [convolution('stem', channels, from, 3)];
    counts.forEach((count, block) => {
      for (let index = 0; index < count; index++) {
        list.push(denseLayer(`block${block}/layer${index}`, from, growth));
        from += growth;
      }
      if (block === counts.length - 1) return;
      const to = Math.floor(from / 2);
      const name = `transition${block}`;
      list.push(...preActivation(`${name}/bn`, from), convolution(`${name}/conv`, from, to, 1), { kind: 'averagePool', size: 2 });
      from = to;
    });
    return [...list, ...preActivation('last/bn', from), ...pooledClassifier(from, classes)];
  },
});

/** Channels from before, and `growth` new ones made of all of them. */
function denseLayer(name: string, from: number, growth: number): Layer {
  const branch = [
    ...preActivation(`${name}/0/bn`, from),
    convolution(`${name}/0/conv`, from, BOTTLENECK * growth, 1),
    ...preActivation(`${name}/1/bn`, BOTTLENECK * growth),
    convolution(`${name}/1/conv`, BOTTLENECK * growth, growth, 3),
  ];
  return { kind: 'parallel', join: 'concatenate', branches: [[], branch] };
}
