/** Statistics of a table's columns, counted over all of its rows, before anything is decided. */
import { nth } from '../../numbers';
import { type DecimalSign, type Evidence, evidenceIn, numberIn } from '../numberText';
import type { Encoding } from './encoding';
import { fitted, type TableLayout } from './layout';
import { isAlwaysMissing, isSometimesMissing } from './missing';

/** Different values of a column that are counted; a label has no more. */
export const MOST_VALUES = 256;
/** Rows of which it is kept which value each had, to find columns that say the same. */
const REMEMBERED = 2000;
const UNKNOWN = 255;
/** Values that two columns may have which say the same. */
const MOST_TWINS = 64;

export interface Place {
  readonly row: number;
  readonly cell: string;
}

/** Meaning of one way of writing a cell; the same for all cells that are written so. */
interface Fact {
  /** Without space around it and single quotes. */
  readonly value: string;
  /** True if it is a word that says a cell is empty, or may be one. */
  readonly isMissing: boolean;
  /** The number it is where the decimal sign is a point, or a comma; NaN where it is none. */
  readonly point: number;
  readonly comma: number;
  readonly evidence: Evidence;
  readonly kind: 'number' | 'truth' | 'date' | 'text' | 'word';
}

export interface ColumnSurvey {
  readonly name: string;
  /** Cells that are no missing word, empty ones among the others. */
  filled: number;
  /** How often each word came that says a cell is empty, `` too. */
  readonly missing: Map<string, number>;
  /** How often each value came, of the first 256 different ones; no longer counted once a 257th came. */
  readonly values: Map<string, number>;
  /** Filled cells when the 257th value came; Infinity where it did not. */
  crowdedAt: number;
  /** Cells that are numbers where the decimal sign is a point, or a comma; whole ones among them. */
  readonly numbers: { '.': number; ',': number };
  readonly whole: { '.': number; ',': number };
  /** Cells that say which the decimal sign is. */
  readonly says: { '.': number; ',': number; either: number };
  smallest: number;
  largest: number;
  /** Whole numbers written with zeros in front, as codes are: `01234`. */
  codes: number;
  /** How often each number below zero came that is written with nines alone: `-999` often stands for nothing. */
  readonly nines: Map<string, number>;
  /** The smallest of the others. */
  usualSmallest: number;
  /** True if each whole number so far was one more than the one before. */
  counts: boolean;
  last: number;
  truths: number;
  dates: number;
  texts: number;
  /** Cells of letters without a space. */
  singleWords: number;
  /** The first cells that are no numbers, for each decimal sign. */
  readonly firstWord: { '.': Place | null; ',': Place | null };
  /** Which value each of the first rows had, as its position among `values`; 255 where it had none. */
  remembered: Uint8Array;
  /** By how they are written, cells whose meaning is known already. */
  readonly known: Map<string, Fact>;
}

export interface TableSurvey {
  readonly file: string;
  readonly encoding: Encoding;
  readonly layout: TableLayout;
  readonly columns: readonly ColumnSurvey[];
  rows: number;
  /** Rows with another number of cells. */
  misfits: number;
  firstMisfit: { readonly row: number; readonly cells: number } | null;
}

/** Two words or more, or four letters of a script without spaces. */
const TEXT =
  /\p{L}\S*\s+\S|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]{4}/u;
const CODE = /^0\d+$/;
const NINES = /^-9{2,6}([.,]0+)?$/;
const TRUTH = /^(true|false)$/i;
const DATE =
  /^((mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}\/\d{1,2}\/\d{1,2}|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2},?|\d{1,2}[ -](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)/i;

export function tableSurvey(file: string, encoding: Encoding, layout: TableLayout): TableSurvey {
  return { file, encoding, layout, columns: layout.columns.map(emptyColumn), rows: 0, misfits: 0, firstMisfit: null };
}

function emptyColumn(name: string): ColumnSurvey {
  return {
    name,
    filled: 0,
    missing: new Map(),
    values: new Map(),
    crowdedAt: Number.POSITIVE_INFINITY,
    numbers: { '.': 0, ',': 0 },
    whole: { '.': 0, ',': 0 },
    says: { '.': 0, ',': 0, either: 0 },
    smallest: Number.POSITIVE_INFINITY,
    largest: Number.NEGATIVE_INFINITY,
    codes: 0,
    nines: new Map(),
    usualSmallest: Number.POSITIVE_INFINITY,
    counts: true,
    last: Number.NaN,
    truths: 0,
    dates: 0,
    texts: 0,
    singleWords: 0,
    firstWord: { '.': null, ',': null },
    remembered: new Uint8Array(0),
    known: new Map(),
  };
}

/** Adds a row to a survey; `row` is its number as a spreadsheet counts. */
export function survey(table: TableSurvey, cells: readonly string[], row: number): void {
  const { layout, columns } = table;
  if (row < layout.firstRow) return;
  const place = table.rows++;
  const own = fitted(cells, layout.columns.length);
  if (!own) {
    table.misfits++;
    table.firstMisfit ??= { row, cells: cells.length };
    return;
  }
  for (let at = 0; at < columns.length; at++) surveyCell(columns[at] as ColumnSurvey, own[at] as string, row, place);
}

