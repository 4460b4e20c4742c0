import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePng } from '../../../src/core/datasets/png';
import { someBytes } from './encode';
import { encodePng } from './encodePng';

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

  it('tells packed data of another length, and neither hangs nor writes outside on damaged ones', () => {
    const [shape, pixels] = [[8, 8, 3] as const, someBytes(192, 9)];
    const rows = (count: number) => encodePng([count, 8, 3], new Uint8Array(24 * count));
    const headOf = (picture: Uint8Array, head: Uint8Array) => Uint8Array.from([...head.subarray(0, 33), ...picture.subarray(33)]);
    expect(() => decodePng(headOf(rows(9), rows(8)))).toThrow('holds more than 200 bytes');
    expect(() => decodePng(headOf(rows(7), rows(8)))).toThrow('holds 175 bytes instead of 200');
    const picture = encodePng(shape, pixels, { filters: [4, 1] });
    fc.assert(
      fc.property(fc.integer({ min: 41, max: picture.length - 17 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(picture, (byte, index) => (index === at ? byte ^ change : byte));
        try {
          expect(decodePng(changed).pixels).toHaveLength(192);
        } catch (error) {
          expect((error as Error).message).toMatch(/^the (packed data|picture)/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
