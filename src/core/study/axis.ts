/**
 * Swept settings as text, and back: `rho(.05,.1,.2),noise(0,.2,.4)`, at most two, each a setting by its word in links and its values:
 *
 *   rho(.05,.1,.2,.4)      a list, also of words: data(moons,spirals)
 *   rho(lin,.05,.8,4)      4 values from .05 to .8, equally far apart
 *   rho(log,.05,.8,5)      5 values, each the same multiple of the one before
 *   lr(draw,.01,1,8,3)     8 random values, even in the logarithm, of the seed 3
 *
 * What the words mean is not known here: `jobs.ts` gives them to links' own readers.
 */
import { randomStream } from '../random';
import { printNumber } from '../settings/writtenNumbers';

/** One swept setting. */
export interface Axis {
  /** Word of the setting in links. */
  readonly key: string;
  /** Values as links write them, in their order, none twice. */
  readonly values: readonly string[];
  /** The text that said it. */
  readonly text: string;
}

export const MOST_AXES = 2;
/** Values of one axis. */
export const MOST_VALUES = 200;
/** Significant digits of a value that a range gives: nobody tells ρ .1414214 from .1414. */
const DIGITS = 4;
/** First words of ranges. */
const RANGES = ['lin', 'log', 'draw'];

export type ReadAxes = { readonly axes: readonly Axis[] } | { readonly illegal: string };

/** The axes a text says; `illegal` says why nothing legal could be read. Never throws. */
export function readAxes(text: string): ReadAxes {
  const compact = text.replace(/\s+/g, '');
  if (compact === '') return { axes: [] };
  const pieces = compact.match(/[^,()]+\([^()]*\)/g) ?? [];
  if (pieces.join(',') !== compact) return { illegal: `“${text}” is no list of settings with their values, as rho(.05,.1,.2) is` };
  if (pieces.length > MOST_AXES) return { illegal: `${pieces.length} settings are varied, and a study has ${MOST_AXES} at most` };
  const axes: Axis[] = [];
  for (const piece of pieces) {
    const [, key = '', inside = ''] = /^([^(]+)\((.*)\)$/.exec(piece) ?? [];
    const word = key.toLowerCase();
    if (axes.some((axis) => axis.key === word)) return { illegal: `${word} is varied twice` };
    const values = valuesIn(inside);
    if ('illegal' in values) return { illegal: `${word}: ${values.illegal}` };
    const distinct = [...new Set(values.values)];
    if (distinct.length > MOST_VALUES) return { illegal: `${word} has ${distinct.length} values, and ${MOST_VALUES} are the most` };
    axes.push({ key: word, values: distinct, text: `${word}(${inside.toLowerCase()})` });
  }
  return { axes };
}

/** Inverse of `readAxes`. */
export const printAxes = (axes: readonly Axis[]): string => axes.map(({ text }) => text).join(',');

function valuesIn(inside: string): { readonly values: readonly string[] } | { readonly illegal: string } {
  const words = inside.split(',');
  const [kind = '', ...rest] = words.map((word) => word.toLowerCase());
  if (!RANGES.includes(kind)) {
    return words.some((word) => word === '') ? { illegal: 'a value is empty' } : { values: words };
  }
  const numbers = rest.map(Number);
  const [from = Number.NaN, to = Number.NaN, count = Number.NaN, seed = 1] = numbers;
  if (rest.length < 3 || rest.length > (kind === 'draw' ? 4 : 3) || !numbers.every(Number.isFinite))
    return { illegal: `${kind} takes first, last and how many${kind === 'draw' ? ', and perhaps a seed' : ''}, as ${kind}(.05,.8,5)` };
  if (!(from < to)) return { illegal: `the range from ${rest[0]} to ${rest[1]} is ${from === to ? 'empty' : 'reversed'}` };
  if (!Number.isInteger(count) || count < 2 || count > MOST_VALUES)
    return { illegal: `a range has 2 to ${MOST_VALUES} values, not ${rest[2]}` };
  if (kind !== 'lin' && from <= 0) return { illegal: `${kind} needs values above 0, and the first is ${rest[0]}` };
  if (!Number.isInteger(seed) || seed < 0) return { illegal: `the seed of a draw is a whole number, not ${rest[3]}` };
  return { values: spread(kind, from, to, count, seed).map((value) => printNumber(Number(value.toPrecision(DIGITS)))) };
}

function spread(kind: string, from: number, to: number, count: number, seed: number): readonly number[] {
  const share = (index: number) => index / (count - 1);
  if (kind === 'lin') return Array.from({ length: count }, (_, index) => from + (to - from) * share(index));
  if (kind === 'log') return Array.from({ length: count }, (_, index) => from * (to / from) ** share(index));
  const stream = randomStream(seed, 'study');
  return Array.from({ length: count }, () => from * (to / from) ** stream.uniform()).sort((one, other) => one - other);
}
