/** Numbers as people write them in links and boxes, and back. */
import { nth } from '../numbers';
import { plainWord } from './invisible';

/** A value read from text. `clamped` says in words what was changed; `illegal` why nothing legal could be read. */
export type Parsed<T> = { readonly value: T; readonly clamped?: string } | { readonly illegal: string };

const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** The number that a text is, moved into its limits. */
export function parseNumber(text: string, min: number, max: number, integer: boolean): Parsed<number> {
  const word = plainWord(text);
  if (!PLAIN_NUMBER.test(word)) return { illegal: `“${text}” is not a number` };
  const read = Number(word);
  const whole = integer ? Math.round(read) : read;
  const value = Math.min(max, Math.max(min, whole)) + 0; // + 0 turns −0 into 0
  if (value !== read) {
    const limit = value === whole ? 'rounded' : 'limited';
    return { value, clamped: `${word} ${limit} to ${printNumber(value)}` };
  }
  return { value };
}

/** A short text that reads back as the same double: `.4`, `1000`, `1e-4`, `1e6`. */
export function printNumber(value: number): string {
  const plain = String(value)
    .replace('e+', 'e')
    .replace(/^(-?)0\./, '$1.');
  const exponential = value.toExponential().replace('e+', 'e');
  // Up to a hundred thousand, people count zeros more easily than they read exponents.
  const saving = plain.length - exponential.length;
  return saving > (Math.abs(value) < 1 ? 0 : 2) ? exponential : plain;
}

/** Numbers separated by `;`, whole ones also as ranges `1-5`: each once, in order, `longest` at most. */
export function parseNumbers(text: string, min: number, max: number, integer: boolean, longest: number): Parsed<readonly number[]> {
  const found = new Set<number>();
  const changes: string[] = [];
  for (const word of text.split(';')) {
    const range = integer ? /^\s*(\d{1,9})-(\d{1,9})\s*$/.exec(plainWord(word)) : null;
    const ends = range ? [range[1] as string, range[2] as string] : [word];
    const parsed = ends.map((end) => parseNumber(end, min, max, integer));
    const values: number[] = [];
    for (const one of parsed) {
      if ('illegal' in one) return one;
      if (one.clamped) changes.push(one.clamped);
      values.push(one.value);
    }
    const first = Math.min(...values);
    const last = Math.max(...values);
    if (range) for (let value = first; value <= last && found.size <= longest; value++) found.add(value);
    else found.add(first);
  }
  const value = [...found].sort((a, b) => a - b);
  if (value.length > longest) changes.push(`shortened to ${longest} entries`);
  return changes.length > 0 ? { value: value.slice(0, longest), clamped: changes.join(', ') } : { value };
}

/** The inverse of `parseNumbers`: three whole numbers in a row and more become a range. */
export function printNumbers(value: readonly number[], integer: boolean): string {
  const words: string[] = [];
  for (let index = 0; index < value.length; ) {
    const first = nth(value, index);
    let run = 1;
    while (integer && value[index + run] === first + run) run++;
    words.push(
      run >= 3
        ? `${first}-${first + run - 1}`
        : value
            .slice(index, index + run)
            .map(printNumber)
            .join(';'),
    );
    index += run;
  }
  return words.join(';');
}
