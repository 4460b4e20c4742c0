/** From whatever was pasted to `key=value` words: the tolerant outer layer, which knows no setting. */
import type { Notices } from './notice';

export interface Word {
  readonly key: string;
  /** Percent-decoded. */
  readonly text: string;
  /** As it stood in the link. */
  readonly given: string;
}

/** Characters of a link that are read. */
export const LONGEST_LINK = 8000;

/** What mail programs and chats put into long lines: breaks, soft hyphens, zero-width characters. */
const INVISIBLE = /[\r\n\t\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** The words of a link, hash text or whole address, by key. */
export function wordsOf(pasted: string, notices: Notices): Map<string, Word> {
  return wordsIn(hashOf(pasted, notices).split('&'), notices);
}

/** `key=value` pieces by key; the first of several with one key counts. `shown` says how notices quote a piece. */
export function wordsIn(pieces: readonly string[], notices: Notices, shown = (piece: string) => piece): Map<string, Word> {
  const words = new Map<string, Word>();
  for (const piece of pieces) {
    if (piece.trim() === '') continue;
    const given = shown(piece);
    const [rawKey, rawText] = halves(piece);
    const key = decoded(rawKey)?.trim().toLowerCase();
    const text = rawText === undefined ? undefined : decoded(rawText);
    if (!key || text === undefined) {
      const problem = rawText === undefined ? 'is not of the form key=value' : key === '' ? 'has no key' : 'is damaged percent-encoding';
      notices.add('illegal', key ?? piece, given, `${problem} and was ignored`);
    } else if (words.has(key)) {
      notices.add('refused', key, given, `came after another \`${key}\`, and the first counts`);
    } else {
      words.set(key, { key, text, given });
    }
  }
  return words;
}

/** Splits at the first `=`, also a percent-encoded one where there is no other; `amp;` before a key is HTML's `&amp;`. */
function halves(given: string): [string, string | undefined] {
  const bare = given.replace(/^amp;/, '');
  const at = bare.indexOf('=');
  if (at >= 0) return [bare.slice(0, at), bare.slice(at + 1)];
  const encoded = bare.search(/%3d/i);
  return encoded < 0 ? [bare, undefined] : [bare.slice(0, encoded), bare.slice(encoded + 3)];
}

function hashOf(pasted: string, notices: Notices): string {
  let text = pasted;
  if (pasted.length > LONGEST_LINK) {
    notices.add('refused', '', pasted, `has ${pasted.length} characters, of which at most ${LONGEST_LINK} are read`);
    // A value cut in the middle would be another value, so the last word goes too.
    text = pasted.slice(0, LONGEST_LINK).replace(/&[^&]*$/, '');
  }
  text = unwrapped(text.replace(INVISIBLE, '').trim());
  const at = text.indexOf('#');
  const before = at < 0 ? text : text.slice(0, at);
  // Only an address may stand before the hash mark; `n=20#n=30` is damage, read as one text and complained about.
  const isAddress = /^(https?|file):\/\//i.test(before) || (at >= 0 && /^$|^[^=&]*[/.:][^=&]*$/.test(before));
  const hash = isAddress ? (at < 0 ? '' : text.slice(at + 1)) : text;
  return hash.includes('=') ? hash : (encodedWhole(hash) ?? hash);
}

/** A link that some form has percent-encoded as a whole, `=` and `&` included. */
function encodedWhole(hash: string): string | undefined {
  return /%3d/i.test(hash) ? decoded(hash) : undefined;
}

function unwrapped(text: string): string {
  return /^<.*>$|^".*"$|^'.*'$|^`.*`$/.test(text) ? text.slice(1, -1) : text;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // A % that starts no character; the caller names it.
  }
}
