import { crc32 as zlibCrc } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/core/checksum';
import { someBytes } from './datasets/encode';

describe('CRC-32', () => {
  it('is what everybody computes for “123456789”', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it('is that of zlib, at once or piece by piece', () => {
    for (const bytes of [new Uint8Array(), someBytes(1), someBytes(5000, 3)]) {
      expect(crc32(bytes)).toBe(zlibCrc(bytes));
      expect(crc32(bytes.subarray(7), crc32(bytes.subarray(0, 7)))).toBe(zlibCrc(bytes));
    }
  });
});
