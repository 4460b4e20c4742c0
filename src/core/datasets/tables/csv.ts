/**
 * Records of delimiter-separated text, from pieces of any size. Cells may be quoted as in RFC 4180; between tabs, where no
 * standard knows quotes, a quotation mark is a character like any other unless it encloses the whole cell.
 */
import { Failure } from '../../failures';

export interface CsvParser {
  write(text: string): void;
  /** Takes what is left as the last record. */
  end(): void;
}

/** Characters that one record may have; a quotation mark that is never closed would go on for ever. */
const LONGEST_RECORD = 2 ** 22;

/** @param onRecord cells of a record and its number, the first being 1. Empty lines are counted and left out. */
export function csvParser(file: string, delimiter: string, onRecord: (cells: string[], row: number) => void): CsvParser {
  let rest = '';
  let row = 0;

  function emit(cells: string[]): void {
    row++;
    if (cells.length > 1 || cells[0] !== '') onRecord(cells, row);
  }

  function drain(isLast: boolean): void {
    let begin = 0;
    while (begin < rest.length) {
      const newline = rest.indexOf('\n', begin);
      if (newline < 0 && !isLast) break;
      const end = newline < 0 ? rest.length : newline;
      const line = rest.slice(begin, rest[end - 1] === '\r' && end > begin ? end - 1 : end);
      if (delimiter === '\t' || !line.includes('"')) {
        emit(delimiter === '\t' ? line.split('\t').map(unquoted) : line.split(delimiter));
        begin = end + 1;
        continue;
      }
      const record = quotedRecord(rest, begin, delimiter, isLast);
      if (!record && (isLast || rest.length - begin > LONGEST_RECORD))
        throw new Failure('table-row', `“${file}”, row ${row + 1}: a quotation mark is opened and never closed.`);
      if (!record) break;
      emit(record.cells);
      begin = record.next;
    }
    rest = rest.slice(begin);
  }

  return {
    write(text) {
      rest += text;
      drain(false);
    },
    end: () => drain(true),
  };
}

function unquoted(cell: string): string {
  return cell.length > 1 && cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

/** The record that begins at `begin`, and where the next one does; null where its end has not come yet. */
function quotedRecord(text: string, begin: number, delimiter: string, isLast: boolean): { cells: string[]; next: number } | null {
  const cells: string[] = [];
  for (let at = begin; ; ) {
    let value = '';
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1, isLast);
      if (close < 0) return null;
      value = text.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    }
    let end = at;
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end++;
    if (end === text.length && !isLast) return null;
    const isEnd = text[end] !== delimiter;
    cells.push(value + text.slice(at, isEnd && text[end - 1] === '\r' && end > at ? end - 1 : end));
    at = end + 1;
    if (isEnd) return { cells, next: at };
  }
}

function closingQuote(text: string, from: number, isLast: boolean): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (at + 1 === text.length) return isLast ? at : -1;
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
