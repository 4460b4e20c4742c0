/** Roles of a table's columns: which is the label, which are features, texts, or nothing to learn from. */
import { isIdentifierHeading, isSureTextHeading, isTextHeading, isTimeHeading, labelRank } from './columnWords';
import type { Column } from './merged';
import type { Role } from './understanding';

/** Values that become a column of their own at most; more have to be asked for. */
const MOST_ONE_HOT = 100;
/** Seconds since 1970 in 1980: whole numbers from here on are points in time, where a heading says so. */
const FIRST_SECOND = 3.15e8;
/** Fewer rows say nothing about a column that counts. */
const FEWEST = 8;

export interface Guess {
  readonly role: Exclude<Role, 'label'>;
  readonly why: string;
}

/** Role of a column, by a guess or because somebody says so. */
export interface SaidRole {
  readonly role: Role;
  readonly why: string;
  readonly isSaid: boolean;
}

/** Role of a column beside the label. */
export function guessRole(column: Column, isHeaded: boolean): Guess {
  const { filled, cells, numbers, values, variety, isCrowded, name } = column;
  if (filled === 0) return { role: 'out', why: 'is empty' };
  if (cells - filled > cells / 2) return { role: 'out', why: `is empty in ${cells - filled} of ${cells} rows` };
  if (numbers >= 0.9 * filled) return guessNumber(column, isHeaded);
  if (column.truths >= 0.9 * filled) return { role: 'number', why: 'true is 1, false is 0' };
  const words = filled - numbers;
  if (column.dates > 0.8 * words && variety > 0.2) return { role: 'out', why: 'holds dates' };
  if (values.size === 1 && !isCrowded) return { role: 'out', why: 'is the same in every row' };
  const isTextual = column.texts > filled / 2 || (isSureTextHeading(name) && column.texts > filled / 5);
  if (variety > 0.5 && (isTextual || (isTextHeading(name) && filled >= FEWEST && numbers < filled / 2 && isSureTextHeading(name))))
    return { role: 'text', why: '' };
  if (isIdentifierHeading(name) && isHeaded && variety > 0.5) return { role: 'out', why: 'is an identifier' };
  if (!isCrowded && values.size <= MOST_ONE_HOT && variety <= 0.5) return { role: 'category', why: '' };
  if (isTextual && isCrowded) return { role: 'text', why: '' };
  if (variety > 0.5) return { role: 'out', why: 'holds another word in nearly every row' };
  return { role: 'out', why: `holds more than ${isCrowded ? 256 : MOST_ONE_HOT} different words` };
}

function guessNumber(column: Column, isHeaded: boolean): Guess {
  const { counts, filled, cells, whole, variety, name, place, smallest, codes, isCrowded, values } = column;
  if (counts && filled === cells && filled >= FEWEST) return { role: 'out', why: 'counts the rows' };
  const isWhole = whole === filled;
  if (isHeaded && isIdentifierHeading(name) && isWhole && variety > 0.5) return { role: 'out', why: 'is an identifier' };
  if (isHeaded && isTimeHeading(name) && isWhole && smallest >= FIRST_SECOND) return { role: 'out', why: 'holds points in time' };
  if (codes > 0 && isWhole) {
    if (variety > 0.5 || isCrowded) return { role: 'out', why: 'holds codes: numbers with zeros in front' };
    if (values.size <= MOST_ONE_HOT) return { role: 'category', why: 'holds codes: numbers with zeros in front' };
  }
  // Without headings, whole numbers in front that hardly ever repeat are somebody's numbers.
  const isNamed = isHeaded && !/^column \d+$/.test(name);
  if (!isNamed && place === 0 && isWhole && variety > 0.85 && filled >= 20)
    return { role: 'out', why: 'is an identifier: whole numbers that hardly repeat' };
  return { role: 'number', why: '' };
}