function surveyCell(column: ColumnSurvey, cell: string, row: number, place: number): void {
  // Values that hardly repeat are not worth keeping.
  const isCrowded = column.crowdedAt !== Number.POSITIVE_INFINITY;
  let fact = isCrowded ? undefined : column.known.get(cell);
  if (!fact) {
    fact = factOf(cell);
    if (!isCrowded) column.known.set(cell, fact);
  }
  if (fact.isMissing) {
    column.missing.set(fact.value, (column.missing.get(fact.value) ?? 0) + 1);
    column.counts = false;
    return;
  }
  column.filled++;
  if (!isCrowded) remember(column, fact.value, place);
  countNumbers(column, fact, row);
  if (fact.evidence !== 'none') column.says[fact.evidence]++;
  if (fact.kind === 'word') column.singleWords++;
  else if (fact.kind === 'text') column.texts++;
  else if (fact.kind === 'truth') column.truths++;
  else if (fact.kind === 'date') column.dates++;
}

function factOf(cell: string): Fact {
  const trimmed = cell.trim();
  const point = numberIn(trimmed, '.');
  const evidence = evidenceIn(trimmed);
  const comma = evidence === 'none' ? point : evidence === '.' ? Number.NaN : numberIn(trimmed, ',');
  const isNumber = !Number.isNaN(point) || !Number.isNaN(comma);
  const isMissing = !isNumber && (isAlwaysMissing(trimmed) || isSometimesMissing(trimmed));
  return {
    value: isNumber ? trimmed : bareWord(trimmed),
    isMissing,
    point,
    comma,
    evidence,
    kind: isNumber ? 'number' : kindOfWord(trimmed),
  };
}

function kindOfWord(word: string): Fact['kind'] {
  if (TRUTH.test(word)) return 'truth';
  if (DATE.test(word)) return 'date';
  return TEXT.test(word) ? 'text' : 'word';
}

function countNumbers(column: ColumnSurvey, { value, point, comma, evidence }: Fact, row: number): void {
  if (Number.isNaN(point)) column.firstWord['.'] ??= { row, cell: value };
  else {
    column.numbers['.']++;
    if (Number.isInteger(point)) column.whole['.']++;
    if (point < column.smallest) column.smallest = point;
    if (point > column.largest) column.largest = point;
    if (CODE.test(value)) column.codes++;
    if (NINES.test(value)) column.nines.set(value, (column.nines.get(value) ?? 0) + 1);
    else if (point < column.usualSmallest) column.usualSmallest = point;
  }
  if (Number.isNaN(comma)) column.firstWord[','] ??= { row, cell: value };
  else {
    column.numbers[',']++;
    if (Number.isInteger(comma)) column.whole[',']++;
  }
  if (!column.counts) return;
  column.counts = evidence === 'none' && Number.isInteger(point) && (Number.isNaN(column.last) || point === column.last + 1);
  column.last = point;
}

function remember(column: ColumnSurvey, value: string, place: number): void {
  const { values } = column;
  const before = values.get(value);
  if (before !== undefined) values.set(value, before + 1);
  else if (values.size < MOST_VALUES) values.set(value, 1);
  else {
    column.crowdedAt = column.filled;
    column.known.clear();
    return;
  }
  if (place >= REMEMBERED || values.size > MOST_TWINS) return;
  if (column.remembered.length <= place) {
    const larger = new Uint8Array(Math.min(REMEMBERED, Math.max(64, 2 * place + 2))).fill(UNKNOWN);
    larger.set(column.remembered);
    column.remembered = larger;
  }
  column.remembered[place] = before === undefined ? values.size - 1 : positionOf(values, value);
}

/** Positions are those of insertion. */
function positionOf(values: ReadonlyMap<string, number>, value: string): number {
  let position = 0;
  for (const key of values.keys()) {
    if (key === value) return position;
    position++;
  }
  return UNKNOWN;
}

/** A value without the single quotes that some archives put around words. */
export function bareWord(cell: string): string {
  const trimmed = cell.trim();
  return trimmed.length > 2 && trimmed.startsWith("'") && trimmed.endsWith("'") ? trimmed.slice(1, -1) : trimmed;
}

/** True if two columns say the same of each of the first rows: each value of one goes with one value of the other. */
export function saySame(one: ColumnSurvey, other: ColumnSurvey, rows: number): boolean {
  if (one.values.size !== other.values.size || one.values.size < 2 || one.values.size > MOST_TWINS) return false;
  const most = Math.min(rows, REMEMBERED);
  if (one.remembered.length < most || other.remembered.length < most) return false;
  const [forth, back] = [new Map<number, number>(), new Map<number, number>()];
  for (let row = 0; row < most; row++) {
    const [a, b] = [nth(one.remembered, row), nth(other.remembered, row)];
    if (a === UNKNOWN || b === UNKNOWN) continue;
    if ((forth.get(a) ?? b) !== b || (back.get(b) ?? a) !== a) return false;
    forth.set(a, b);
    back.set(b, a);
  }
  return forth.size > 1;
}

/** The decimal sign of a whole file: that of its cells which say one, the more frequent where they differ. */
export function decimalOf({ columns, layout }: TableSurvey): {
  readonly sign: DecimalSign;
  readonly isSaid: boolean;
  readonly example: string | null;
} {
  let [point, comma, either] = [0, 0, 0];
  for (const { says } of columns) {
    point += says['.'];
    comma += says[','];
    either += says.either;
  }
  if (point + comma > 0) return { sign: comma > point ? ',' : '.', isSaid: true, example: null };
  // Where commas part cells, a point is decimal: who writes 1.200 for 1200 parts cells with semicolons.
  if (either === 0 || layout.delimiter === ',') return { sign: '.', isSaid: true, example: null };
  const unsure = columns.find(({ says }) => says.either > 0);
  const example = [...(unsure?.values.keys() ?? [])].find((value) => evidenceIn(value) === 'either') ?? null;
  return { sign: '.', isSaid: false, example };
}
