import { readFileSync } from 'node:fs';
import jsQR from 'jsqr';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { MOST_BYTES, qrModules } from '../../src/ui/dialogs/qrModules';

interface Fixture {
  readonly text: string;
  readonly edge: number;
  readonly modules: string;
}
const { codes } = JSON.parse(readFileSync(new URL('../fixtures/qrCodes.json', import.meta.url), 'utf8')) as {
  readonly codes: readonly Fixture[];
};

type Modules = readonly (readonly boolean[])[];
const edgeOf = (text: string) => qrModules(text)?.length ?? null;
const rowsOf = (modules: Modules) => modules.map((row) => row.map(Number).join(''));

/** Picture of a code as another program reads it: `pixels` per module, the border of 4 modules that belongs around it. */
function scanned(modules: Modules, pixels = 4): string | undefined {
  const side = pixels * (modules.length + 8);
  const picture = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const isDark = modules[Math.floor(y / pixels) - 4]?.[Math.floor(x / pixels) - 4];
      if (isDark) picture.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
    }
  }
  return jsQR(picture, side, side, { inversionAttempts: 'dontInvert' })?.data;
}

describe('a QR code', () => {
  it.each([...codes.map(({ text }) => text), 'HELLO 123', 'ρ = 0.05, η = 0.1', `https://example.org/#${'a=1&'.repeat(120)}`])(
    'is read by another program: %s',
    (text) => {
      expect(scanned(qrModules(text) ?? [])).toBe(text);
    },
  );

  it.each(codes)(
    'of $edge modules is, module by module, what another encoder makes with one of the eight masks',
    ({ text, edge, modules }) => {
      const bits = [...Buffer.from(modules, 'base64')].map((byte) => byte.toString(2).padStart(8, '0')).join('');
      const expected = Array.from({ length: edge }, (_, y) => bits.slice(y * edge, (y + 1) * edge));
      // Which mask is best is a matter of rules that encoders read differently where the border counts; all are legal.
      const masked = Array.from({ length: 8 }, (_, maskPattern) =>
        rowsOf(encode([...Buffer.from(text)], { ecc: 'M', boostEcc: false, border: 0, maskPattern }).data),
      );
      expect(masked).toContainEqual(expected);
      expect(masked).toContainEqual(rowsOf(qrModules(text) ?? []));
    },
  );

  it('has the smallest version that holds its bytes (ISO/IEC 18004, table 7, level M)', () => {
    const edges = [14, 15, 26, 27, 180, 181, 1989, 1990, MOST_BYTES].map((bytes) => edgeOf('x'.repeat(bytes)));
    expect(edges).toEqual([21, 25, 25, 29, 53, 57, 165, 169, 177]);
  });

  it('counts bytes, not letters', () => {
    expect(['ρ'.repeat(7), 'ρ'.repeat(8)].map(edgeOf)).toEqual([21, 25]);
    // Digits and capitals are written as bytes too, so that what fits does not depend on the words of a link.
    expect(['1'.repeat(15), 'A'.repeat(15)].map(edgeOf)).toEqual([25, 25]);
  });

  it('is none where no version holds the text', () => {
    expect(edgeOf('x'.repeat(MOST_BYTES + 1))).toBeNull();
    expect(edgeOf('ρ'.repeat(MOST_BYTES / 2 + 1))).toBeNull();
  });
});