/** True if a column can be a label at all: a few values that repeat. */
export function canBeLabel(column: Column, isNamed: boolean): boolean {
  const { values, isCrowded, filled, numbers, whole, texts, counts, cells, dates } = column;
  if (isCrowded || values.size < 2 || counts || filled < cells / 2) return false;
  // A person’s own word for it is enough where values repeat; else there have to be few.
  const most = isNamed ? filled / 2 : Math.min(100, Math.max(10, 0.05 * filled), filled / 3);
  if (values.size > most) return false;
  if (dates > filled / 2) return false;
  return numbers >= 0.9 * filled ? whole === numbers : texts <= filled / 2 || values.size <= 30;
}

export type LabelGuess =
  | { readonly place: number; readonly isKnown: boolean }
  /** Nobody but a person can say; `between` are those it can be. */
  | { readonly place: null; readonly why: string; readonly between: readonly Column[] };

/** Which column is the label. `guesses` are of the same columns. */
export function guessLabel(columns: readonly Column[], guesses: readonly Guess[], isHeaded: boolean): LabelGuess {
  const known = columns.filter(({ name }) => labelRank(name) >= 0).sort((one, other) => labelRank(one.name) - labelRank(other.name));
  const sure = known.find((column) => canBeLabel(column, true));
  if (sure) return { place: sure.place, isKnown: true };
  const isOut = (column: Column) => guesses[column.place]?.role === 'out' && !/same|words/.test(guesses[column.place]?.why ?? '');
  const between = columns.filter((column) => !isOut(column) && canBeLabel(column, false));
  const [odd] = known;
  if (odd) {
    const many = odd.isCrowded
      ? 'more than 256 different values'
      : odd.values.size === 1
        ? 'a single value'
        : `${odd.values.size} different values`;
    return { place: null, why: `“${odd.name}” has ${many} in ${odd.filled} rows, so it names no classes.`, between };
  }
  const place = unnamedLabel(columns, between, isHeaded);
  if (place !== undefined) return { place, isKnown: false };
  const why = between.length === 0 ? 'No column repeats a few values, as labels do.' : 'No heading says which column holds the labels.';
  return { place: null, why, between };
}

/** The last column where nothing speaks for another; else the only one that can be it. */
function unnamedLabel(columns: readonly Column[], between: readonly Column[], isHeaded: boolean): number | undefined {
  const [only] = between;
  // A number that somebody gave a name to is a measurement like the others, unless it stands where labels do.
  if (between.length === 1 && only)
    return isHeaded && only.numbers >= 0.9 * only.filled && only !== columns.at(-1) ? undefined : only.place;
  if (!only) return undefined;
  const [first, last] = [columns[0] as Column, columns.at(-1) as Column];
  const areWords = (column: Column) => column.numbers < 0.9 * column.filled;
  const words = between.filter(areWords);
  if (between.includes(last)) {
    const fewer = (column: Column) => column !== last && column.values.size <= last.values.size;
    if (!isHeaded && between.includes(first) && fewer(first)) return undefined;
    if (!areWords(last) && words.some((column) => column.values.size < last.values.size)) return undefined;
    return last.place;
  }
  if (words.length === 1) return (words[0] as Column).place;
  return words.length === 0 && between.includes(first) ? first.place : undefined;
}

/** Side of the square grey images that the columns beside the label are the pixels of; undefined where they are none. */
export function pixelSide(
  columns: readonly Column[],
  label: number | null,
  isHeaded: boolean,
): { readonly side: number; readonly label: number } | undefined {
  for (const place of label === null ? [0, columns.length - 1] : [label]) {
    const pixels = columns.filter((column) => column.place !== place);
    const side = Math.sqrt(pixels.length);
    if (!Number.isInteger(side) || side < 8) continue;
    const areBytes = pixels.every(
      ({ whole, filled, cells, smallest, largest }) => filled === cells && whole === filled && smallest >= 0 && largest <= 255,
    );
    if (!areBytes) continue;
    const named = isHeaded && pixels.every(({ name }) => /^(pixel|px|p|x|v)?[ _.-]?\d+([x_]\d+)?$/i.test(name));
    const isBright = pixels.some(({ largest }) => largest > 100);
    if (named ? isBright || pixels.every(({ name }) => /^(pixel|px)/i.test(name)) : !isHeaded && side >= 16 && isBright)
      return canBeLabel(columns[place] as Column, true) ? { side, label: place } : undefined;
  }
  return undefined;
}
