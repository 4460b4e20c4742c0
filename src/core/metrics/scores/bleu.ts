/** BLEU of a corpus, comparable with what papers report: sacreBLEU's rules with its defaults. */
import { increase, nth } from '../../numbers';
import { countsOf, matchesOf } from './ngrams';
import { spaced, tokenize13a } from './tokenize13a';

/** Longest n-grams. */
const ORDER = 4;

export interface BleuOptions {
  /** How sentences become words: 13a's rules, or white space alone, for text that is split already. */
  readonly tokens?: '13a' | 'none';
  /** Whether an order without a match counts for a half, a quarter … of a match, or makes the score 0. */
  readonly smoothing?: 'exp' | 'none';
  readonly isLowerCased?: boolean;
}

export interface Bleu {
  /** 0 … 100; of copies 100 but for rounding. */
  readonly score: number;
  /** Of 1- to 4-grams, in percent, smoothed. */
  readonly precisions: readonly number[];
  readonly brevityPenalty: number;
  /** Words of the translations, and of the references nearest to them in length. */
  readonly length: number;
  readonly referenceLength: number;
  readonly matches: readonly number[];
  readonly totals: readonly number[];
  /** Rules it was found by, as papers print them beside a score. */
  readonly signature: string;
}

/**
 * BLEU of translations against references; counts are summed over the corpus before any division, so it is no mean over sentences.
 *
 *   BLEU = min(1, e^(1 − r/c)) · exp(¼ Σ_n log p_n)
 *
 * with p_n the share of the n-grams of all translations that occur in a reference, each as often as there at most; c words of
 * the translations and r of the references, for each sentence of that nearest in length, of two as near the shorter. Smoothed
 * `exp`, orders without a match have 1/(2·total), the next 1/(4·total) and so on.
 *
 * @param references  one list for each set of references, as long as the translations.
 * Throws where a set has another number of sentences. Cost: one pass over all words.
 *
 * Source: Papineni et al. 2002, "BLEU", §2; Post 2018, "A Call for Clarity in Reporting BLEU Scores", arXiv:1804.08771.
 * Equal to sacreBLEU 2.6.0 (tested).
 */
export function bleu(translations: readonly string[], references: readonly (readonly string[])[], options: BleuOptions = {}): Bleu {
  const { tokens = '13a', smoothing = 'exp', isLowerCased = false } = options;
  for (const set of references)
    if (set.length !== translations.length) throw new Error(`bleu: ${set.length} references for ${translations.length} translations`);
  if (references.length === 0) throw new Error('bleu: no references');
  const wordsOf = (sentence: string) => {
    const cased = isLowerCased ? sentence.toLowerCase() : sentence;
    return tokens === '13a' ? tokenize13a(cased) : spaced(cased);
  };
  const [matches, totals] = [new Array<number>(ORDER).fill(0), new Array<number>(ORDER).fill(0)];
  let [length, referenceLength] = [0, 0];
  for (const [at, translation] of translations.entries()) {
    const words = wordsOf(translation);
    const theirs = references.map((set) => wordsOf(set[at] as string));
    length += words.length;
    referenceLength += nearest(
      words.length,
      theirs.map((reference) => reference.length),
    );
    for (let n = 1; n <= ORDER; n++) {
      const own = countsOf(words, n);
      increase(matches, n - 1, matchesOf(own, ...theirs.map((reference) => countsOf(reference, n))));
      increase(totals, n - 1, Math.max(0, words.length - n + 1));
    }
  }
  const brevityPenalty = length === 0 ? 0 : length < referenceLength ? Math.exp(1 - referenceLength / length) : 1;
  const precisions = precisionsOf(matches, totals, smoothing);
  const hasNone = matches.every((count) => count === 0) || precisions.some((precision) => precision === 0);
  const score = hasNone ? 0 : brevityPenalty * Math.exp(precisions.reduce((sum, precision) => sum + Math.log(precision), 0) / ORDER);
  const casing = isLowerCased ? 'lc' : 'mixed';
  const signature = `nrefs:${references.length}|case:${casing}|eff:no|tok:${tokens}|smooth:${smoothing}|version:2.6.0`;
  return { score, precisions, brevityPenalty, length, referenceLength, matches, totals, signature };
}

function precisionsOf(matches: readonly number[], totals: readonly number[], smoothing: 'exp' | 'none'): readonly number[] {
  // Nothing to smooth where nothing fits at all.
  const isSmoothed = smoothing === 'exp' && matches.some((count) => count > 0);
  let halved = 1;
  return matches.map((count, order) => {
    const total = nth(totals, order);
    if (total === 0) return 0;
    if (count > 0) return (100 * count) / total;
    if (!isSmoothed) return 0;
    halved *= 2;
    return 100 / (halved * total);
  });
}

function nearest(length: number, lengths: readonly number[]): number {
  return lengths.reduce((best, other) => {
    const [near, far] = [Math.abs(other - length), Math.abs(best - length)];
    return near < far || (near === far && other < best) ? other : best;
  });
}
