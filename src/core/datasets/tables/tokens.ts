/** Texts as numbers of tokens: bytes, or the most frequent words. 0 fills up what is short. */
import { nth } from '../../numbers';
import { growing } from './growing';

/** Tokens there can be, so that one fits a byte. */
const MOST_TOKENS = 256;
const PADDING = '';
const UNKNOWN = '…';

/** Letters of scripts that put no spaces between words: each is a token of its own. */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
/** Words with their apostrophes, and the two marks that carry meaning. */
const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+(?:['’](?:(?![${UNSPACED}])[\\p{L}\\p{N}])+)*|[!?]`, 'gu');

export interface Tokenizer {
  /** Takes one text; `isCounted` where it may say which words are frequent. Returns how many tokens it has. */
  add(text: string, isCounted: boolean): number;
  /** All texts so far: [texts, length] with `length` that of the longest, at most `most`, and what each token stands for. */
  finish(): { readonly tokens: Uint8Array; readonly length: number; readonly vocabulary: readonly string[]; readonly words: number };
}

/** @param most tokens per text; the rest of a longer one is left out, here and from the counting. */
export function tokenizer(kind: 'words' | 'bytes', most: number): Tokenizer {
  const all = growing((length) => new Uint32Array(length));
  const ends = growing((length) => new Uint32Array(length));
  /** Number of each word, in the order they came, from 0; how often it was counted. */
  const numbers = new Map<string, number>();
  const counts: number[] = [];

  function numberOf(word: string, isCounted: boolean): number {
    let number = numbers.get(word);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(word, number);
      counts.push(0);
    }
    if (isCounted) counts[number] = (counts[number] as number) + 1;
    return number;
  }

  return {
    add(text, isCounted) {
      const pieces: ArrayLike<string | number> = kind === 'bytes' ? utf8Bytes(text) : (text.toLowerCase().match(WORD) ?? []);
      for (let at = 0; at < Math.min(pieces.length, most); at++) {
        const piece = pieces[at] as string | number;
        all.push(typeof piece === 'number' ? piece : numberOf(piece, isCounted));
      }
      ends.push(all.length);
      return pieces.length;
    },
    finish() {
      const [flat, stops] = [all.values(), ends.values()];
      const length = stops.reduce((longest, end, text) => Math.max(longest, end - (text === 0 ? 0 : nth(stops, text - 1))), 1);
      const frequent = [...numbers]
        .filter(([, number]) => nth(counts, number) > 0)
        // Equally frequent ones by the alphabet, so that the order of files changes nothing.
        .sort(([word, one], [other, two]) => nth(counts, two) - nth(counts, one) || (word < other ? -1 : 1))
        .slice(0, MOST_TOKENS - 2);
      const token = new Map(frequent.map(([, number], place) => [number, place + 2]));
      const vocabulary =
        kind === 'bytes'
          ? Array.from({ length: MOST_TOKENS }, (_, byte) => (byte === 0 ? PADDING : byteName(byte)))
          : [PADDING, UNKNOWN, ...frequent.map(([word]) => word)];
      const tokens = new Uint8Array(stops.length * length);
      let begin = 0;
      for (const [text, end] of stops.entries()) {
        for (let at = begin; at < end; at++)
          tokens[text * length + at - begin] = kind === 'bytes' ? (flat[at] as number) : (token.get(flat[at] as number) ?? 1);
        begin = end;
      }
      return { tokens, length, vocabulary, words: numbers.size };
    },
  };
}

/** UTF-8; a zero byte, which would be padding, is left out. */
function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) as number;
    if (code === 0) continue;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

function byteName(byte: number): string {
  return byte > 32 && byte < 127 ? String.fromCharCode(byte) : byte === 32 ? '␣' : byte.toString(16).padStart(2, '0');
}
