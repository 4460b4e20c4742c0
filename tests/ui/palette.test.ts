import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../src/core/sam/recipes';
import { algorithmStyle, FAMILY_COLORS } from '../../src/ui/theme/palette';

const sheet = readFileSync(new URL('../../src/ui/theme/theme.css', import.meta.url), 'utf8');
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

/** CIE76 between two lines that the eye takes for two colours. */
const LEAST_DISTANCE = 18;

type Rgb = readonly [number, number, number];
const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const hexOf = (rgb: Rgb): string =>
  `#${rgb
    .map((value) =>
      Math.round(Math.min(255, Math.max(0, value)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
/** `color-mix(in srgb, color share, ink)`. */
const mixed = (color: string, share: number, ink: string): string =>
  hexOf(rgbOf(color).map((value, channel) => share * value + (1 - share) * (rgbOf(ink)[channel] as number)) as unknown as Rgb);

const linear = (value: number): number => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);

/** CIE L*a*b* under D65 of linear sRGB. */
function labOf(rgb: Rgb): Rgb {
  const [red, green, blue] = rgb;
  const curve = (value: number) => (value > (6 / 29) ** 3 ? Math.cbrt(value) : value / (3 * (6 / 29) ** 2) + 4 / 29);
  const x = curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = curve(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = curve((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Full dichromacy on linear sRGB: Machado, Oliveira and Fernandes 2009, table for severity 1. */
const VISION: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  'full colour vision': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
function seen(hex: string, vision: readonly [Rgb, Rgb, Rgb]): Rgb {
  const colour = rgbOf(hex).map(linear) as unknown as Rgb;
  return vision.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, share, channel) => sum + share * (colour[channel] as number), 0),
      ),
    ),
  ) as unknown as Rgb;
}
/** CIE76. */
const distance = (one: Rgb, other: Rgb): number => Math.hypot(...labOf(one).map((value, axis) => value - (labOf(other)[axis] as number)));

/** What high contrast says instead, as pairs of light and dark. */
const contrastSheet = sheet.slice(sheet.indexOf("[data-contrast='more']"));
const shareOf = (text: string): number => Number(/--run-text: (\d+)%/.exec(text)?.[1]) / 100;

describe('the palette of algorithms', () => {
  it.each(FAMILY_COLORS)('has 3:1 on the page in both themes for %s', (family) => {
    const [light, dark] = pair(`run-${family}`);
    const [page, night] = pair('page');
    expect(contrast(light, page)).toBeGreaterThanOrEqual(3);
    expect(contrast(dark, night)).toBeGreaterThanOrEqual(3);
  });

  it.each(FAMILY_COLORS)('has 4.5:1 in small letters for %s, and 7:1 in high contrast', (family) => {
    for (const theme of [0, 1] as const) {
      const [color, ink, page] = [pair(`run-${family}`)[theme], pair('ink')[theme], pair('page')[theme]];
      expect(contrast(mixed(color, shareOf(sheet), ink), page)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(mixed(color, shareOf(contrastSheet), ink), page)).toBeGreaterThanOrEqual(7);
    }
  });

  it.each(['ink', 'ink-2', 'ink-3'])('stands on greys that can be read: %s', (name) => {
    for (const theme of [0, 1] as const) expect(contrast(pair(name)[theme], pair('page')[theme])).toBeGreaterThanOrEqual(4.5);
    const more = /light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/.exec(new RegExp(`--${name}: [^;]+;`).exec(contrastSheet)?.[0] ?? '');
    const [light, dark] = more ? [more[1] as string, more[2] as string] : pair(name);
    expect(contrast(light, pair('page')[0])).toBeGreaterThanOrEqual(7);
    expect(contrast(dark, pair('page')[1])).toBeGreaterThanOrEqual(7);
  });

  it.each(Object.keys(VISION))('tells any two algorithms apart by colour, or else by their dashes: %s', (name) => {
    const vision = VISION[name] as (typeof VISION)[string];
    const styles = Object.keys(algorithms).map((algorithm) => ({ algorithm, ...algorithmStyle(algorithm) }));
    for (const theme of [0, 1] as const) {
      const alike = styles.flatMap((one, place) =>
        styles.slice(0, place).flatMap((other) => {
          if (one.dash !== other.dash) return [];
          const apart = distance(seen(pair(`run-${one.family}`)[theme], vision), seen(pair(`run-${other.family}`)[theme], vision));
          return apart < LEAST_DISTANCE ? [`${one.algorithm} ${other.algorithm} ${apart.toFixed(1)}`] : [];
        }),
      );
      expect(alike, theme === 0 ? 'light' : 'dark').toEqual([]);
    }
  });

  it('gives every algorithm a family colour that exists, and no two the same colour and dashes', () => {
    const styles = Object.keys(algorithms).map((algorithm) => algorithmStyle(algorithm));
    for (const { family } of styles) expect(FAMILY_COLORS).toContain(family);
    expect(new Set(styles.map(({ family, dash }) => `${family}/${dash}`)).size).toBe(styles.length);
  });
});
