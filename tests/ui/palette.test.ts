import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../src/core/sam/recipes';
import { pigments } from '../../src/core/sam/recipes/recipe';
import { MOST_RUNS } from '../../src/core/settings/experiment';
import { algorithmStyle, closePigments, createDealer } from '../../src/ui/theme/palette';

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

/** Colours of high contrast, as pairs of light and dark. */
const contrastSheet = sheet.slice(sheet.indexOf("[data-contrast='more']"));
const shareOf = (text: string): number => Number(/--run-text: (\d+)%/.exec(text)?.[1]) / 100;

describe('the palette of algorithms', () => {
  it.each(pigments)('has 3:1 on the page in both themes for %s', (family) => {
    const [light, dark] = pair(`run-${family}`);
    const [page, night] = pair('page');
    expect(contrast(light, page)).toBeGreaterThanOrEqual(3);
    expect(contrast(dark, night)).toBeGreaterThanOrEqual(3);
  });

  it.each(pigments)('has 4.5:1 in small letters for %s, and 7:1 in high contrast', (family) => {
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

  it('knows which of its colours some eye takes for one', () => {
    const found = pairsOf(pigments).filter(([one, other]) => {
      const nearest = Object.values(VISION).flatMap((vision) =>
        ([0, 1] as const).map((theme) => distance(seen(pair(`run-${one}`)[theme], vision), seen(pair(`run-${other}`)[theme], vision))),
      );
      return Math.min(...nearest) < LEAST_DISTANCE;
    });
    const words = (pairs: typeof found) => pairs.map((two) => [...two].sort().join(' ')).sort();
    expect(words(found)).toEqual(words([...closePigments]));
  });
});

describe('a page', () => {
  const names = Object.keys(algorithms);
  const anyRuns = fc.uniqueArray(fc.record({ number: fc.integer({ min: 1, max: 99 }), algorithm: fc.constantFrom(...names) }), {
    selector: ({ number }) => number,
    maxLength: MOST_RUNS,
  });
  const runsOf = (some: readonly { readonly number: number; readonly algorithm: string }[]) =>
    some.map(({ number, algorithm }) => ({ id: `r${number}`, algorithm }));

  it('deals looks that can be told apart to as many runs as it may have, were they all alike', () => {
    fc.assert(
      fc.property(anyRuns, (some) => {
        const looks = [...createDealer()(runsOf(some)).values()];
        expect(pairsOf(looks).filter(([one, other]) => areAlike(one, other))).toEqual([]);
      }),
      { numRuns: 300, seed: 1 },
    );
    for (const algorithm of names) {
      const looks = createDealer()(runsOf(Array.from({ length: MOST_RUNS }, (_, index) => ({ number: index + 1, algorithm }))));
      expect(new Set([...looks.values()].map(({ dash }) => dash)).size).toBe(MOST_RUNS);
    }
  });

  it('leaves every run the look it has while others come and go, and move', () => {
    fc.assert(
      fc.property(anyRuns, fc.array(fc.nat({ max: MOST_RUNS - 1 }), { maxLength: 4 }), (some, gone) => {
        const deal = createDealer();
        const before = deal(runsOf(some));
        const left = runsOf(some.filter((_, index) => !gone.includes(index)));
        const joined = [...left, { id: 'r100', algorithm: some[0]?.algorithm ?? 'sam' }].reverse();
        const after = deal(joined);
        for (const { id } of left) expect(after.get(id)).toEqual(before.get(id));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('gives a run the look of its algorithm where nobody has it, were there more of its colour than dashes', () => {
    for (const algorithm of names) expect(createDealer()([{ id: 'r1', algorithm }]).get('r1')).toEqual(algorithmStyle(algorithm));
  });
});

const pairsOf = <T>(list: readonly T[]): readonly (readonly [T, T])[] =>
  list.flatMap((one, place) => list.slice(0, place).map((other) => [other, one] as const));

type Look = ReturnType<typeof algorithmStyle>;

function areAlike(one: Look, other: Look): boolean {
  const isClose = one.color === other.color || closePigments.some((two) => two.includes(one.color) && two.includes(other.color));
  return one.dash === other.dash && isClose;
}
