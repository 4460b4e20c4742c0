import { describe, expect, it } from 'vitest';
import { Failure, type FailureCode } from '../../src/core/failures';
import { readDroppedFiles } from '../../src/worker/files';
import { encodeIdx, someBytes } from '../core/datasets/encode';

// What differs between browsers and Node: streams, gzip and files. The rest is in files.test.ts.

const pixels = someBytes(400 * 28 * 28);
const images = encodeIdx([400, 28, 28], pixels);
const labels = new File(
  [
    encodeIdx(
      [400],
      Array.from({ length: 400 }, (_, index) => index % 4),
    ),
  ],
  'x-labels-idx1-ubyte',
);

async function gzip(...parts: BlobPart[]): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Response(new Blob(parts).stream().pipeThrough(new CompressionStream('gzip')));
  return new Uint8Array(await packed.arrayBuffer());
}

async function codeFor(bytes: Uint8Array<ArrayBuffer>): Promise<FailureCode | 'none'> {
  const outcome = await readDroppedFiles([new File([bytes], 'x-images-idx3-ubyte.gz'), labels]).catch((error: unknown) => error);
  return outcome instanceof Failure ? outcome.code : 'none';
}

describe('files in a browser', () => {
  it('are unpacked whole, over many chunks', async () => {
    const raw = await readDroppedFiles([labels, new File([await gzip(images)], 'x-images-idx3-ubyte.gz')]);
    expect(raw.pool.count).toBe(400);
    expect(raw.pool.inputs).toEqual(pixels);
  });

  it('are damaged when cut, when a checksum differs, and when something follows', async () => {
    const packed = await gzip(images);
    const flipped = packed.slice();
    flipped[packed.length - 6] = (flipped[packed.length - 6] as number) ^ 1;
    expect(await codeFor(packed)).toBe('none');
    expect(await codeFor(packed.slice(0, packed.length / 2))).toBe('file-not-gzip');
    expect(await codeFor(packed.slice(0, -1))).toBe('file-not-gzip');
    expect(await codeFor(flipped)).toBe('file-not-gzip');
    expect(await codeFor(Uint8Array.from([...packed, 0]))).toBe('file-not-gzip');
  });

  it('are left when they unpack to more than they declare, and refused when to less', async () => {
    const megabyte = new Uint8Array(1_000_000);
    expect(await codeFor(await gzip(images, ...Array<Uint8Array<ArrayBuffer>>(50).fill(megabyte)))).toBe('file-oversized');
    expect(await codeFor(await gzip(images.slice(0, -1)))).toBe('file-truncated');
  });
});
