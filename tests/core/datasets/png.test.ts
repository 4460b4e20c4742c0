import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inflate } from '../../../src/core/datasets/inflate';
import { decodePng } from '../../../src/core/datasets/png';
import { someBytes } from './encode';
import { encodePng } from './encodePng';

/** Bytes that pack well in places: runs, repeats and noise. */
const mixed = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 2000 }))
        .map(([byte, times]) => new Uint8Array(times).fill(byte)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

describe('inflate', () => {
  it('gives back what zlib packed: stored, with fixed and with own codes', () => {
    fc.assert(
      fc.property(mixed, fc.constantFrom(0, 1, 6, 9), fc.constantFrom(0, 2, 4), (bytes, level, strategy) => {
        expect(inflate(deflateSync(bytes, { level, strategy }), bytes.length)).toEqual(bytes);
      }),
      { numRuns: 150 },
    );
  });

  it('copies from as far back as 32 KiB', () => {
    const far = someBytes(32_000);
    const bytes = Uint8Array.from([...far, ...new Uint8Array(600), ...far]);
    expect(inflate(deflateSync(bytes), bytes.length)).toEqual(bytes);
  });

  it('refuses data that is cut, of another length, or no zlib data', () => {
    const bytes = someBytes(500);
    const packed = deflateSync(bytes);
    expect(() => inflate(packed.subarray(0, 300), 500)).toThrow(/ends too early|damaged/);
    expect(() => inflate(packed, 499)).toThrow('more than 499 bytes');
    expect(() => inflate(packed, 501)).toThrow('500 bytes instead of 501');
    expect(() => inflate(bytes, 500)).toThrow('no zlib data');
  });

  it('never hangs and never writes outside on damaged data', () => {
    fc.assert(
      fc.property(mixed, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, change) => {
        const packed = Uint8Array.from(deflateSync(bytes));
        const at = 2 + (place % (packed.length - 2));
        packed[at] = (packed[at] as number) ^ change;
        try {
          expect(inflate(packed, bytes.length)).toHaveLength(bytes.length);
        } catch (error) {
          expect((error as Error).message).toMatch(/^the packed data|^this is no zlib/);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('decodePng', () => {
  it.each([
    ['28 × 28 grey', [28, 28, 1]],
    ['32 × 32 colour', [32, 32, 3]],
    ['an odd size', [5, 7, 3]],
    ['one pixel', [1, 1, 1]],
  ] as const)('gives back every byte of %s, whatever predicts its rows', (_, shape) => {
    const pixels = someBytes(shape[0] * shape[1] * shape[2], 5);
    for (const filters of [[0], [1], [2], [3], [4], [4, 3, 2, 1, 0]]) {
      for (const pieces of [1, 3]) expect(decodePng(encodePng(shape, pixels, { filters, pieces }))).toEqual({ shape, pixels });
    }
  });

  it('refuses what is no picture, cut, too large or of another kind', () => {
    const picture = encodePng([4, 4, 3], someBytes(48));
    const changed = (at: number, byte: number) => Uint8Array.from(picture, (old, index) => (index === at ? byte : old));
    expect(() => decodePng(someBytes(60))).toThrow('no PNG picture');
    expect(() => decodePng(picture.subarray(0, picture.length - 20))).toThrow('ends too early');
    expect(() => decodePng(changed(18, 255))).toThrow('65284 × 4 large');
    expect(() => decodePng(changed(24, 16))).toThrow('neither 8-bit grey nor 8-bit RGB');
    expect(() => decodePng(changed(25, 3))).toThrow('neither 8-bit grey nor 8-bit RGB');
    expect(() => decodePng(changed(28, 1))).toThrow('neither 8-bit grey nor 8-bit RGB');
  });
});
