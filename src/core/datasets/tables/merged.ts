/** Columns of one table or of several of the same kind, with what is decided of the whole: decimal sign, words for nothing. */
import { nth } from '../../numbers';
import type { DecimalSign } from '../numberText';
import { isSometimesMissing, missingWordsOf, isAlwaysMissing } from './missing';
import { type ColumnSurvey, decimalOf, MOST_VALUES, type Place, type TableSurvey } from './survey';

/** A column as far as it matters for what it is. Counts are of all rows. */
export interface Column {
  readonly place: number;
  readonly name: string;
  readonly cells: number;
  readonly filled: number;
  readonly gaps: number;
  readonly numbers: number;
  readonly whole: number;
  readonly smallest: number;
  readonly largest: number;
  /** Whole numbers written with zeros in front. */
  readonly codes: number;
  /** Numbers below zero that are written with nines alone, in a column that has no other below zero; none that already stand for nothing. */
  readonly nines: ReadonlyMap<string, number>;
  readonly counts: boolean;
  readonly truths: number;
  readonly dates: number;
  readonly texts: number;
  readonly singleWords: number;
  /** How often each value came; the first 256 different ones where there are more. */
  readonly values: ReadonlyMap<string, number>;
  readonly isCrowded: boolean;
  /** Different values per filled cell, as far as they were counted. */
  readonly variety: number;
  /** The first cell that is no number, where most are. */
  readonly firstWord: (Place & { readonly file: string }) | null;
}

/** The decimal sign of a file, and an example where nothing in it says which it is. */
export function signOf(
  table: TableSurvey,
  asked: 'auto' | 'point' | 'comma',
): { readonly sign: DecimalSign; readonly unsure: string | null } {
  if (asked !== 'auto') return { sign: asked === 'comma' ? ',' : '.', unsure: null };
  const { sign, isSaid, example } = decimalOf(table);
  return { sign, unsure: isSaid ? null : example };
}

/** Words that stand for nothing in these files. */
export function missingIn(tables: readonly TableSurvey[], signs: readonly DecimalSign[], written: string): ReadonlySet<string> {
  const said = missingWordsOf(written);
  if (said) return said;
  const words = new Set<string>(['']);
  for (const [index, { columns }] of tables.entries()) {
    const sign = signs[index] as DecimalSign;
    for (const { missing, numbers, filled } of columns) {
      const isNumeric = filled > 0 && numbers[sign] >= 0.9 * filled;
      for (const word of missing.keys()) if (isAlwaysMissing(word) || (isNumeric && isSometimesMissing(word))) words.add(word);
    }
  }
  return words;
}

/** @param orders of each table, its column at each place of the first one's; files may write them in another order. */
export function mergedColumns(
  tables: readonly TableSurvey[],
  signs: readonly DecimalSign[],
  orders: readonly (readonly number[])[],
  missing: ReadonlySet<string>,
): readonly Column[] {
  const [first] = tables;
  return (first?.columns ?? []).map(({ name }, place) =>
    merged(
      name,
      place,
      tables.map((table, index) => ({
        survey: table.columns[nth(orders[index] as readonly number[], place)] as ColumnSurvey,
        sign: signs[index] as DecimalSign,
        file: table.file,
      })),
      missing,
    ),
  );
}

interface Part {
  readonly survey: ColumnSurvey;
  readonly sign: DecimalSign;
  readonly file: string;
}

function ninesIn(parts: readonly Part[], missing: ReadonlySet<string>): ReadonlyMap<string, number> {
  const nines = new Map<string, number>();
  if (parts.some(({ survey }) => survey.usualSmallest < 0)) return nines;
  for (const { survey } of parts)
    for (const [word, times] of survey.nines) if (!missing.has(word)) nines.set(word, (nines.get(word) ?? 0) + times);
  return nines;
}

function merged(name: string, place: number, parts: readonly Part[], missing: ReadonlySet<string>): Column {
  const values = new Map<string, number>();
  let [filled, gaps, numbers, whole, truths, dates, texts, singleWords] = [0, 0, 0, 0, 0, 0, 0, 0];
  let crowdedAt = Number.POSITIVE_INFINITY;
  let firstWord: Column['firstWord'] = null;
  const count = (value: string, times: number) => {
    if (missing.has(value)) {
      gaps += times;
      return;
    }
    filled += times;
    const before = values.get(value);
    if (before !== undefined) values.set(value, before + times);
    else if (values.size < MOST_VALUES) values.set(value, times);
    else crowdedAt = Math.min(crowdedAt, filled);
  };
  for (const { survey, sign, file } of parts) {
    let known = 0;
    for (const [value, times] of survey.values) {
      count(value, times);
      known += times;
    }
    filled += survey.filled - known;
    crowdedAt = Math.min(crowdedAt, survey.crowdedAt);
    for (const [word, times] of survey.missing) {
      count(word, times);
      if (!missing.has(word)) singleWords += times;
    }
    numbers += survey.numbers[sign];
    whole += survey.whole[sign];
    truths += survey.truths;
    dates += survey.dates;
    texts += survey.texts;
    singleWords += survey.singleWords;
    const word = survey.firstWord[sign];
    if (word && !missing.has(word.cell)) firstWord ??= { ...word, file };
  }
  // Numbers that a person calls nothing.
  for (const { survey } of parts)
    for (const [value, times] of survey.values) if (missing.has(value) && survey.numbers['.'] > 0) numbers -= times;
  const isCrowded = crowdedAt !== Number.POSITIVE_INFINITY;
  return {
    place,
    name,
    cells: filled + gaps,
    filled,
    gaps,
    numbers,
    whole,
    smallest: Math.min(...parts.map(({ survey }) => survey.smallest)),
    largest: Math.max(...parts.map(({ survey }) => survey.largest)),
    codes: parts.reduce((sum, { survey }) => sum + survey.codes, 0),
    nines: ninesIn(parts, missing),
    counts: parts.every(({ survey }) => survey.counts && survey.filled > 0),
    truths,
    dates,
    texts,
    singleWords,
    values,
    isCrowded,
    variety: filled === 0 ? 0 : isCrowded ? (MOST_VALUES + 1) / crowdedAt : values.size / filled,
    firstWord,
  };
}
