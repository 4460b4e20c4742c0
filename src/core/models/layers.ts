/** Every kind of layer a network may list. A network is a list of these: data, no tensors. */
import { activation, type Activation } from './layers/activation';
import { attention, type Attention } from './layers/attention';
import { averagePool, type AveragePool } from './layers/averagePool';
import { batchNorm, type BatchNorm } from './layers/batchNorm';
import { blankPadding, type BlankPadding } from './layers/blankPadding';
import { classToken, type ClassToken } from './layers/classToken';
import { conv2d, type Conv2d } from './layers/conv2d';
import { dense, type Dense } from './layers/dense';
import { disentangledAttention, type DisentangledAttention } from './layers/disentangledAttention';
import { dropout, type Dropout } from './layers/dropout';
import { flatten, type Flatten } from './layers/flatten';
import { globalAveragePool, type GlobalAveragePool } from './layers/globalAveragePool';
import type { LayerKind } from './layers/layerKind';
import { layerNorm, type LayerNorm } from './layers/layerNorm';
import { masked, type Masked } from './layers/masked';
import { maxPool, type MaxPool } from './layers/maxPool';
import { padChannels, type PadChannels } from './layers/padChannels';
import { parallel, type Parallel } from './layers/parallel';
import { patches, type Patches } from './layers/patches';
import { positionEmbedding, type PositionEmbedding } from './layers/positionEmbedding';
import { tied, type Tied } from './layers/tied';
import { tokenEmbedding, type TokenEmbedding } from './layers/tokenEmbedding';
import { tokenPool, type TokenPool } from './layers/tokenPool';

export type Layer =
  | Activation
  | Attention
  | AveragePool
  | BatchNorm
  | BlankPadding
  | ClassToken
  | Conv2d
  | Dense
  | DisentangledAttention
  | Dropout
  | Flatten
  | GlobalAveragePool
  | LayerNorm
  | Masked
  | MaxPool
  | PadChannels
  | Parallel
  | Patches
  | PositionEmbedding
  | Tied
  | TokenEmbedding
  | TokenPool;

/** Asked for, not listed at once: kinds that hold layers import this file, and may be loaded after it. */
const kinds: { readonly [K in Layer['kind']]: () => unknown } = {
  activation: () => activation,
  attention: () => attention,
  averagePool: () => averagePool,
  batchNorm: () => batchNorm,
  blankPadding: () => blankPadding,
  classToken: () => classToken,
  conv2d: () => conv2d,
  dense: () => dense,
  disentangledAttention: () => disentangledAttention,
  dropout: () => dropout,
  flatten: () => flatten,
  globalAveragePool: () => globalAveragePool,
  layerNorm: () => layerNorm,
  masked: () => masked,
  maxPool: () => maxPool,
  padChannels: () => padChannels,
  parallel: () => parallel,
  patches: () => patches,
  positionEmbedding: () => positionEmbedding,
  tied: () => tied,
  tokenEmbedding: () => tokenEmbedding,
  tokenPool: () => tokenPool,
};

/** The mathematics of a layer's kind. */
export function kindOf(layer: Layer): LayerKind<Layer> {
  return kinds[layer.kind]() as LayerKind<Layer>;
}
