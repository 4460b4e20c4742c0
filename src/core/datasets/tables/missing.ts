/** Words that say a cell is empty. Which of them do is decided for a whole file. */

/** Nobody's value: what R, pandas, SQL, spreadsheets and the archive at Irvine write for nothing. */
const ALWAYS = new Set(['', '?', 'NA', 'N/A', 'n/a', '#N/A', '#NA', '<NA>', 'NaN', 'nan', '-nan', '-NaN', 'NULL', 'null']);
/** May be a value: they count where they stand in a column that is otherwise of numbers, and then in the whole file. */
const SOMETIMES = new Set([
  'None',
  'none',
  'NONE',
  '-',
  '--',
  '---',
  '.',
  '..',
  '–',
  '—',
  'na',
  'n.a.',
  'N.A.',
  'nil',
  'missing',
  'unknown',
  'Unknown',
  '#VALUE!',
  '#DIV/0!',
  '#NUM!',
  '#REF!',
  'inf',
  '-inf',
  'Inf',
  '-Inf',
]);

/** Words for “only empty cells are missing”. */
const ONLY_EMPTY = 'empty';

export const isAlwaysMissing = (cell: string): boolean => ALWAYS.has(cell);
export const isSometimesMissing = (cell: string): boolean => SOMETIMES.has(cell);

/** `-999;unknown` ↦ these words, for which a person says that they mean nothing; null where nothing is said. */
export function missingWordsOf(written: string): ReadonlySet<string> | null {
  if (written.trim() === '') return null;
  const words = written.split(';').map((word) => word.trim());
  return new Set(['', ...words.filter((word) => word !== '' && word !== ONLY_EMPTY)]);
}
