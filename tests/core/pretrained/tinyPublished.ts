/** The smallest networks with a config.json. */
import { createNetwork, type Network } from '../../../src/core/models/network';
import { type PretrainedConfig, readConfig } from '../../../src/core/pretrained/config';
import { pretrainedLayers } from '../../../src/core/pretrained/pretrained';

export const tiny = {
  bert: { model_type: 'bert', vocab_size: 7, max_position_embeddings: 6 },
  deberta: {
    model_type: 'deberta',
    vocab_size: 7,
    max_position_embeddings: 3,
    position_biased_input: false,
    relative_attention: true,
    type_vocab_size: 0,
    pos_att_type: ['p2c', 'c2p'],
  },
  vit: { model_type: 'vit', image_size: 4, patch_size: 2, num_channels: 1 },
} as const;
const size = { hidden_size: 4, num_hidden_layers: 2, num_attention_heads: 2, intermediate_size: 6 };

export const configOf = (kind: keyof typeof tiny, more = {}): PretrainedConfig =>
  readConfig(JSON.stringify({ ...size, ...tiny[kind], ...more }), 'config.json');

/** Of three classes, for five tokens or images of 4 × 4. */
export const tinyPublished = (kind: keyof typeof tiny): Network =>
  createNetwork(pretrainedLayers(configOf(kind), 3), kind === 'vit' ? [4, 4, 1] : [5, 3]);
