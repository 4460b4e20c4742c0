import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bleu } from '../../../../src/core/metrics/scores/bleu';
import { chrf } from '../../../../src/core/metrics/scores/chrf';
import { f1, matthews } from '../../../../src/core/metrics/scores/classification';
import { pearson, spearman } from '../../../../src/core/metrics/scores/correlation';
import type { Score } from '../../../../src/core/metrics/scores/score';
import { tokenize13a } from '../../../../src/core/metrics/scores/tokenize13a';

const folder = new URL('../../../../../shared/language/', import.meta.url);
const isThere = existsSync(folder);
const valueOf = (score: Score) => ('value' in score ? score.value : Number.NaN);

describe('scores of classes', () => {
  it('Matthews is that of the table of right and wrong', () => {
    // TP 2, TN 1, FP 1, FN 1: (2·1 − 1·1)/√(3·3·2·2) = 1/6
    expect(valueOf(matthews([1, 1, 0, 0, 1], [1, 1, 0, 1, 0]))).toBeCloseTo(1 / 6, 12);
  });

  it('R_K of three classes: all right is 1, and classes swapped in a ring are against it', () => {
    expect(valueOf(matthews([0, 1, 2], [0, 1, 2]))).toBeCloseTo(1, 12);
    // c = 0, n = 3, Σpt = 3: −3/√(6·6)
    expect(valueOf(matthews([1, 2, 0], [0, 1, 2]))).toBeCloseTo(-0.5, 12);
  });

  it('Matthews of a constant prediction is a reason and no number, also when all are right', () => {
    expect(matthews([1, 1, 1], [1, 0, 1])).toEqual({ none: 'All predictions are of one class.' });
    expect(matthews([1, 0], [1, 1])).toEqual({ none: 'All labels are of one class.' });
    expect(matthews([1, 1], [1, 1])).toHaveProperty('none');
    expect(matthews([], [])).toEqual({ none: 'There are no samples.' });
  });

  it('Matthews stays exact where products of counts pass 2^53', () => {
    const half = 200_000;
    const labels = Array.from({ length: 2 * half }, (_, at) => (at < half ? 0 : 1));
    const predictions = labels.map((label, at) => (at % 4 === 0 ? 1 - label : label));
    expect(valueOf(matthews(predictions, labels))).toBeCloseTo(0.5, 12);
  });

  it('F1 is of class 1, 0 where that is never found, and undefined where nothing is or is taken for it', () => {
    expect(f1([1, 1, 0, 0], [1, 0, 1, 0])).toEqual({ value: 0.5 });
    expect(f1([0, 0], [1, 0])).toEqual({ value: 0 });
    expect(f1([0, 0], [0, 0])).toHaveProperty('none');
  });

  it('predictions and labels that differ in number are a mistake', () => {
    expect(() => matthews([1], [1, 0])).toThrow('1 predictions for 2 labels');
  });
});

describe('correlation', () => {
  it('is 1 for what rises together, by ranks even where it is no line', () => {
    const [one, other] = [
      [1, 2, 3, 4],
      [1, 8, 27, 64],
    ];
    expect(valueOf(spearman(other, one))).toBeCloseTo(1, 12);
    expect(valueOf(pearson(other, one))).toBeLessThan(0.96);
  });

  it('gives equal numbers the mean of their ranks', () => {
    // Ranks 0.5 0.5 2 against 0 1 2: 1.5/√(1.5·2)
    expect(valueOf(spearman([5, 5, 9], [1, 2, 3]))).toBeCloseTo(1.5 / Math.sqrt(3), 12);
  });

  it('of what does not vary, or is not finite, is a reason and no number', () => {
    for (const score of [pearson, spearman]) {
      expect(score([2, 2, 2], [1, 2, 3])).toEqual({ none: 'All predictions are the same.' });
      expect(score([1, 2, 3], [2, 2, 2])).toEqual({ none: 'All labels are the same.' });
      expect(score([1], [1])).toHaveProperty('none');
      expect(score([1, Number.NaN], [1, 2])).toHaveProperty('none');
    }
  });
});

describe('BLEU and chrF', () => {
  it('is 100 for copies, and told with its rules', () => {
    const { score, signature } = bleu(['Two dogs run.'], [['Two dogs run.']]);
    expect(score).toBeCloseTo(100, 9);
    expect(signature).toBe('nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0');
    expect(chrf(['Two dogs run.'], ['Two dogs run.']).score).toBeCloseTo(100, 9);
  });

  it('clips what is said too often, and halves for each order without a match', () => {
    // Papineni’s example: of seven “the” two count. 100·2/7, then 1/(2·6), 1/(4·5), 1/(8·4) of 100.
    const { precisions, score, brevityPenalty } = bleu(['the the the the the the the'], [['the cat is on the mat']]);
    const wanted = [200 / 7, 100 / 12, 100 / 20, 100 / 32];
    for (const [order, precision] of wanted.entries()) expect(precisions[order]).toBeCloseTo(precision, 10);
    expect(brevityPenalty).toBe(1);
    expect(score).toBeCloseTo(
      wanted.reduce((product, one) => product * one ** 0.25, 1),
      10,
    );
  });

  it('is short where the translation is, and 0 for none or where no four words stand together', () => {
    expect(bleu(['a b c d'], [['a b c d e f g h']]).brevityPenalty).toBeCloseTo(Math.exp(-1), 12);
    expect(bleu([''], [['a b c d']]).score).toBe(0);
    expect(bleu(['a b c'], [['a b c']]).score).toBe(0);
    expect(chrf([''], ['a b c d']).score).toBe(0);
  });

  it('takes the reference nearest in length, of two as near the shorter', () => {
    expect(bleu(['a b c d e'], [['a b c d'], ['a b c d e f']]).referenceLength).toBe(4);
  });

  it('parts signs from words, not from numbers', () => {
    expect(tokenize13a('He paid 1,000.50 (about 3-4)&quot;.').join(' ')).toBe('He paid 1,000.50 ( about 3 - 4 ) " .');
  });
});

