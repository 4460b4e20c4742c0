import { choice, number } from '../settings/field';
import { DEVIATION, encoder, encoderFields, poolField } from './encoder';
import { model } from './model';

/** An encoder for sequences of tokens. */
export const transformer = model({
  label: 'Transformer encoder',
  help: 'For sequences of tokens, each a row of features such as a one-hot word; of an image, every row of pixels is a token.',
  source: 'Vaswani et al. 2017, arXiv:1706.03762, §3',
  fields: {
    heads: number({
      label: 'Heads',
      help: 'Attention heads; with their width they make the width of the network.',
      default: 4,
      min: 1,
      max: 12,
      integer: true,
    }),
    ...encoderFields({ blocks: 2, headwidth: 16, dropout: 0.1 }),
    norm: choice({
      label: 'Layer norm',
      help: 'After the sum with the shortcut as in the paper, or before attention and dense layers, which is easier to train when it is deep.',
      default: 'post',
      options: [
        { value: 'post', label: 'after the sum' },
        { value: 'pre', label: 'before each half' },
      ],
    }),
    act: choice({
      label: 'Activation',
      help: 'Non-linearity between the dense layers of a block.',
      default: 'relu',
      options: [
        { value: 'relu', label: 'ReLU' },
        { value: 'gelu', label: 'GELU' },
      ],
    }),
    pool: poolField('mean'),
  },
  layers({ heads, headwidth, blocks, dropout, norm, act, pool }, { inputShape, classes }) {
    if (inputShape.length === 1)
      throw new Error('The Transformer needs sequences, and these samples are plain features. Choose the multi-layer perceptron.');
    const [tokens, ...rest] = inputShape as [number, ...number[]];
    const features = heads * headwidth;
    return [
      ...(rest.length > 1 ? [{ kind: 'flatten', keep: 1 } as const] : []),
      { kind: 'dense', name: 'token', inputs: rest.reduce((product, axis) => product * axis, 1), units: features, deviation: DEVIATION },
      ...encoder(tokens, classes, { features, heads, activation: act, dropout, norm, blocks, pool }),
    ];
  },
});
