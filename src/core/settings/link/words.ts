/** From whatever was pasted to `key=value` words: the tolerant outer layer, which knows no setting. */
import { percentDecoded, visible } from '../invisible';
import type { LinkNotices } from './notice';

export interface Word {
  readonly key: string;
  /** Percent-decoded, without characters that nobody sees: browsers hand those over encoded. */
  readonly text: string;
  /** As it stood in the link. */
  readonly given: string;
}

/** Characters of a link that are read. */
export const LONGEST_LINK = 8000;

/** Words that chats and mailings add to addresses to see who opened them. */
const TRACKERS = /[?&](?:amp;)*(?:fbclid|gclid|gbraid|wbraid|msclkid|dclid|twclid|igshid|mc_cid|mc_eid|mkt_tok|utm_[a-z]+)=[^&?#]*/gi;
/** Times that a link may have been percent-encoded as a whole. */
const MOST_ENCODED = 3;

/** The words of a link, hash text or whole address, by key. */
export function wordsOf(pasted: string, notices: LinkNotices): Map<string, Word> {
  return wordsIn(hashOf(pasted, notices).split('&'), notices);
}

/** `key=value` pieces by key; the first of several with one key counts. `shown` says how notices quote a piece. */
export function wordsIn(pieces: readonly string[], notices: LinkNotices, shown = (piece: string) => piece): Map<string, Word> {
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

/** Splits at the first `=`, also a percent-encoded one where there is no other; `amp;` before a key is HTML's `&amp;`, once or more. */
function halves(given: string): [string, string | undefined] {
  const bare = given.replace(/^(amp;)+/, '');
  const at = bare.indexOf('=');
  if (at >= 0) return [bare.slice(0, at), bare.slice(at + 1)];
  const encoded = bare.search(/%3d/i);
  return encoded < 0 ? [bare, undefined] : [bare.slice(0, encoded), bare.slice(encoded + 3)];
}

function hashOf(pasted: string, notices: LinkNotices): string {
  let text = pasted;
  if (pasted.length > LONGEST_LINK) {
    notices.add('refused', '', pasted, `has ${pasted.length} characters, of which at most ${LONGEST_LINK} are read`);
    // A value cut in the middle would be another value, so the last word goes too.
    text = pasted.slice(0, LONGEST_LINK).replace(/&[^&]*$/, '');
  }
  text = unwrapped(visible(text).trim()).replace(TRACKERS, '');
  const hash = partOfAddress(text);
  return hash.includes('=') ? hash : encodedWhole(hash);
}

/** Of a whole address the part after the hash mark, or after `?` where the settings stand there; any other text as it is. */
function partOfAddress(text: string): string {
  const at = text.indexOf('#');
  const before = at < 0 ? text : text.slice(0, at);
  // Only an address may stand before the hash mark; `n=20#n=30` is damage, read as one text and complained about.
  const isAddress = /^(https?|file):\/\//i.test(before) || (at >= 0 && /^$|^[^=&]*[/.:][^=&]*$/.test(before));
  if (!isAddress) return text;
  const hash = at < 0 ? '' : text.slice(at + 1);
  if (hash !== '') return hash;
  // Mail gateways escape the hash mark.
  const escaped = /%23(.*(?:=|%3d).*)$/is.exec(before);
  return escaped ? (escaped[1] as string) : settingsInQuery(before.slice(before.indexOf('?') + 1));
}

/** The settings of a query (`?v=1&preset=…`, with or without `?`); empty where it holds something else. */
export function settingsInQuery(query: string): string {
  const text = query.replace(/^\?/, '');
  return /(^|&)(amp;)*(v|preset)(=|%3d)/i.test(text) ? text : '';
}

/** A link that some form has percent-encoded as a whole, `=` and `&` included, once or more. */
function encodedWhole(hash: string): string {
  let text = hash;
  for (let times = 0; times < MOST_ENCODED && !text.includes('='); times++) {
    const next = /%(25)*3d/i.test(text) ? percentDecoded(text) : undefined;
    if (next === undefined) return text;
    text = next;
  }
  return text;
}

function unwrapped(text: string): string {
  return /^<.*>$|^".*"$|^'.*'$|^`.*`$/.test(text) ? text.slice(1, -1) : text;
}

/** A `%` that starts no character gives undefined; the caller names it. */
function decoded(text: string): string | undefined {
  const plain = percentDecoded(text);
  return plain === undefined ? undefined : visible(plain);
}
