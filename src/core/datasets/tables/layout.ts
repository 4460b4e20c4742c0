/** How a table is written, judged by its first rows: what parts its cells, where it begins, whether it has headings. */
import { Failure } from '../../failures';
import { evidenceIn, numberIn } from '../numberText';
import type { Reading, WrittenRole } from '../reading';
import { isKnownHeading, isTextHeading, labelRank } from './columnWords';
import { isAlwaysMissing } from './missing';
import { type Delimiter, recordsOf } from './records';

export interface TableLayout {
  readonly delimiter: Delimiter;
  /** Record that holds the headings, counted from 1 as a spreadsheet does; null where the file has none. */
  readonly headingRow: number | null;
  /** First record with a sample. */
  readonly firstRow: number;
  /** Headings, each once, or `column 1`, … where the file has none. */
  readonly columns: readonly string[];
  /** What the file itself says that its columns are. */
  readonly roles?: readonly WrittenRole[];
}

interface Row {
  readonly cells: readonly string[];
  readonly row: number;
}

const DELIMITERS: readonly Delimiter[] = ['\t', ',', ';', '|', 'spaces'];
const WRITTEN: Readonly<Record<string, Delimiter>> = { comma: ',', semicolon: ';', tab: '\t', bar: '|', space: 'spaces' };
/** Rows that are looked at. */
export const SAMPLE_ROWS = 200;
/** Rows above a table that are no part of it: titles, comments. */
const MOST_ABOVE = 20;

/**
 * @param sample the beginning of the file; where it was cut, its last record is not looked at. Throws `table-unclear` where
 * these are no rows of cells.
 */
export function tableLayout(sample: string, isWhole: boolean, file: string, reading: Reading): TableLayout {
  // Excel's own line; it says what parts cells and is no row.
  const said = /^\ufeff?"?sep=(.)"?\r?\n/i.exec(sample)?.[1];
  const asked = WRITTEN[reading.delimiter] ?? DELIMITERS.find((one) => one === said);
  const { delimiter, rows } = delimited(sample, isWhole, file, asked);
  const width = usualWidth(rows);
  const start = beginning(rows, width);
  const [first, ...others] = rows.slice(start);
  if (!first || others.length === 0) throw unclear(file, 'has a single row');
  const above = rows[start - 1];
  // `# a b c` over numbers, as NumPy writes headings.
  const commented = above && /^[#%]/.test(above.cells[0] as string) ? uncommented(above.cells) : undefined;
  const body = others.filter(({ cells }) => Math.abs(cells.length - width) <= 1).map(({ cells }) => cells);
  const isHeaded = reading.heading === 'auto' ? hasHeadings(first.cells, body) : reading.heading === 'yes';
  if (!isHeaded && commented?.length === width && reading.heading === 'auto' && commented.every((cell) => cell !== '' && !isNumber(cell)))
    return { delimiter, headingRow: above?.row ?? null, firstRow: first.row, columns: named(commented, width) };
  return {
    delimiter,
    headingRow: isHeaded ? first.row : null,
    firstRow: isHeaded ? (others[0] as Row).row : first.row,
    columns: named(isHeaded ? aligned(first.cells, width, body) : [], width),
  };
}

/** Cells of a row in `width` columns: what is empty beyond them is nothing; undefined where it is too short or too long. */
export function fitted(cells: readonly string[], width: number): readonly string[] | undefined {
  if (cells.length === width) return cells;
  if (cells.length > width && cells.slice(width).every((cell) => cell.trim() === '')) return cells.slice(0, width);
  return undefined;
}

/** R writes a column of row names without a heading: one heading less than there are cells. A delimiter at the end of each row parts nothing. */
function aligned(headings: readonly string[], width: number, body: readonly (readonly string[])[]): readonly string[] {
  const endsEmpty = body.every((cells) => (cells[width - 1] ?? '').trim() === '');
  return headings.length === width - 1 && !endsEmpty ? ['', ...headings] : headings.slice(0, width);
}

function named(headings: readonly string[], width: number): readonly string[] {
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, column) => {
    const heading = (headings[column] ?? '').replace(/^\ufeff/, '').trim() || `column ${column + 1}`;
    const times = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, times);
    return times === 1 ? heading : `${heading} (${times})`;
  });
}

