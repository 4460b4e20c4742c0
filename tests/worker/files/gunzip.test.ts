import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinBytes } from '../../../src/core/datasets/joinBytes';
import { gunzipped } from '../../../src/worker/files/gunzip';
import { someBytes } from '../../core/datasets/encode';

/** A stream that gives `bytes` in pieces. */
function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(control) {
      if (at >= bytes.length) return control.close();
      control.enqueue(bytes.subarray(at, at + size));
      at += size;
    },
  });
}

async function unpacked(bytes: Uint8Array, size = 1000): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const reader = gunzipped(inPieces(bytes, size)).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  return joinBytes(parts);
}

const text = (lines: number) => Buffer.from(Array.from({ length: lines }, (_, line) => `${line},${line % 7},x`).join('\n'));

describe('gzip data', () => {
  it('unpack to what zlib packed, in whatever pieces they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(someBytes(1), someBytes(90_000, 4), text(20_000), new Uint8Array(300_000)),
        fc.constantFrom(0, 1, 6, 9),
        fc.constantFrom(1, 97, 4096, 16_384, 16_389, 10 ** 6),
        async (bytes, level, size) => {
          const given = size === 1 ? bytes.subarray(0, 500) : bytes;
          expect(Buffer.from(await unpacked(gzipSync(given, { level }), size)).equals(given)).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
    expect(await unpacked(gzipSync(new Uint8Array()))).toHaveLength(0);
  });

  it('may have several members, empty ones and ones with names too', async () => {
    const name = Buffer.from(gzipSync('b\n'));
    const withName = Buffer.concat([
      name.subarray(0, 3),
      Buffer.from([8]),
      name.subarray(4, 10),
      Buffer.from('table.csv\0'),
      name.subarray(10),
    ]);
    const packed = Buffer.concat([gzipSync(text(5000)), gzipSync(''), withName, gzipSync(someBytes(40_000)), gzipSync('c')]);
    const expected = Buffer.concat([text(5000), Buffer.from('b\n'), someBytes(40_000), Buffer.from('c')]);
    for (const size of [13, 16_384, 10 ** 6]) expect(Buffer.from(await unpacked(packed, size)).equals(expected), `${size}`).toBe(true);
  });

  it('are refused when cut anywhere, but for a cut between members', async () => {
    const [first, second] = [gzipSync(text(300)), gzipSync(text(200))];
    const packed = Buffer.concat([first, second]);
    for (let length = 0; length < packed.length; length++) {
      const read = unpacked(packed.subarray(0, length), 100);
      if (length === first.length) expect(await read).toHaveLength(text(300).length);
      else await expect(read, `${length} bytes`).rejects.toThrow(TypeError);
    }
  });

  it('are refused with a changed bit in what was packed, in a sum or in a length, and with something else behind them', async () => {
    const packed = Buffer.concat([gzipSync(text(300)), gzipSync(text(200))]);
    for (let at = 10; at < packed.length; at += 3) {
      const changed = Uint8Array.from(packed, (byte, index) => (index === at ? byte ^ 16 : byte));
      const was = Buffer.concat([text(300), text(200)]);
      // A header's time, level and system change nothing that was packed.
      await unpacked(changed).then(
        (bytes) => expect(was.equals(bytes), `byte ${at}`).toBe(true),
        (error: unknown) => expect(error).toBeInstanceOf(TypeError),
      );
    }
    await expect(unpacked(Buffer.concat([packed, Buffer.from('something else')]))).rejects.toThrow(TypeError);
    await expect(unpacked(Buffer.from('no gzip data at all'))).rejects.toThrow(TypeError);
  });

  it('are unpacked no further than is asked for', async () => {
    let read = 0;
    const bomb = gzipSync(new Uint8Array(64 * 2 ** 20));
    const source = inPieces(bomb, 1024).pipeThrough(
      new TransformStream({
        transform(bytes: Uint8Array, control) {
          read += bytes.length;
          control.enqueue(bytes);
        },
      }),
    );
    const reader = gunzipped(source).getReader();
    const { value } = await reader.read();
    await reader.cancel();
    expect(value?.length).toBeLessThanOrEqual(1032 * 1024);
    expect(read).toBeLessThan(bomb.length / 4);
  });
});
