/** Layers that networks of attention share: encoder blocks, and the settings that shape them. */
import { choice, number } from '../settings/field';
import type { Layer } from './layers';
import type { ActivationName } from './layers/activation';

/** Standard deviation of first weights: 0.02 in BERT and the Vision Transformer. */
export const DEVIATION = 0.02;

/** Hidden units of a block's dense layers, in multiples of its width (Vaswani et al. 2017, §3.3). */
const HIDDEN = 4;

export interface EncoderBlock {
  readonly features: number;
  readonly heads: number;
  readonly activation: ActivationName;
  /** Share of units dropped after attention and after each dense layer. */
  readonly dropout: number;
  /** Layer norm before each half of the block, within the residual branch, or after its sum. */
  readonly norm: 'pre' | 'post';
  /** Hidden units of the dense layers; four times the width without it. */
  readonly hidden?: number;
  /** Added to variances by layer norm; its own without it. */
  readonly floor?: number;
  /** Share of softmax weights dropped; none without it. */
  readonly weightDropout?: number;
  /** The attention of a block; plain without it. */
  readonly attention?: (name: string) => Layer;
}

/**
 * Self-attention, then two dense layers, each half with a shortcut past it.
 *
 * Source: Vaswani et al. 2017, arXiv:1706.03762, §3.1 (`post`); Dosovitskiy et al. 2021, arXiv:2010.11929, eq. 2 and 3 (`pre`).
 */
export function encoderBlock(name: string, block: EncoderBlock): readonly Layer[] {
  const { features, heads, activation, dropout, norm, hidden = HIDDEN * features, floor, weightDropout } = block;
  const attention: Layer = block.attention?.(`${name}/attention`) ?? {
    kind: 'attention',
    name: `${name}/attention`,
    features,
    heads,
    deviation: DEVIATION,
    ...(weightDropout ? { dropout: weightDropout } : {}),
  };
  const normalized = (part: string): Layer => ({
    kind: 'layerNorm',
    name: `${name}/${part}/norm`,
    features,
    ...(floor === undefined ? {} : { floor }),
  });
  const half = (part: string, branch: readonly Layer[]): readonly Layer[] =>
    norm === 'pre'
      ? [{ kind: 'parallel', join: 'sum', branches: [[normalized(part), ...branch], []] }]
      : [{ kind: 'parallel', join: 'sum', branches: [branch, []] }, normalized(part)];
  return [
    ...half('attention', [attention, ...dropped(`${name}/attention/dropout`, dropout)]),
    ...half('dense', [
      { kind: 'dense', name: `${name}/dense0`, inputs: features, units: hidden, deviation: DEVIATION },
      { kind: 'activation', function: activation },
      ...dropped(`${name}/dense0/dropout`, dropout),
      { kind: 'dense', name: `${name}/dense1`, inputs: hidden, units: features, deviation: DEVIATION },
      ...dropped(`${name}/dense1/dropout`, dropout),
    ]),
  ];
}

/** A dropout layer, or nothing for a rate of 0. */
export function dropped(name: string, rate: number): readonly Layer[] {
  return rate > 0 ? [{ kind: 'dropout', name, rate }] : [];
}

export interface Encoder extends EncoderBlock {
  readonly blocks: number;
  readonly pool: 'class' | 'mean';
}

/**
 * Embedded tokens to logits: a class token where it is read in the end, learned positions, the blocks, one more layer norm
 * where the blocks do not end with one, and a linear classifier.
 *
 * @param tokens  length of a sequence, without the class token.
 */
export function encoder(tokens: number, classes: number, { blocks, pool, ...block }: Encoder): readonly Layer[] {
  const { features, norm, dropout } = block;
  const hasToken = pool === 'class';
  return [
    ...(hasToken ? [{ kind: 'classToken', name: 'class', features, deviation: DEVIATION } as const] : []),
    { kind: 'positionEmbedding', name: 'position', tokens: tokens + (hasToken ? 1 : 0), features, deviation: DEVIATION },
    ...dropped('position/dropout', dropout),
    ...Array.from({ length: blocks }, (_, index) => encoderBlock(`block${index}`, block)).flat(),
    ...(norm === 'pre' ? [{ kind: 'layerNorm', name: 'norm', features } as const] : []),
    { kind: 'tokenPool', of: hasToken ? 'first' : 'mean' },
    { kind: 'dense', name: 'dense', inputs: features, units: classes, deviation: DEVIATION },
  ];
}

/** Fields that both networks have; what their defaults differ in, they say. */
export const encoderFields = (defaults: { readonly blocks: number; readonly headwidth: number; readonly dropout: number }) => ({
  headwidth: number({
    label: 'Width per head',
    help: 'Features of each head; tokens have as many as all heads together. The published networks have 64.',
    default: defaults.headwidth,
    min: 1,
    max: 128,
    scale: 'log',
    integer: true,
  }),
  blocks: number({
    label: 'Blocks',
    help: 'Number of encoder blocks, each of attention and two dense layers.',
    default: defaults.blocks,
    min: 1,
    max: 24,
    integer: true,
  }),
  dropout: number({
    label: 'Dropout',
    help: 'Share of units set to 0 in each step after the embedding, after attention and after each dense layer; 0 is none.',
    default: defaults.dropout,
    min: 0,
    max: 0.9,
  }),
});

export const poolField = (preset: 'class' | 'mean') =>
  choice({
    label: 'Read from',
    help: 'What the classifier sees of the sequence: a learned class token in front of it, or the mean of all tokens.',
    default: preset,
    options: [
      { value: 'class', label: 'class token' },
      { value: 'mean', label: 'mean of tokens' },
    ],
  });
