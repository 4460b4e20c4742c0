import { choice, number } from '../settings/field';
import { imageChannels, normalizedConvolution, pooledClassifier, preActivation, relu, residual } from './blocks';
import type { Layer } from './layers';
import { model } from './model';

/** Residual networks whose width grows a little with every block instead of doubling at three of them. */
export const pyramidnet = model({
  label: 'PyramidNet (PyramidNet-110)',
  help: 'Residual blocks that each add the same few channels, with zero-padded shortcuts; three stages at full, half and quarter resolution.',
  source: 'Han et al. 2017, arXiv:1610.02915, eq. 2 (additive) and fig. 6d',
  fields: {
    depth: choice({
      label: 'Depth',
      help: 'Number of layers with weights: 6n + 2 for n blocks per stage.',
      default: '110',
      options: (['8', '20', '56', '110'] as const).map((value) => ({ value, label: `PyramidNet-${value}` })),
    }),
    alpha: number({
      label: 'Widening α',
      help: 'Channels that all blocks add together. The paper has 48, 84 and 270 for depth 110.',
      default: 48,
      min: 1,
      max: 400,
      integer: true,
    }),
    width: number({
      label: 'Width',
      help: 'Channels of the first convolution. The paper has 16.',
      default: 16,
      min: 1,
      max: 64,
      scale: 'log',
      integer: true,
    }),
  },
  layers({ depth, alpha, width }, { inputShape, classes }) {
    const channels = imageChannels('The PyramidNet', inputShape);
    const [height, breadth] = inputShape as [number, number, number];
    if (height % 4 !== 0 || breadth % 4 !== 0)
      throw new Error(`The PyramidNet halves images twice, so their sides must be multiples of 4, and these are ${height} × ${breadth}.`);
    const perStage = (Number(depth) - 2) / 6;
    const widthAfter = (count: number) => Math.round(width + (alpha * count) / (3 * perStage));
    const blocks = Array.from({ length: 3 * perStage }, (_, index) =>
      pyramidBlock(`block${index}`, widthAfter(index), widthAfter(index + 1), index > 0 && index % perStage === 0 ? 2 : 1),
    );
    const last = width + alpha;
    return [
      ...normalizedConvolution('stem', channels, width, 3),
      ...blocks,
      ...preActivation('last/bn', last),
      ...pooledClassifier(last, classes),
    ];
  },
});

/** Batch norm, convolution, batch norm, ReLU, convolution, batch norm: one ReLU less than in other blocks, and none after the sum. */
function pyramidBlock(name: string, from: number, to: number, stride: number): Layer {
  const branch: readonly Layer[] = [
    { kind: 'batchNorm', name: `${name}/bn`, channels: from },
    ...normalizedConvolution(`${name}/0`, from, to, 3, stride),
    relu,
    ...normalizedConvolution(`${name}/1`, to, to, 3),
  ];
  return residual(branch, [...(stride > 1 ? [{ kind: 'averagePool', size: 2 } as const] : []), { kind: 'padChannels', from, to }]);
}
