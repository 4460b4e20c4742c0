/** Which networks a TensorFlow.js LayersModel can be made of without classes that whoever loads it would have to bring. */
import type { Layer } from '../models/layers';

/** In words, where there is no such layer. */
const missing: { readonly [K in Layer['kind']]: string | null } = {
  activation: null,
  attention: 'attention',
  averagePool: null,
  batchNorm: null,
  blankPadding: 'masks of padding',
  classToken: 'class tokens',
  conv2d: null,
  dense: null,
  disentangledAttention: 'attention',
  dropout: null,
  flatten: null,
  globalAveragePool: null,
  layerNorm: null,
  masked: 'masks of padding',
  maxPool: null,
  padChannels: null,
  parallel: null,
  patches: null,
  positionEmbedding: 'position embeddings',
  tied: 'shared weights',
  tokenEmbedding: 'embeddings of tokens',
  tokenPool: null,
};

/** Layers of a network that a LayersModel has none for, in words, each once; empty where it can be written as one. */
export function inexpressible(layers: readonly Layer[]): readonly string[] {
  const found = layers.flatMap((layer): readonly string[] => {
    if (layer.kind === 'parallel') return layer.branches.flatMap((branch) => inexpressible(branch));
    const word = missing[layer.kind];
    return word === null ? [] : [word];
  });
  return [...new Set(found)];
}
