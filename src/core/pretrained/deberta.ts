/**
 * DeBERTa, first version: BERT's blocks with attention of contents and distances, no places and no segments in its embeddings, one
 * table of distances for all blocks.
 *
 * Source: He et al. 2021, arXiv:2006.03654, §3; names and order of calculation as in modeling_deberta.py of Transformers.
 */
import { dropped, encoderBlock } from '../models/encoder';
import type { Layer } from '../models/layers';
import type { DebertaConfig } from './config';
import { denseAt, normAt, permuted, type Place, reordered, same } from './place';

const TABLE = 'distances';

/** Layers for samples [tokens, 3] (`TOKEN_COLUMNS`), whose segments are not looked at. */
export function debertaLayers(config: DebertaConfig, classes: number): readonly Layer[] {
  const { features, heads, vocabulary, deviation, dropout, weightDropout, floor, reach } = config;
  const shared = { features, heads, reach, table: TABLE, deviation, dropout: weightDropout };
  const attention = (name: string): Layer => ({ kind: 'disentangledAttention', name, ...shared });
  const blocks: readonly Layer[] = Array.from({ length: config.blocks }, (_, index) =>
    encoderBlock(`block${index}`, { ...config, norm: 'post', attention }),
  ).flat();
  return [
    {
      kind: 'masked',
      layers: [
        { kind: 'tokenEmbedding', name: 'embedding', vocabulary, features, positions: 0, segments: 0, deviation },
        { kind: 'layerNorm', name: 'embedding/norm', features, floor },
        { kind: 'blankPadding' },
        ...dropped('embedding/dropout', dropout),
        { kind: 'tied', layers: blocks },
      ],
    },
    { kind: 'tokenPool', of: 'first' },
    ...dropped('pooler/dropout', config.poolerDropout),
    { kind: 'dense', name: 'pooler', inputs: features, units: features, deviation },
    { kind: 'activation', function: config.poolerActivation },
    ...dropped('classifier/dropout', dropout),
    { kind: 'dense', name: 'classifier', inputs: features, units: classes, deviation },
  ];
}

export function debertaPlaces({ features, heads, hidden, vocabulary, reach, blocks }: DebertaConfig, classes: number): readonly Place[] {
  const block = (index: number): readonly Place[] => {
    const [there, here] = [`deberta.encoder.layer.${index}`, `block${index}`];
    const [self, attention] = [`${there}.attention.self`, `${here}/attention`];
    return [
      projections(`${self}.in_proj.weight`, attention, features, heads),
      same(`${self}.q_bias`, `${attention}/query/bias`, [features]),
      same(`${self}.v_bias`, `${attention}/value/bias`, [features]),
      ...denseAt(`${self}.pos_proj`, `${attention}/distanceKey`, features, features, false),
      ...denseAt(`${self}.pos_q_proj`, `${attention}/distanceQuery`, features, features),
      ...denseAt(`${there}.attention.output.dense`, `${attention}/output`, features, features),
      ...normAt(`${there}.attention.output.LayerNorm`, `${here}/attention/norm`, features),
      ...denseAt(`${there}.intermediate.dense`, `${here}/dense0`, features, hidden),
      ...denseAt(`${there}.output.dense`, `${here}/dense1`, hidden, features),
      ...normAt(`${there}.output.LayerNorm`, `${here}/dense/norm`, features),
    ];
  };
  return [
    same('deberta.embeddings.word_embeddings.weight', 'embedding/word', [vocabulary, features]),
    ...normAt('deberta.embeddings.LayerNorm', 'embedding/norm', features),
    same('deberta.encoder.rel_embeddings.weight', TABLE, [2 * reach, features]),
    ...Array.from({ length: blocks }, (_, index) => block(index)).flat(),
    ...denseAt('pooler.dense', 'pooler', features, features),
    ...denseAt('classifier', 'classifier', features, classes),
  ];
}

/** Kernels of queries, keys and values as one, head by head: rows of the first head's queries, keys and values, then the next. */
function projections(name: string, here: string, features: number, heads: number): Place {
  const parts = ['query', 'key', 'value'].map((part) => `${here}/${part}/kernel`);
  const shape = [heads, parts.length, features / heads, features];
  const part = features * features;
  // [heads, part, width, in] → [part, in, heads, width]
  const order = [1, 3, 0, 2];
  const whole = permuted(name, '', shape, order);
  return {
    name,
    shape: [parts.length * features, features],
    read(values) {
      const all = reordered(values, shape, order);
      return parts.map((own, index) => ({
        name: own,
        shape: [features, features],
        values: all.slice(index * part, (index + 1) * part),
      }));
    },
    write(valuesOf) {
      const all = new Float32Array(parts.length * part);
      parts.forEach((own, index) => all.set(valuesOf(own), index * part));
      return whole.write(() => all);
    },
  };
}
