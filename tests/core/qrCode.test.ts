import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MOST_BYTES, qrCode } from '../../src/core/qrCode';

interface Fixture {
  readonly text: string;
  readonly edge: number;
  readonly modules: string;
}
const { codes } = JSON.parse(readFileSync(new URL('../fixtures/qrCodes.json', import.meta.url), 'utf8')) as {
  readonly codes: readonly Fixture[];
};

describe('a QR code', () => {
  it.each(codes)('of $edge modules is, module by module, what another encoder makes', ({ text, edge, modules }) => {
    const bits = [...Buffer.from(modules, 'base64')].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const rows = Array.from({ length: edge }, (_, y) => bits.slice(y * edge, (y + 1) * edge));
    expect(qrCode(text).map((row) => row.map(Number).join(''))).toEqual(rows);
  });

  it('has the smallest version that holds its bytes (ISO/IEC 18004, table 7, level M)', () => {
    const edges = [14, 15, 26, 27, 180, 181, 1989, 1990, MOST_BYTES].map((bytes) => qrCode('x'.repeat(bytes)).length);
    expect(edges).toEqual([21, 25, 25, 29, 53, 57, 165, 169, 177]);
  });

  it('counts bytes, not letters', () => {
    expect(qrCode('ρ'.repeat(7)).length).toBe(21);
    expect(qrCode('ρ'.repeat(8)).length).toBe(25);
  });

  it('refuses what no version holds, and says how much that is', () => {
    expect(() => qrCode('x'.repeat(MOST_BYTES + 1))).toThrow('2332 bytes are more than the 2331');
  });
});
