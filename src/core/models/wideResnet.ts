import { choice, number } from '../settings/field';
import { convolution, imageChannels, pooledClassifier, preActivation, residual } from './blocks';
import type { Layer } from './layers';
import { model } from './model';

/** Wide residual networks: 6n + 4 layers, three stages of n pre-activation blocks, k times as wide as a ResNet. */
export const wideResnet = model({
  label: 'WideResNet (WRN-28-2, WRN-28-10)',
  help: 'Few, wide residual blocks with batch norm and ReLU in front of each convolution; WRN-28-10 has depth 28 and k = 10.',
  source: 'Zagoruyko and Komodakis 2016, arXiv:1605.07146, table 1',
  fields: {
    depth: choice({
      label: 'Depth',
      help: 'Number of layers with weights: 6n + 4 for n blocks per stage.',
      default: '28',
      options: (['10', '16', '22', '28', '40'] as const).map((value) => ({ value, label: `WRN-${value}` })),
    }),
    widen: number({
      label: 'Widening factor k',
      help: 'Channels of a block, in multiples of a ResNet’s.',
      default: 2,
      min: 1,
      max: 16,
      integer: true,
    }),
    width: number({
      label: 'Width of the ResNet',
      help: 'Channels of the first convolution; the stages have k, 2k and 4k times as many. The paper has 16.',
      default: 16,
      min: 1,
      max: 64,
      scale: 'log',
      integer: true,
    }),
    dropout: number({
      label: 'Dropout',
      help: 'Share of a block’s inner units set to 0 in each step; 0 is none. The paper has 0 or 0.3.',
      default: 0,
      min: 0,
      max: 0.9,
    }),
  },
  layers({ depth, widen, width, dropout }, { inputShape, classes }) {
    const channels = imageChannels('The WideResNet', inputShape);
    const blocksPerStage = (Number(depth) - 4) / 6;
    let from = width;
    const blocks = [0, 1, 2].flatMap((stage) =>
      Array.from({ length: blocksPerStage }, (_, index) => {
        const to = width * widen * 2 ** stage;
        const block = wideBlock(`stage${stage}/block${index}`, from, to, stage > 0 && index === 0 ? 2 : 1, dropout);
        from = to;
        return block;
      }),
    );
    return [
      convolution('stem', channels, width, 3),
      ...blocks.flat(),
      ...preActivation('last/bn', from),
      ...pooledClassifier(from, classes),
    ];
  },
});

/** Where the shape changes, the first batch norm and ReLU are shared by the branch and the 1×1 convolution past it (authors' code). */
function wideBlock(name: string, from: number, to: number, stride: number, rate: number): readonly Layer[] {
  const first = preActivation(`${name}/0/bn`, from);
  const rest: readonly Layer[] = [
    convolution(`${name}/0/conv`, from, to, 3, stride),
    ...preActivation(`${name}/1/bn`, to),
    ...(rate > 0 ? [{ kind: 'dropout', name: `${name}/dropout`, rate } as const] : []),
    convolution(`${name}/1/conv`, to, to, 3),
  ];
  if (from === to && stride === 1) return [residual([...first, ...rest], [])];
  return [...first, residual(rest, [convolution(`${name}/shortcut`, from, to, 1, stride)])];
}
