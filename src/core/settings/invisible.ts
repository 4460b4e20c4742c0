/** Line breaks, soft hyphens, marks of direction and of no width: what mail programs and chats put into long lines. */
const INVISIBLE = /[\r\n\t\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
/** Joiners belong to words of some scripts, and to pictures made of several; beside a letter of ASCII they join nothing. */
const LOOSE_JOINER = /(?<![^\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\x7f])/g;
/** Signs that editors and keyboards write for a hyphen or a minus. */
const DASH = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;

/** The text without characters that nobody sees. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, '').replace(LOOSE_JOINER, '');
}

/** A word that is no free text, with plain hyphens. */
export function plainWord(text: string): string {
  return text.trim().replace(DASH, '-');
}

/** `text` with its percent-encoding undone; undefined where a `%` starts no character. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
