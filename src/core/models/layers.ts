/** Every kind of layer a network may list. A network is a list of these: data, no tensors. */
import { activation, type Activation } from './layers/activation';
import { attention, type Attention } from './layers/attention';
import { averagePool, type AveragePool } from './layers/averagePool';
import { batchNorm, type BatchNorm } from './layers/batchNorm';
import type { BlankPadding } from './layers/blankPadding';
import { classToken, type ClassToken } from './layers/classToken';
import { conv2d, type Conv2d } from './layers/conv2d';
import { dense, type Dense } from './layers/dense';
import type { DisentangledAttention } from './layers/disentangledAttention';
import { dropout, type Dropout } from './layers/dropout';
import { flatten, type Flatten } from './layers/flatten';
import { globalAveragePool, type GlobalAveragePool } from './layers/globalAveragePool';
import type { LayerKind } from './layers/layerKind';
import { layerNorm, type LayerNorm } from './layers/layerNorm';
import type { Masked } from './layers/masked';
import { maxPool, type MaxPool } from './layers/maxPool';
import { padChannels, type PadChannels } from './layers/padChannels';
import { parallel, type Parallel } from './layers/parallel';
import { patches, type Patches } from './layers/patches';
import { positionEmbedding, type PositionEmbedding } from './layers/positionEmbedding';
import type { Tied } from './layers/tied';
import type { TokenEmbedding } from './layers/tokenEmbedding';
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

/** Kinds that published networks alone have, which bring them along (`pretrained/layerKinds.ts`): the first paint need not. */
export type PublishedKind = 'blankPadding' | 'disentangledAttention' | 'masked' | 'tied' | 'tokenEmbedding';

const brought = new Map<string, unknown>();

/** Makes further kinds known; the same ones as often as one likes. */
export function bringKinds(more: { readonly [K in PublishedKind]: unknown }): void {
  for (const [name, kind] of Object.entries(more)) brought.set(name, kind);
}

/** Asked for, not listed at once: kinds that hold layers import this file, and may be loaded after it. */
const kinds: { readonly [K in Exclude<Layer['kind'], PublishedKind>]: () => unknown } = {
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

/** The mathematics of a layer's kind. Throws for one that nobody has brought. */
export function kindOf(layer: Layer): LayerKind<Layer> {
  const kind = Object.hasOwn(kinds, layer.kind) ? kinds[layer.kind as keyof typeof kinds]() : brought.get(layer.kind);
  if (kind === undefined) throw new Error(`layers: ${layer.kind} has not been brought`);
  return kind as LayerKind<Layer>;
}
