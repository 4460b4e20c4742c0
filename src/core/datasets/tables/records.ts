/**
 * Records of delimited text, from pieces of any size. Papaparse reads quotes as RFC 4180 has them; what it is not asked:
 * line ends of old Macs, columns aligned with spaces, and tabs, between which no standard knows quotes, so that a quotation
 * mark there is a character like any other unless it encloses the whole cell.
 */
import Papa from 'papaparse';
import { Failure } from '../../failures';
import { arffCells } from './arffCells';

/** Delimiter of cells. `spaces` is any number of spaces and tabs, `arff` commas with ARFF’s quotes and comments. */
export type Delimiter = ',' | ';' | '\t' | '|' | 'spaces' | 'arff';

export interface RecordReader {
  write(text: string): void;
  /** Takes what is left as the last record. */
  end(): void;
}

/** Characters that one record may have; a quotation mark that is never closed would go on for ever. */
const LONGEST_RECORD = 2 ** 26;
/** Never in a text: stands for “no quotes”. */
const NO_QUOTE = '\u0001';

/** @param onRecord cells of a record and its number, the first being 1. Empty lines are counted and left out. */
export function recordReader(file: string, delimiter: Delimiter, onRecord: (cells: string[], row: number) => void): RecordReader {
  const isByLine = delimiter === 'spaces' || delimiter === 'arff';
  const isQuoted = delimiter !== '\t' && !isByLine;
  const parser = new Papa.Parser({
    delimiter: isByLine ? '\u0002' : delimiter,
    newline: '\n',
    ...(isQuoted ? {} : { quoteChar: NO_QUOTE }),
  });
  let rest = '';
  let row = 0;
  /** Characters that must have come before it is worth to look again: a long quoted cell is not read once per piece. */
  let worthwhile = 0;

  function cellsOf(cells: string[]): string[] {
    if (delimiter === 'spaces') return spaced(cells[0] ?? '');
    if (delimiter === 'arff') return arffCells(cells[0] ?? '');
    return delimiter === '\t' ? cells.map(unquoted) : cells;
  }

  function emit(cells: string[]): void {
    row++;
    const own = cellsOf(cells);
    if (own.length > 1 || (own[0] ?? '') !== '') onRecord(own, row);
  }

  function drain(isLast: boolean): void {
    if (rest === '' || (!isLast && rest.length < worthwhile)) return;
    const { data, errors, meta } = parser.parse(rest, 0, !isLast);
    const unclosed = errors.find(({ code }) => code === 'MissingQuotes');
    for (const [index, cells] of data.entries()) {
      if (unclosed?.row === index) throw neverClosed();
      emit(cells);
    }
    rest = rest.slice(meta.cursor);
    worthwhile = data.length > 0 ? 0 : 2 * rest.length;
    if (rest.length > LONGEST_RECORD) throw neverClosed();
  }

  const neverClosed = () => new Failure('table-row', `“${file}”, row ${row + 1}: a quotation mark is opened and never closed.`);

  let heldReturn = '';
  return {
    write(text) {
      // CR LF may come in two pieces.
      const piece = heldReturn + text;
      heldReturn = piece.endsWith('\r') ? '\r' : '';
      rest += (heldReturn ? piece.slice(0, -1) : piece).replace(/\r\n?/g, '\n');
      drain(false);
    },
    end() {
      if (heldReturn) rest += '\n';
      // A last line end begins no record.
      if (rest.endsWith('\n')) drain(false);
      drain(true);
    },
  };
}

/** The first records of a text whose end may have been cut off anywhere; a last record that was cut is left out. */
export function recordsOf(
  text: string,
  isWhole: boolean,
  delimiter: Delimiter,
  most: number,
): { readonly cells: string[]; readonly row: number }[] {
  const records: { cells: string[]; row: number }[] = [];
  const reader = recordReader('', delimiter, (cells, row) => {
    if (records.length < most) records.push({ cells, row });
  });
  try {
    reader.write(text);
    if (isWhole) reader.end();
  } catch (error) {
    // What came before a quotation mark that is not closed is enough to look at; who reads the file will say it.
    if (!(error instanceof Failure)) throw error;
  }
  return records;
}

function unquoted(cell: string): string {
  return cell.length > 1 && cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

function spaced(line: string): string[] {
  return (line.match(/"[^"]*"|[^\s"][^\s]*|"/g) ?? []).map(unquoted);
}
