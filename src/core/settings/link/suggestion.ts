/**
 * The candidate a person probably meant: the one that `word` begins (`bisam` → `bisam-log`), else the nearest within two
 * edits, or one for words of up to three letters. Undefined where nothing is close.
 */
import { nth } from '../../numbers';

export function suggestion(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > 40) return undefined;
  let nearest: string | undefined;
  let smallest = (word.length > 3 ? 2 : 1) + 1;
  // Words that differ in length by more are further apart: a link may hold a thousand unknown ones.
  const editsTo = (other: string) => (Math.abs(word.length - other.length) < smallest ? distance(word, other) : Number.POSITIVE_INFINITY);
  for (const candidate of candidates) {
    const first = candidate.split('-')[0] as string;
    const edits = Math.min(editsTo(candidate), first === candidate ? Number.POSITIVE_INFINITY : editsTo(first) + 0.5);
    if (edits < smallest && edits < word.length) {
      smallest = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

/** Levenshtein: insertions, deletions and substitutions that turn one word into the other. */
export function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let line = 1; line <= from.length; line++) {
    const next = [line];
    for (let column = 1; column <= to.length; column++) {
      const substituted = nth(row, column - 1) + (from[line - 1] === to[column - 1] ? 0 : 1);
      next.push(Math.min(substituted, nth(row, column) + 1, nth(next, column - 1) + 1));
    }
    row = next;
  }
  return nth(row, to.length);
}
