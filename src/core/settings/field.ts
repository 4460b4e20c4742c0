/**
 * One thing a person may choose, described once: default, limits, text form and how it is shown. Types, validation,
 * URL, form controls and `docs/settings.md` are derived from it; no other file lists a setting again.
 */

import { plainWord, visible } from './invisible';
import { parseNumber, parseNumbers, type Parsed, printNumber, printNumbers } from './writtenNumbers';

/** How a form shows a field; also all that its limits are. */
export type Control =
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly scale: 'linear' | 'log';
      readonly integer: boolean;
      readonly unit?: string;
      /** A share of a whole: people read and write it in percent, links as the number it is. */
      readonly isShare?: true;
    }
  | { readonly kind: 'choice'; readonly options: readonly { readonly value: string; readonly label: string }[] }
  | { readonly kind: 'switch' }
  | { readonly kind: 'several'; readonly options: readonly { readonly value: string; readonly label: string }[] }
  | { readonly kind: 'numbers'; readonly min: number; readonly max: number; readonly integer: boolean; readonly longest: number }
  | { readonly kind: 'text'; readonly longest: number };

export interface Field<T> {
  readonly default: T;
  readonly label: string;
  readonly help: string;
  readonly control: Control;
  /** May change while training runs; every other change restarts the group. */
  readonly live: boolean;
  /** Its text has only letters that links may hold as they are, parentheses and commas among them. */
  readonly isPlainInLinks?: true;
  /** The usable band of the value where one is known, drawn as the shaded part of its slider. */
  readonly band?: readonly [number, number];
  /** Text from a link to a value. Never throws. */
  parse(text: string): Parsed<T>;
  /** Inverse of `parse`: `parse(print(v))` equals `v` for every legal `v`, and equal values print equally. A method, so that a field of numbers is a field. */
  print(value: T): string;
}

export type FieldValue = number | string | boolean | readonly number[] | readonly string[];
export type FieldMap = Readonly<Record<string, Field<FieldValue>>>;
export type ValuesOf<F extends FieldMap> = { readonly [K in keyof F]: F[K]['default'] };

interface Described {
  readonly label: string;
  readonly help: string;
  readonly live?: boolean;
}

/** A number in [min, max]. Written as short as it can be (`.4`, `1e-4`); numbers outside are clamped and said so. */
export function number(
  options: Described & {
    readonly default: number;
    readonly min: number;
    readonly max: number;
    readonly scale?: 'linear' | 'log';
    readonly integer?: boolean;
    readonly unit?: string;
    readonly isShare?: true;
    readonly band?: readonly [number, number];
  },
): Field<number> {
  const { min, max, integer = false, scale = 'linear', unit, isShare, band, live = false } = options;
  return {
    default: options.default,
    label: options.label,
    help: options.help,
    live,
    ...(band ? { band } : {}),
    control: { kind: 'number', min, max, scale, integer, ...(unit ? { unit } : {}), ...(isShare ? { isShare } : {}) },
    parse: (text) => parseNumber(text, min, max, integer),
    print: printNumber,
  };
}

/** One of a few words. */
export function choice<const T extends string>(
  options: Described & { readonly default: NoInfer<T>; readonly options: readonly { readonly value: T; readonly label: string }[] },
): Field<T> {
  const values = options.options.map((option) => option.value);
  return {
    default: options.default,
    label: options.label,
    help: options.help,
    live: options.live ?? false,
    control: { kind: 'choice', options: options.options },
    parse(text) {
      const value = values.find((known) => known === plainWord(text).toLowerCase());
      if (value !== undefined) return { value };
      return { illegal: `“${text}” is not one of ${values.join(', ')}` };
    },
    print: (value) => value,
  };
}

/** On or off, written 1 or 0. */
export function onOff(options: Described & { readonly default: boolean }): Field<boolean> {
  return {
    default: options.default,
    label: options.label,
    help: options.help,
    live: options.live ?? false,
    control: { kind: 'switch' },
    parse(text) {
      const word = text.trim().toLowerCase();
      if (['1', 'true', 'on', 'yes'].includes(word)) return { value: true };
      if (['0', 'false', 'off', 'no'].includes(word)) return { value: false };
      return { illegal: `“${text}” is neither 1 (on) nor 0 (off)` };
    },
    print: (value) => (value ? '1' : '0'),
  };
}