describe.runIf(isThere)('scores of the reference programs', () => {
  const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
  interface Known {
    readonly value: number | 'NaN';
    readonly warns?: readonly string[];
  }
  interface Table {
    readonly name: string;
    readonly labels: readonly number[];
    readonly predictions: readonly (number | 'NaN')[];
    readonly matthews: Known;
    readonly f1: Known;
    readonly pearson: Known;
    readonly spearman: Known;
  }
  /** A reason stands where the program says 0/0 is 0, or NaN; anything else is its number. */
  const agree = (score: Score, { value }: Known) => {
    if ('none' in score) expect([0, 'NaN']).toContain(value);
    else expect(score.value).toBeCloseTo(Number(value), 10);
  };

  it('Matthews, F1, Pearson and Spearman are scikit-learn’s and SciPy’s', () => {
    const { classification, regression } = read<{ classification: readonly Table[]; regression: readonly Table[] }>('metrics.json');
    for (const { labels, predictions, ...known } of classification) {
      agree(matthews(predictions.map(Number), labels), known.matthews);
      agree(f1(predictions.map(Number), labels), known.f1);
    }
    for (const { labels, predictions, ...known } of regression) {
      agree(pearson(predictions.map(Number), labels), known.pearson);
      agree(spearman(predictions.map(Number), labels), known.spearman);
    }
    const without = (score: typeof matthews, tables: readonly Table[]) =>
      tables.filter(({ labels, predictions }) => 'none' in score(predictions.map(Number), labels)).map(({ name }) => name);
    expect(without(f1, classification)).toEqual(['zeros in both', 'empty']);
    expect(without(matthews, classification)).toEqual([
      'constant 1',
      'constant 0',
      'one class in the labels, mixed predictions',
      'only zeros in the labels, mixed predictions',
      'one class in both',
      'zeros in both',
      'constants that differ',
      'one sample right',
      'one sample wrong',
      'empty',
    ]);
    for (const score of [pearson, spearman])
      expect(without(score, regression)).toEqual(['constant predictions', 'constant labels', 'constant both']);
  });

  interface KnownBleu {
    readonly score: number;
    readonly signature: string;
    readonly precisions: readonly number[];
    readonly bp: number;
    readonly sysLen: number;
    readonly refLen: number;
    readonly counts: readonly number[];
    readonly totals: readonly number[];
  }
  interface Corpus {
    readonly name: string;
    readonly hyp: readonly string[];
    readonly refs: readonly (readonly string[])[];
    readonly bleu: Readonly<Record<string, KnownBleu>>;
    readonly smoothing?: Readonly<Record<string, KnownBleu>>;
    readonly chrf?: { readonly chrF2: { readonly score: number; readonly signature: string } };
  }
  it('BLEU and chrF are sacreBLEU’s, part by part, and so are the words', () => {
    const { corpora, tokenizer13a } = read<{ corpora: readonly Corpus[]; tokenizer13a: readonly (readonly [string, string])[] }>(
      'bleu.json',
    );
    const compare = ({ hyp, refs }: Corpus, known: KnownBleu, options: Parameters<typeof bleu>[2]) => {
      const own = bleu(hyp, refs, options);
      expect(own.score).toBeCloseTo(known.score, 8);
      expect(own.brevityPenalty).toBeCloseTo(known.bp, 10);
      expect([own.length, own.referenceLength]).toEqual([known.sysLen, known.refLen]);
      expect([own.matches, own.totals]).toEqual([known.counts, known.totals]);
      own.precisions.forEach((precision, order) => expect(precision).toBeCloseTo(known.precisions[order] as number, 8));
      expect(own.signature).toBe(known.signature);
    };
    for (const corpus of corpora) {
      compare(corpus, corpus.bleu['13a'] as KnownBleu, {});
      compare(corpus, corpus.bleu.none as KnownBleu, { tokens: 'none' });
      const { ['13a lowercase']: lower } = corpus.bleu;
      if (lower) compare(corpus, lower, { isLowerCased: true });
      if (corpus.smoothing) compare(corpus, corpus.smoothing.none as KnownBleu, { smoothing: 'none' });
      if (corpus.chrf) {
        const own = chrf(corpus.hyp, corpus.refs[0] ?? []);
        expect(own.score).toBeCloseTo(corpus.chrf.chrF2.score, 8);
        expect(own.signature).toBe(corpus.chrf.chrF2.signature);
      }
    }
    for (const [sentence, words] of tokenizer13a) expect(tokenize13a(sentence).join(' ')).toBe(words);
  });
});