/** The delimiter that gives most rows the same number of cells, most of them numbers. */
function delimited(
  sample: string,
  isWhole: boolean,
  file: string,
  asked?: Delimiter,
): { readonly delimiter: Delimiter; readonly rows: readonly Row[] } {
  let best: { delimiter: Delimiter; rows: readonly Row[] } | undefined;
  let most = 0;
  /** Share of numbers between a delimiter that parts every row alike. */
  let whole: number | undefined;
  for (const delimiter of asked ? [asked] : DELIMITERS) {
    const rows = withoutSep(recordsOf(sample, isWhole, delimiter, SAMPLE_ROWS));
    const width = usualWidth(rows);
    if (width < 2) continue;
    const body = rows.slice(beginning(rows, width));
    const fits = body.filter(({ cells }) => fitted(cells, width) !== undefined);
    const share = fits.length / body.length;
    if (share < 0.5) continue;
    const cells = fits.flatMap((row) => row.cells.slice(0, width));
    const numbers = cells.filter((cell) => isNumber(cell) || isAlwaysMissing(cell.trim())).length / cells.length;
    // Words in sentences are no cells; aligned columns leave nothing else to part them, or far fewer numbers.
    const isDoubtful = share < 0.9 || rows.length < 3 || !hasNumericColumn(fits, width) || (whole !== undefined && numbers < whole + 0.3);
    if (delimiter === 'spaces' && !asked && isDoubtful) continue;
    if (share === 1 && delimiter !== 'spaces') whole = Math.max(whole ?? 0, numbers);
    const score = share * 1000 + numbers * 200 + Math.min(width, 50) - (delimiter === 'spaces' ? 20 : 0);
    if (score > most) [best, most] = [{ delimiter, rows }, score];
  }
  if (!best) throw unclear(file, 'has no rows of cells between commas, semicolons, tabs, bars or spaces');
  return best;
}

function withoutSep(rows: readonly { readonly cells: string[]; readonly row: number }[]): readonly Row[] {
  const [first] = rows;
  const isSep =
    first !== undefined && /^\ufeff?"?sep=.?/i.test(first.cells[0] as string) && first.cells.slice(1).every((cell) => cell === '');
  return isSep ? rows.slice(1) : rows;
}

function usualWidth(rows: readonly Row[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let [width, most] = [0, 0];
  for (const [length, count] of counts) if (count > most || (count === most && length > width)) [width, most] = [length, count];
  return width;
}

/** Position of the first row that belongs to the table: comments and titles come before it. */
function beginning(rows: readonly Row[], width: number): number {
  let start = 0;
  while (start < Math.min(MOST_ABOVE, rows.length - 1) && isAbove((rows[start] as Row).cells, width)) start++;
  return start;
}

function isAbove(cells: readonly string[], width: number): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (/^\s*(#|%|\/\/|@)/.test(cells[0] as string)) return !isKnownHeading((cells[0] as string).trim()) || cells.length < width;
  // One heading more than there are cells, or one less, is a row of headings all the same.
  if (cells.length < width - 1) return true;
  // A row of delimiters alone is a gap between a title and its table.
  if (filled.length === 0) return true;
  return width > 2 && filled.length === 1 && !isNumber(filled[0] as string);
}

function uncommented(cells: readonly string[]): readonly string[] {
  const [first = '', ...others] = cells;
  const bare = first.replace(/^[#%]+\s*/, '');
  return bare === '' ? others : [bare, ...others];
}

/**
 * True if `first` names the columns of `body`. A word over numbers does, and so does a word that never comes again over
 * columns of words that do; numbers do where they count the columns, as pandas writes them.
 */
function hasHeadings(first: readonly string[], body: readonly (readonly string[])[]): boolean {
  const width = body[0]?.length ?? first.length;
  if (first.length === width - 1 && !first.some(isNumber)) return true;
  const cells = first.map((cell) => cell.trim());
  if (countsColumns(cells) && body.some((row) => row.join() !== cells.join())) return true;
  const column = (place: number) => body.map((row) => (row[place] ?? '').trim());
  let [forIt, against] = [0, 0];
  for (const [place, cell] of cells.entries()) {
    const below = column(place).filter((other) => !isAlwaysMissing(other));
    if (below.length === 0) continue;
    const numeric = below.filter(isNumber).length / below.length;
    if (numeric > 0.8) {
      if (isAlwaysMissing(cell)) continue;
      if (isNumber(cell)) against++;
      else forIt++;
    }
  }
  if (forIt + against > 0) return forIt > against || (forIt > 0 && forIt === against && cells.some(isKnownHeading));
  if (cells.some((cell) => labelRank(cell) >= 0 || isTextHeading(cell)) && cells.every((cell) => cell.length < 60)) return true;
  // Columns of words only.
  for (const [place, cell] of cells.entries()) {
    const below = column(place).filter((other) => !isAlwaysMissing(other));
    const kinds = new Set(below);
    if (isAlwaysMissing(cell) || below.length < 6 || kinds.size > below.length / 3) continue;
    if (kinds.has(cell)) against++;
    else forIt++;
  }
  return forIt > 0 && forIt > against;
}

function countsColumns(cells: readonly string[]): boolean {
  return cells.length > 2 && [0, 1].some((first) => cells.every((cell, column) => cell === String(column + first)));
}

function hasNumericColumn(rows: readonly Row[], width: number): boolean {
  return Array.from({ length: width }, (_, column) => column).some((column) =>
    rows.slice(1).every(({ cells }) => isNumber(cells[column] ?? '') || isAlwaysMissing((cells[column] ?? '').trim())),
  );
}

/** True if a cell is a number, whichever the decimal sign. */
export function isNumber(cell: string): boolean {
  return !Number.isNaN(numberIn(cell, '.')) || (evidenceIn(cell) === ',' && !Number.isNaN(numberIn(cell, ',')));
}

export function unclear(file: string, what: string): Failure {
  return new Failure('table-unclear', `“${file}” ${what}.`);
}
