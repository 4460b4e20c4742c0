/** What the columns of a table are, judged by its first rows: delimiter, headings, label, features or texts. */
import { Failure } from '../../failures';
import type { Reading } from '../reading';
import { csvParser } from './csv';

export interface TableLayout {
  readonly delimiter: string;
  readonly hasHeadings: boolean;
  /** Headings, or `column 1`, … where the file has none. */
  readonly columns: readonly string[];
  /** Position of the label. */
  readonly label: number;
  readonly kind: 'features' | 'texts';
  /** Positions of the features, or of the texts, which are read one after the other. */
  readonly values: readonly number[];
}

const DELIMITERS = ['\t', ',', ';', '|'];
/** Rows that are looked at. */
const MOST_ROWS = 200;
const LABEL_WORDS = /^(labels?|class(es)?|targets?|category|sentiment|species|diagnosis|y)$/i;
/** Two words or more. */
const TEXT = /\p{L}[^\s]*\s+\S/u;

/** @param sample the beginning of the file; where it was cut, its last line is not looked at. Throws a `Failure`. */
export function tableLayout(sample: string, isWhole: boolean, file: string, reading: Reading): TableLayout {
  const text = isWhole ? sample : sample.slice(0, sample.lastIndexOf('\n') + 1);
  const { delimiter, rows } = delimited(text, file);
  const [first, ...others] = rows as [string[], ...string[][]];
  if (others.length === 0) throw unclear(file, 'has a single row');
  const numbersIn = (cells: readonly string[]) => cells.map((cell) => !Number.isNaN(cellNumber(cell, delimiter)));
  const [numeric, below] = [numbersIn(first), numbersIn(others[0] as string[])];
  const hasNumbers = below.some(Boolean);
  const hasHeadings = hasNumbers
    ? numeric.some((isNumber, column) => !isNumber && below[column])
    : first.some((cell) => LABEL_WORDS.test(cell.trim()) || /^(text|sentence|review|message|document|title)$/i.test(cell.trim()));
  const columns = first.map((cell, column) => (hasHeadings && cell.trim() !== '' ? cell.trim() : `column ${column + 1}`));
  const body = hasHeadings ? others : rows;

  const named = labelNamed(columns, file, reading);
  const texts = columns.map((_, column) => column).filter((column) => column !== named && isText(body, column));
  if (texts.length > 0) {
    const label = named ?? columns.findIndex((_, column) => !texts.includes(column));
    if (label < 0) throw unclear(file, 'has texts and no column that could be their label');
    return { delimiter, hasHeadings, columns, label, kind: 'texts', values: texts };
  }
  const label = named ?? columns.length - 1;
  const values = columns.map((_, column) => column).filter((column) => column !== label);
  return { delimiter, hasHeadings, columns, label, kind: 'features', values };
}

/** A cell as a number; NaN where it is none. Where commas do not part cells, they may be decimal. */
export function cellNumber(cell: string, delimiter: string): number {
  const plain = cell.trim();
  if (plain === '') return Number.NaN;
  const value = Number(delimiter === ',' ? plain : plain.replace(',', '.'));
  return Number.isFinite(value) ? value : Number.NaN;
}

/** The delimiter that gives all rows the same number of cells, and most of them. */
function delimited(text: string, file: string): { readonly delimiter: string; readonly rows: string[][] } {
  let best: { delimiter: string; rows: string[][] } | undefined;
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const rows = recordsOf(text, delimiter);
    const width = rows[0]?.length ?? 0;
    if (width < 2) continue;
    const share = rows.filter((cells) => cells.length === width).length / rows.length;
    // One wrong row is to be named later; a delimiter that fits hardly any row is none.
    const score = share < 0.5 ? 0 : share * 1000 + width;
    if (score > most) [best, most] = [{ delimiter, rows }, score];
  }
  if (!best) throw unclear(file, 'has no rows of cells between commas, semicolons, tabs or bars');
  return best;
}

function recordsOf(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  const parser = csvParser('', delimiter, (cells) => {
    if (rows.length < MOST_ROWS) rows.push(cells);
  });
  try {
    parser.write(text);
    parser.end();
  } catch {
    // Cut within a quoted cell: what came before it is enough to look at.
  }
  return rows;
}

function labelNamed(columns: readonly string[], file: string, { column }: Reading): number | undefined {
  const known = (fits: (heading: string) => boolean) => {
    const place = columns.findIndex(fits);
    return place < 0 ? undefined : place;
  };
  if (column === '') return known((heading) => LABEL_WORDS.test(heading));
  const place = known((heading) => heading.toLowerCase() === column.toLowerCase());
  const byNumber = /^\d+$/.test(column) && columns[Number(column) - 1] !== undefined ? Number(column) - 1 : undefined;
  if (place !== undefined || byNumber !== undefined) return place ?? byNumber;
  const shown = columns.slice(0, 12).join(', ');
  throw new Failure('column-missing', `“${file}” has no column “${column}”, but ${shown}${columns.length > 12 ? ', …' : ''}.`);
}

/** Mostly several words, and mostly different ones: names of classes repeat. */
function isText(rows: readonly (readonly string[])[], column: number): boolean {
  const cells = rows.map((row) => row[column] ?? '');
  return cells.filter((cell) => TEXT.test(cell)).length > cells.length / 2 && new Set(cells).size > cells.length / 2;
}

function unclear(file: string, what: string): Failure {
  return new Failure('table-unclear', `“${file}” ${what}.`);
}
