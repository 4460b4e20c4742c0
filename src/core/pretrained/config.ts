/**
 * `config.json` beside published weights: what a network is made of. Keys that are left out have the defaults of Hugging Face's
 * Transformers; what is there and cannot be followed is refused, never passed over.
 *
 * Source: configuration_bert.py, configuration_deberta.py and configuration_vit.py of Transformers 5.
 */
import { Failure } from '../failures';

/** What all three have. */
interface EncoderConfig {
  readonly features: number;
  readonly blocks: number;
  readonly heads: number;
  readonly hidden: number;
  readonly activation: 'gelu' | 'relu';
  /** Added to variances by layer norm. */
  readonly floor: number;
  /** Share of units dropped, and of softmax weights. */
  readonly dropout: number;
  readonly weightDropout: number;
  /** Standard deviation of weights that are made anew. */
  readonly deviation: number;
  /** Names of classes in the order of the classifier's outputs; undefined where the file has none. */
  readonly classNames: readonly string[] | undefined;
}

export interface BertConfig extends EncoderConfig {
  readonly kind: 'bert';
  readonly vocabulary: number;
  readonly positions: number;
  readonly segments: number;
  readonly padding: number;
}

export interface DebertaConfig extends EncoderConfig {
  readonly kind: 'deberta';
  readonly vocabulary: number;
  /** Longest sequence that it was trained with. */
  readonly positions: number;
  readonly padding: number;
  /** Distances −reach … reach − 1 are told apart. */
  readonly reach: number;
  readonly poolerActivation: 'gelu' | 'relu' | 'tanh';
  readonly poolerDropout: number;
}

export interface VitConfig extends EncoderConfig {
  readonly kind: 'vit';
  /** Side of images in pixels. */
  readonly side: number;
  readonly patch: number;
  readonly channels: number;
}

export type PretrainedConfig = BertConfig | DebertaConfig | VitConfig;

type Json = Readonly<Record<string, unknown>>;

/**
 * @param file  its name, for sentences.
 * @throws Failure `weights-damaged` where it is no such file, `pretrained-unknown` with the key where it asks for what is not here.
 */
export function readConfig(text: string, file: string): PretrainedConfig {
  const json = parsed(text);
  if (!json) throw new Failure('weights-damaged', `“${file}”: it is expected to be a JSON object, and is none, or ends too early.`);
  const unknown = (sentence: string) => new Failure('pretrained-unknown', `“${file}” ${sentence}`);
  const keys = reader(json, unknown);
  const kind = json['model_type'];
  const shared = (floor: number): EncoderConfig => ({
    features: keys.count('hidden_size', 768),
    blocks: keys.count('num_hidden_layers', 12),
    heads: keys.count('num_attention_heads', 12),
    hidden: keys.count('intermediate_size', 3072),
    activation: keys.word('hidden_act', 'gelu', ['gelu', 'relu']),
    floor: keys.number('layer_norm_eps', floor),
    dropout: keys.share('hidden_dropout_prob', kind === 'vit' ? 0 : 0.1),
    weightDropout: keys.share('attention_probs_dropout_prob', kind === 'vit' ? 0 : 0.1),
    deviation: keys.number('initializer_range', 0.02),
    classNames: classNamesIn(json['id2label']),
  });
  switch (kind) {
    case 'bert':
      keys.only('position_embedding_type', 'absolute');
      keys.only('is_decoder', false);
      return checked(unknown, {
        kind,
        ...shared(1e-12),
        vocabulary: keys.count('vocab_size', 30_522),
        positions: keys.count('max_position_embeddings', 512),
        segments: keys.count('type_vocab_size', 2),
        padding: keys.number('pad_token_id', 0),
      });
    case 'deberta': {
      keys.only('position_biased_input', false);
      keys.only('relative_attention', true);
      keys.only('type_vocab_size', 0);
      const terms = json['pos_att_type'];
      const words = (Array.isArray(terms) ? terms : typeof terms === 'string' ? terms.split('|') : []).map((word) =>
        String(word).trim().toLowerCase(),
      );
      if (words.sort().join() !== 'c2p,p2c')
        throw unknown(`asks for the terms ${words.join(' and ')} of attention, and c2p and p2c are known.`);
      const positions = keys.count('max_position_embeddings', 512);
      const reach = keys.number('max_relative_positions', -1);
      return checked(unknown, {
        kind,
        ...shared(1e-7),
        vocabulary: keys.count('vocab_size', 50_265),
        positions,
        padding: keys.number('pad_token_id', 0),
        reach: reach < 1 ? positions : reach,
        poolerActivation: keys.word('pooler_hidden_act', 'gelu', ['gelu', 'relu', 'tanh']),
        poolerDropout: keys.share('pooler_dropout', 0),
      });
    }
    case 'vit':
    case 'deit':
      keys.only('qkv_bias', true);
      return checked(unknown, {
        kind: 'vit',
        ...shared(1e-12),
        side: keys.count('image_size', 224),
        patch: keys.count('patch_size', 16),
        channels: keys.count('num_channels', 3),
      });
    default:
      throw unknown(`is of a network called ${JSON.stringify(kind ?? null)}, and bert, deberta and vit are known.`);
  }
}

/** Limits of a network that anybody has; beyond, a file is damaged or of another kind. */
const MOST = 2 ** 24;

function reader(json: Json, unknown: (sentence: string) => Failure) {
  const number = (key: string, preset: number): number => {
    const value = json[key] ?? preset;
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw unknown(`has ${JSON.stringify(value)} for ${key}, and a number is expected.`);
    return value;
  };
  return {
    number,
    count(key: string, preset: number): number {
      const value = number(key, preset);
      if (!Number.isSafeInteger(value) || value < 1 || value > MOST)
        throw unknown(`has ${value} for ${key}, and a whole number from 1 to ${MOST} is expected.`);
      return value;
    },
    share(key: string, preset: number): number {
      const value = number(key, preset);
      if (value < 0 || value >= 1) throw unknown(`has ${value} for ${key}, and a share of at least 0 and below 1 is expected.`);
      return value;
    },
    word<Word extends string>(key: string, preset: Word, words: readonly Word[]): Word {
      const value = json[key] ?? preset;
      const word = words.find((one) => one === value);
      if (word === undefined) throw unknown(`has ${JSON.stringify(value)} for ${key}, and ${words.join(', ')} are known.`);
      return word;
    },
    only(key: string, expected: string | number | boolean): void {
      const value = json[key] ?? expected;
      if (value !== expected) throw unknown(`has ${JSON.stringify(value)} for ${key}, and only ${JSON.stringify(expected)} is known.`);
    },
  };
}

function checked<Config extends PretrainedConfig>(unknown: (sentence: string) => Failure, config: Config): Config {
  if (config.features % config.heads !== 0)
    throw unknown(`has ${config.features} for hidden_size, which ${config.heads} heads cannot share evenly.`);
  if (config.kind === 'vit' && config.side % config.patch !== 0)
    throw unknown(`has images of ${config.side} pixels, which patches of ${config.patch} do not fill.`);
  return config;
}

function classNamesIn(names: unknown): readonly string[] | undefined {
  if (typeof names !== 'object' || names === null) return undefined;
  const list = Object.entries(names).sort(([one], [other]) => Number(one) - Number(other));
  return list.every(([key, name], index) => Number(key) === index && typeof name === 'string')
    ? list.map(([, name]) => String(name))
    : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined;
  } catch {
    return undefined;
  }
}
