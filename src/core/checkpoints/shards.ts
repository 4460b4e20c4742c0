/**
 * A network in several files: `model.safetensors.index.json` says which tensor is in which; the files' own names,
 * `model-00001-of-00003.safetensors`, say how many there are where it is left out.
 */
import { Failure } from '../failures';
import type { TensorEntry, TensorFile } from './tensorFile';

export interface Shard {
  /** The file's name. */
  readonly name: string;
  readonly tensors: TensorFile;
}

/** Entries know their file. */
interface Placed extends TensorEntry {
  readonly shard: Shard;
  readonly entry: TensorEntry;
}

const PART = /-(\d{5})-of-(\d{5})\.[a-z]+$/;

/**
 * One network from its files. A single file is itself.
 *
 * @param index  text of the index, where there is one.
 * @throws Failure `weights-incomplete` with the file, or `weights-damaged` with the tensor, that is missing.
 */
export function joinedShards(shards: readonly Shard[], index?: string): TensorFile {
  const [first] = shards;
  if (!first) throw new Failure('weights-incomplete', 'There was no file of weights.');
  const lacking = expectedFiles(first.name, index).find((file) => !shards.some(({ name }) => name === file));
  if (lacking !== undefined)
    throw new Failure('weights-incomplete', `“${first.name}” is a part of a network, and “${lacking}” was not found beside it.`);
  const entries = shards.flatMap((shard) => shard.tensors.entries.map((entry): Placed => ({ ...entry, shard, entry })));
  const seen = new Map<string, string>();
  for (const { name, shard } of entries) {
    const other = seen.get(name);
    if (other !== undefined) throw new Failure('weights-damaged', `“${name}” is in “${other}” and in “${shard.name}”.`);
    seen.set(name, shard.name);
  }
  for (const [name, file] of Object.entries(mapIn(index)))
    if (seen.get(name) !== file) throw new Failure('weights-damaged', `“${name}” is expected in “${file}”, and was not found there.`);
  const byName = new Map(entries.map((placed) => [placed.name, placed]));
  return {
    entries,
    origin: first.tensors.origin,
    passedOver: shards.flatMap(({ tensors }) => tensors.passedOver),
    values({ name }) {
      const { shard, entry } = byName.get(name) as Placed;
      return shard.tensors.values(entry);
    },
  };
}

function expectedFiles(name: string, index: string | undefined): readonly string[] {
  if (index !== undefined) return [...new Set(Object.values(mapIn(index)))];
  const [ending, , count] = PART.exec(name) ?? [];
  if (!ending) return [];
  const stem = name.slice(0, -ending.length);
  return Array.from({ length: Number(count) }, (_, at) => `${stem}-${String(at + 1).padStart(5, '0')}${ending.slice(6)}`);
}

function mapIn(index: string | undefined): Readonly<Record<string, string>> {
  if (index === undefined) return {};
  try {
    const { weight_map: map } = JSON.parse(index) as { readonly weight_map?: unknown };
    const pairs = Object.entries(map as object);
    if (pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string')) return Object.fromEntries(pairs);
  } catch {
    // said below
  }
  throw new Failure('weights-damaged', 'The index of weights is expected to be JSON with a weight_map, and is none.');
}
