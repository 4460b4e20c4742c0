/** Every kind of layer a network may list. A network is a list of these: data, no tensors. */
import { activation, type Activation } from './layers/activation';
import { attention, type Attention } from './layers/attention';
import { averagePool, type AveragePool } from './layers/averagePool';
import { batchNorm, type BatchNorm } from './layers/batchNorm';
import { classToken, type ClassToken } from './layers/classToken';
import { conv2d, type Conv2d } from './layers/conv2d';
import { dense, type Dense } from './layers/dense';
import { dropout, type Dropout } from './layers/dropout';
import { flatten, type Flatten } from './layers/flatten';
import { globalAveragePool, type GlobalAveragePool } from './layers/globalAveragePool';
import type { LayerKind } from './layers/layerKind';
import { layerNorm, type LayerNorm } from './layers/layerNorm';
import { maxPool, type MaxPool } from './layers/maxPool';
import { padChannels, type PadChannels } from './layers/padChannels';
import { parallel, type Parallel } from './layers/parallel';
import { patches, type Patches } from './layers/patches';
import { positionEmbedding, type PositionEmbedding } from './layers/positionEmbedding';
import { tokenPool, type TokenPool } from './layers/tokenPool';

export type Layer =
  | Activation
  | Attention
  | AveragePool
  | BatchNorm
  | ClassToken
  | Conv2d
  | Dense
  | Dropout
  | Flatten
  | GlobalAveragePool
  | LayerNorm
  | MaxPool
  | PadChannels
  | Parallel
  | Patches
  | PositionEmbedding
  | TokenPool;

/** Asked for, not listed at once: kinds that hold layers import this file, and may be loaded after it. */
const kinds: { readonly [K in Layer['kind']]: () => unknown } = {
  activation: () => activation,
  attention: () => attention,
  averagePool: () => averagePool,
  batchNorm: () => batchNorm,
  classToken: () => classToken,
  conv2d: () => conv2d,
  dense: () => dense,
  dropout: () => dropout,
  flatten: () => flatten,
  globalAveragePool: () => globalAveragePool,
  layerNorm: () => layerNorm,
  maxPool: () => maxPool,
  padChannels: () => padChannels,
  parallel: () => parallel,
  patches: () => patches,
  positionEmbedding: () => positionEmbedding,
  tokenPool: () => tokenPool,
};

/** The mathematics of a layer's kind. */
export function kindOf(layer: Layer): LayerKind<Layer> {
  return kinds[layer.kind]() as LayerKind<Layer>;
}
