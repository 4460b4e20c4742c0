import { byteAt } from '../numbers';
import type { RawDataset, Samples } from './dataset';
import { areOwnNames } from './knownSets';

/**
 * Short readable name of a data set, for links and storage: name, number of samples, and six hexadecimal digits of a
 * hash over shape, labels, values and class names (`mnist-10000-3fa9c1`). Equal content gives equal ids. Names that this page
 * gives to known sets by itself are left out, so that links to those stay good. About 2 ns per byte.
 */
export function contentId(raw: RawDataset): string {
  const { classNames } = raw;
  return idOf(raw, areOwnNames(classNames) ? [] : classNames);
}

/** The id that the first version gave to a data set: without class names. */
export function contentIdBefore(raw: RawDataset): string {
  return idOf(raw, []);
}

function idOf(raw: RawDataset, classNames: readonly string[]): string {
  const parts = raw.test ? [raw.pool, raw.test] : [raw.pool];
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = fold(
      hash,
      Uint8Array.from([
        part.count,
        part.count >>> 8,
        part.count >>> 16,
        part.count >>> 24,
        ...raw.inputShape.flatMap((size) => [size, size >>> 8]),
      ]),
    );
    hash = fold(fold(hash, part.labels), bytesOf(part));
  }
  // Equal numbers of other words are other texts.
  if (raw.vocabulary) hash = fold(hash, Uint8Array.from([...raw.vocabulary.join('\n')].map((letter) => letter.codePointAt(0) as number)));
  for (const name of classNames) hash = fold(hash, Uint8Array.from([...`${name}\n`].flatMap(bytesOfLetter)));
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return `${slug(raw.name)}-${count}-${((hash ^ (hash >>> 24)) & 0xffffff).toString(16).padStart(6, '0')}`;
}

/** 32-bit FNV-1a. */
function fold(start: number, bytes: Uint8Array): number {
  let hash = start;
  for (let index = 0; index < bytes.length; index++) hash = Math.imul(hash ^ byteAt(bytes, index), 0x01000193);
  return hash >>> 0;
}

function bytesOfLetter(letter: string): readonly number[] {
  const code = letter.codePointAt(0) as number;
  return [code & 255, (code >>> 8) & 255, code >>> 16];
}

function bytesOf({ inputs }: Samples): Uint8Array {
  return new Uint8Array(inputs.buffer, inputs.byteOffset, inputs.byteLength);
}

function slug(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['data'];
  return words.join('-').slice(0, 24).replace(/-$/, '');
}