/**
 * Any of some words, written `data;model`, in the order of `options`; commas are understood too. Words it does not know are left out
 * and said so.
 *
 * @param options asked for once they are needed: what they name may be described in files that know this field.
 */
export function several(
  options: Described & {
    readonly default?: readonly string[];
    readonly options: () => readonly { readonly value: string; readonly label: string }[];
  },
): Field<readonly string[]> {
  let listed: readonly { readonly value: string; readonly label: string }[] | undefined;
  const all = () => (listed ??= options.options());
  return {
    default: options.default ?? [],
    label: options.label,
    help: options.help,
    live: options.live ?? false,
    control: {
      kind: 'several',
      get options() {
        return all();
      },
    },
    parse(text) {
      const known = all().map(({ value }) => value);
      const words = text
        .split(/[;,]/)
        .map((word) => plainWord(word).toLowerCase())
        .filter((word) => word !== '');
      const chosen = new Set(words);
      const value = known.filter((word) => chosen.has(word));
      const strange = words.filter((word) => !known.includes(word)).map((word) => `“${word}”`);
      if (strange.length === 0) return { value };
      const problem = `${strange.join(', ')} ${strange.length === 1 ? 'is none' : 'are none'} of ${shortList(known)}`;
      return value.length === 0 ? { illegal: problem } : { value, clamped: problem };
    },
    print(value) {
      if (value.length === 0) return '';
      return all()
        .map((option) => option.value)
        .filter((word) => value.includes(word))
        .join(';');
    },
  };
}

/** Long lists are named by their beginning; the reference has them all. */
const shortList = (words: readonly string[]) =>
  words.length <= 14 ? words.join(', ') : `${words.slice(0, 10).join(', ')} and ${words.length - 10} more`;

/** A list of numbers, written `50;100;150`; runs of whole numbers may be written `1-5`. Kept sorted, without doubles. */
export function numbers(
  options: Described & {
    readonly default: readonly number[];
    readonly min: number;
    readonly max: number;
    readonly integer?: boolean;
    readonly longest: number;
  },
): Field<readonly number[]> {
  const { min, max, integer = false, longest } = options;
  return {
    default: options.default,
    label: options.label,
    help: options.help,
    live: options.live ?? false,
    control: { kind: 'numbers', min, max, integer, longest },
    parse: (text) => parseNumbers(text, min, max, integer, longest),
    print: (value) => printNumbers(value, integer),
  };
}

/** A short text (a name). Characters that have a meaning in links are escaped by the link's writer, not here. */
export function text(options: Described & { readonly default: string; readonly longest: number }): Field<string> {
  const { longest } = options;
  return {
    default: options.default,
    label: options.label,
    help: options.help,
    live: options.live ?? false,
    control: { kind: 'text', longest },
    parse(raw) {
      // Lone surrogates cannot be written in a link: percent-encoding would throw.
      const clean = visible(raw)
        .replace(/[\p{Cc}\p{Surrogate}]/gu, '')
        .trim();
      const value = [...clean].slice(0, longest).join('').trimEnd();
      return value === visible(raw).trim() ? { value } : { value, clamped: `shortened to “${value}” (${longest} characters at most)` };
    },
    print: (value) => value,
  };
}

/** The defaults of a map of fields. */
export function defaultsOf<F extends FieldMap>(fields: F): ValuesOf<F> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.default])) as ValuesOf<F>;
}

/** A value as people read it, for sentences and short lists: `0.4`, `40 %`, `another class`. */
export function readable(field: Field<FieldValue>, value: FieldValue): string {
  const { control } = field;
  if (control.kind === 'choice') return control.options.find((option) => option.value === value)?.label ?? String(value);
  if (control.kind === 'number' && control.isShare) return `${percentOf(Number(value))} %`;
  return field.print(value).replace(/^(-?)\./, '$10.');
}

/** A share in percent, without the dust of binary fractions: 0.07 is 7. */
export const percentOf = (share: number): number => Number((100 * share).toPrecision(12));

/** `value`, moved into the limits of `field` if need be; undefined when nothing legal is near (NaN, another type). Never throws. */
export function legalValue<T extends FieldValue>(field: Field<T>, value: FieldValue): T | undefined {
  if (typeof value !== typeof field.default) return undefined;
  const parsed = field.parse(field.print(value as T));
  return 'illegal' in parsed ? undefined : parsed.value;
}
