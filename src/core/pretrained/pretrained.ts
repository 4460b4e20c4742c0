/** A published network: its layers, and its weights out of files as they are published, back again under the same names. */
import './layerKinds';
import type { NamedTensor } from '../checkpoints/checkpoint';
import type { TensorEntry, TensorFile } from '../checkpoints/tensorFile';
import { Failure } from '../failures';
import type { Layer } from '../models/layers';
import { randomStream } from '../random';
import { sizeOf } from '../tensor/shape';
import { bertLayers, bertPlaces } from './bert';
import type { PretrainedConfig } from './config';
import { debertaLayers, debertaPlaces } from './deberta';
import type { Place } from './place';
import { resized, squaresOf, vitLayers, vitPlaces } from './vit';

export function pretrainedLayers(config: PretrainedConfig, classes: number): readonly Layer[] {
  switch (config.kind) {
    case 'bert':
      return bertLayers(config, classes);
    case 'deberta':
      return debertaLayers(config, classes);
    case 'vit':
      return vitLayers(config, classes);
    default:
      return config satisfies never;
  }
}

export function pretrainedPlaces(config: PretrainedConfig, classes: number): readonly Place[] {
  switch (config.kind) {
    case 'bert':
      return bertPlaces(config, classes);
    case 'deberta':
      return debertaPlaces(config, classes);
    case 'vit':
      return vitPlaces(config, classes);
    default:
      return config satisfies never;
  }
}

export interface LoadedNetwork {
  /** By the names that the layers have. */
  readonly tensors: readonly NamedTensor[];
  /** Names of tensors, as files have them, that were made anew because the file has none, or has other classes. */
  readonly made: readonly string[];
  /** Names in the file that nothing here needs: other heads, tables of numbers of places. */
  readonly unused: readonly string[];
}

export interface LoadOptions {
  readonly classes: number;
  /** Of what is made anew. */
  readonly seed: number;
  /** Side of images, where it is not the file's; for images alone. */
  readonly side?: number;
  /** The file's name, for sentences. */
  readonly file: string;
}

/** Tensors that a file may lack, or have for other classes. */
const HEAD = ['pooler.dense', 'classifier'];
const isHead = (name: string) => HEAD.some((head) => name.endsWith(`${head}.weight`) || name.endsWith(`${head}.bias`));
const isClassifier = (name: string) => name.startsWith('classifier.');

/**
 * Weights by the names that the layers have. Names may lack the prefix of the whole network, and may have `gamma` and `beta` of layer
 * norms, as old files do. A missing head is made anew: normal with the deviation of the config, biases 0.
 *
 * @throws Failure `weights-differ` with the first tensor that is missing or of another shape, what was expected and what was found.
 */
export async function loadPretrained(config: PretrainedConfig, weights: TensorFile, options: LoadOptions): Promise<LoadedNetwork> {
  const { classes, seed, file } = options;
  const entries = canonical(config, weights.entries);
  const wanted = pretrainedPlaces(config, classes);
  const tensors: NamedTensor[] = [];
  const made: string[] = [];
  for (const [index, place] of wanted.entries()) {
    const entry = entries.get(place.name);
    const isOther = entry !== undefined && entry.shape.join() !== place.shape.join();
    if ((!entry || (isOther && isClassifier(place.name))) && isHead(place.name)) {
      made.push(place.name);
      tensors.push(...place.read(fresh(place, config, seed, index)));
      continue;
    }
    if (!entry || isOther) throw new Failure('weights-differ', sentenceOf(file, place, entry));
    tensors.push(...place.read(await weights.values(entry)));
  }
  const known = new Set(wanted.map(({ name }) => name));
  const unused = [...entries].filter(([name]) => !known.has(name)).map(([, { name }]) => name);
  return { tensors: atSide(config, tensors, options.side), made, unused: [...unused, ...weights.passedOver] };
}

/** The same network as files have it: names and shapes of Transformers. `side` as in `loadPretrained`, of the network as it is now. */
export function writtenPretrained(config: PretrainedConfig, tensors: readonly NamedTensor[], classes: number): readonly NamedTensor[] {
  const byName = new Map(tensors.map(({ name, values }) => [name, values]));
  const valuesOf = (name: string) => {
    const values = byName.get(name);
    if (!values) throw new Error(`pretrained: no tensor ${name}`);
    return values;
  };
  return pretrainedPlaces(config, classes).map(({ name, shape, write }) => ({ name, shape, values: write(valuesOf) }));
}

/** Entries by the names of the whole network. */
function canonical({ kind }: PretrainedConfig, entries: readonly TensorEntry[]): ReadonlyMap<string, TensorEntry> {
  const prefix = `${kind}.`;
  const hasPrefix = entries.some(({ name }) => name.startsWith(prefix));
  const isOfAll = (name: string) => hasPrefix || isClassifier(name) || (kind === 'deberta' && name.startsWith('pooler.'));
  return new Map(
    entries.map((entry) => {
      const name = entry.name.replace(/(LayerNorm)\.gamma$/, '$1.weight').replace(/(LayerNorm)\.beta$/, '$1.bias');
      return [isOfAll(name) ? name : prefix + name, entry];
    }),
  );
}

function fresh({ name, shape }: Place, { deviation }: PretrainedConfig, seed: number, index: number): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  if (name.endsWith('.bias')) return values;
  const stream = randomStream(seed, 'head', index);
  return values.map(() => deviation * stream.normal());
}

function sentenceOf(file: string, { name, shape }: Place, entry: TensorEntry | undefined): string {
  const expected = `“${file}” is not of the network in config.json: “${name}” is expected to be [${shape.join(', ')}]`;
  return entry ? `${expected}, and [${entry.shape.join(', ')}] was found.` : `${expected}, and was not found.`;
}

/** Places of images of another size. */
function atSide(config: PretrainedConfig, tensors: readonly NamedTensor[], side: number | undefined): readonly NamedTensor[] {
  if (config.kind !== 'vit' || side === undefined || side === config.side) return tensors;
  const [from, to] = [squaresOf(config), squaresOf({ ...config, side })];
  return tensors.map((tensor) =>
    tensor.name === 'position/embedding'
      ? { ...tensor, shape: [to * to + 1, config.features], values: resized(tensor.values, from, to, config.features) }
      : tensor,
  );
}
