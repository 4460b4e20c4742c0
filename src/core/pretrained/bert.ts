/**
 * BERT: embeddings of words, places and segments, blocks with layer norm behind each half, and a classifier on what a dense layer
 * with tanh makes of the first token.
 *
 * Source: Devlin et al. 2019, arXiv:1810.04805, §3; names as in modeling_bert.py of Transformers.
 */
import { dropped, encoderBlock } from '../models/encoder';
import type { Layer } from '../models/layers';
import type { BertConfig } from './config';
import { denseAt, normAt, type Place, same } from './place';

/** Layers for samples [tokens, 3] (`TOKEN_COLUMNS`). */
export function bertLayers(config: BertConfig, classes: number): readonly Layer[] {
  const { features, vocabulary, positions, segments, deviation, dropout, floor } = config;
  return [
    {
      kind: 'masked',
      layers: [
        { kind: 'tokenEmbedding', name: 'embedding', vocabulary, features, positions, segments, deviation },
        { kind: 'layerNorm', name: 'embedding/norm', features, floor },
        ...dropped('embedding/dropout', dropout),
        ...Array.from({ length: config.blocks }, (_, index) => encoderBlock(`block${index}`, { ...config, norm: 'post' })).flat(),
      ],
    },
    { kind: 'tokenPool', of: 'first' },
    { kind: 'dense', name: 'pooler', inputs: features, units: features, deviation },
    { kind: 'activation', function: 'tanh' },
    ...dropped('pooler/dropout', dropout),
    { kind: 'dense', name: 'classifier', inputs: features, units: classes, deviation },
  ];
}

export function bertPlaces({ features, hidden, vocabulary, positions, segments, blocks }: BertConfig, classes: number): readonly Place[] {
  const table = (name: string, here: string, rows: number) => same(`bert.embeddings.${name}.weight`, `embedding/${here}`, [rows, features]);
  const block = (index: number): readonly Place[] => {
    const [there, here] = [`bert.encoder.layer.${index}`, `block${index}`];
    return [
      ...['query', 'key', 'value'].flatMap((part) =>
        denseAt(`${there}.attention.self.${part}`, `${here}/attention/${part}`, features, features),
      ),
      ...denseAt(`${there}.attention.output.dense`, `${here}/attention/output`, features, features),
      ...normAt(`${there}.attention.output.LayerNorm`, `${here}/attention/norm`, features),
      ...denseAt(`${there}.intermediate.dense`, `${here}/dense0`, features, hidden),
      ...denseAt(`${there}.output.dense`, `${here}/dense1`, hidden, features),
      ...normAt(`${there}.output.LayerNorm`, `${here}/dense/norm`, features),
    ];
  };
  return [
    table('word_embeddings', 'word', vocabulary),
    table('position_embeddings', 'position', positions),
    table('token_type_embeddings', 'segment', segments),
    ...normAt('bert.embeddings.LayerNorm', 'embedding/norm', features),
    ...Array.from({ length: blocks }, (_, index) => block(index)).flat(),
    ...denseAt('bert.pooler.dense', 'pooler', features, features),
    ...denseAt('classifier', 'classifier', features, classes),
  ];
}
