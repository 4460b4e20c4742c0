import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../src/core/sam/recipes';
import { algorithmStyle, FAMILY_COLORS } from '../../src/ui/palette';

const sheet = readFileSync(new URL('../../src/ui/theme.css', import.meta.url), 'utf8');
const pair = (name: string) =>
  /light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/.exec(new RegExp(`--${name}: [^;]+;`).exec(sheet)?.[0] ?? '')?.slice(1) as [string, string];

/** Relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe('the palette of algorithms', () => {
  it.each(FAMILY_COLORS)('has 3:1 on the page in both themes for %s', (family) => {
    const [light, dark] = pair(`run-${family}`);
    const [page, night] = pair('page');
    expect(contrast(light, page)).toBeGreaterThanOrEqual(3);
    expect(contrast(dark, night)).toBeGreaterThanOrEqual(3);
  });

  it('gives every algorithm a family colour that exists, and no two the same colour and dashes', () => {
    const styles = Object.keys(algorithms).map((algorithm) => algorithmStyle(algorithm));
    for (const { family } of styles) expect(FAMILY_COLORS).toContain(family);
    expect(new Set(styles.map(({ family, dash }) => `${family}/${dash}`)).size).toBe(styles.length);
  });
});
