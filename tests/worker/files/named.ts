import { crc32 } from '../../../src/core/checksum';
import type { NamedBlob } from '../../../src/worker/files';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { encodeZip } from '../../core/datasets/encode';

/** Stand-in for a file outside a browser. */
export function file(name: string, ...parts: (Uint8Array<ArrayBuffer> | string)[]): NamedBlob {
  return Object.assign(new Blob(parts), { name });
}

export const gzip = (bytes: Uint8Array | string): Uint8Array<ArrayBuffer> => Uint8Array.from(gzipSync(bytes));

/** A ZIP archive, every second file of it stored and the others deflated. */
export function zip(
  files: readonly (readonly [name: string, content: Uint8Array])[],
  options?: { readonly isZip64?: boolean; readonly comment?: string },
): Uint8Array<ArrayBuffer> {
  return encodeZip(
    files.map(([name, content], index) => ({
      name,
      content,
      packed: index % 2 === 0 ? content : Uint8Array.from(deflateRawSync(content)),
      method: index % 2 === 0 ? 0 : 8,
      crc: crc32(content),
    })),
    options,
  );
}
