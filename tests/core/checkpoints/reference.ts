/** The folder of reference checkpoints beside the project, which it must not need. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ReadBytes } from '../../../src/core/checkpoints/tensorFile';
import { openSafetensors } from '../../../src/core/checkpoints/safetensors';

const root = path.resolve(import.meta.dirname, '../../../../shared/language');
export const hasReference = existsSync(root);
export const referencePath = (...parts: readonly string[]): string => path.join(root, ...parts);
export const referenceBytes = (...parts: readonly string[]): Uint8Array => new Uint8Array(readFileSync(referencePath(...parts)));
export const referenceText = (...parts: readonly string[]): string => readFileSync(referencePath(...parts), 'utf8');
export const referenceJson = (...parts: readonly string[]): unknown => JSON.parse(referenceText(...parts));

/** Bytes in memory as those of a file that is elsewhere; counts what is read. */
export function fileOf(bytes: Uint8Array): { readonly read: ReadBytes; readonly largest: () => number } {
  let largest = 0;
  return {
    async read(begin, end) {
      largest = Math.max(largest, end - begin);
      return bytes.slice(begin, end);
    },
    largest: () => largest,
  };
}

/** A checkpoint's safetensors, opened. */
export function openedReference(folder: string, file = 'model.safetensors'): ReturnType<typeof openSafetensors> {
  const bytes = referenceBytes(folder, file);
  return openSafetensors(fileOf(bytes).read, bytes.length, file);
}
