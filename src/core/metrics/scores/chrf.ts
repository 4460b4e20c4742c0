/** chrF of a corpus: how many runs of letters translations and references share. */
import { increase, nth } from '../../numbers';
import { countsOf, matchesOf } from './ngrams';
import { spaced } from './tokenize13a';

/** Longest runs of letters. */
const ORDER = 6;
/** Recall weighs β times as much as precision. */
const BETA = 2;

export interface Chrf {
  /** 0 … 100. */
  readonly score: number;
  readonly signature: string;
}

/**
 * chrF2 of translations against one reference each, white space left out; counts are summed over the corpus.
 *
 *   chrF = (1 + β²) P R / (β² P + R),  β = 2
 *
 * with P and R the means of precision and recall over 1- to 6-grams of letters; orders that translations or references are too
 * short for are left out.
 *
 * Throws where the two differ in number. Cost: six passes over all letters.
 * Source: Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation", §2. Equal to sacreBLEU 2.6.0 (tested).
 */
export function chrf(translations: readonly string[], references: readonly string[]): Chrf {
  if (references.length !== translations.length)
    throw new Error(`chrf: ${references.length} references for ${translations.length} translations`);
  const sums = () => new Array<number>(ORDER).fill(0);
  const [shared, given, wanted] = [sums(), sums(), sums()];
  for (const [at, translation] of translations.entries()) {
    const [own, theirs] = [lettersOf(translation), lettersOf(references[at] as string)];
    for (let n = 1; n <= ORDER; n++) {
      const reference = countsOf(theirs, n);
      increase(shared, n - 1, matchesOf(countsOf(own, n), reference));
      // Runs longer than the reference have nothing to be compared with.
      if (reference.size > 0) increase(given, n - 1, Math.max(0, own.length - n + 1));
      increase(wanted, n - 1, Math.max(0, theirs.length - n + 1));
    }
  }
  return { score: scoreOf(shared, given, wanted), signature: 'nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0' };
}

function scoreOf(shared: readonly number[], given: readonly number[], wanted: readonly number[]): number {
  const orders = shared.flatMap((_, order) => (nth(given, order) > 0 && nth(wanted, order) > 0 ? [order] : []));
  if (orders.length === 0) return 0;
  const mean = (of: readonly number[]) => orders.reduce((sum, order) => sum + nth(shared, order) / nth(of, order), 0) / orders.length;
  const [precision, recall] = [mean(given), mean(wanted)];
  if (precision + recall === 0) return 0;
  return (100 * (1 + BETA ** 2) * precision * recall) / (BETA ** 2 * precision + recall);
}

function lettersOf(sentence: string): readonly string[] {
  return [...spaced(sentence).join('')];
}
