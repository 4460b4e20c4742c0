/**
 * ARFF, the tables of Weka: a header that names every column and says what it is, then rows between commas. Format as in Weka’s manual
 * (“ARFF (stable version)”). Rows that list only what is not zero are refused, and relations within cells too.
 */
import { Failure } from '../../failures';
import type { WrittenRole } from '../reading';
import { bare } from './arffCells';
import type { TableFormat } from './tableFormat';

const BEGIN = /^(\s*(%[^\n]*)?\r?\n)*\s*@relation\b/i;
/** A name, bare or between quotation marks, and what comes after it. */
const ATTRIBUTE = /^\s*@attribute\s+('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\S+)\s+(.*)$/i;

export const arff: TableFormat = {
  label: 'ARFF',
  is: (head) => BEGIN.test(head.replace(/^\ufeff/, '')),
  layout(sample, file) {
    const lines = sample.split(/\r\n?|\n/);
    const data = lines.findIndex((line) => /^\s*@data\b/i.test(line));
    if (data < 0) throw unclear(file, 'is called ARFF and has no line “@data”');
    const attributes = lines.slice(0, data).flatMap((line) => {
      const [, name, type] = ATTRIBUTE.exec(line) ?? [];
      return name === undefined || type === undefined ? [] : [{ name: bare(name), type: type.trim() }];
    });
    const first = lines.findIndex((line, at) => at > data && line.trim() !== '' && !line.trim().startsWith('%'));
    if (attributes.length < 2 || first < 0) throw unclear(file, 'has a single column, or no row after “@data”');
    if (lines[first]?.trim().startsWith('{')) throw unclear(file, 'has sparse rows, {column value, …}: save it with a value in every cell');
    const roles = attributes.map(({ name, type }) => roleOf(name, type, file));
    return { delimiter: 'arff', headingRow: data + 1, firstRow: first + 1, columns: attributes.map(({ name }) => name), roles };
  },
};

function roleOf(name: string, type: string, file: string): WrittenRole {
  if (type.startsWith('{')) return 'category';
  if (/^(numeric|real|integer)\b/i.test(type)) return 'number';
  if (/^string\b/i.test(type)) return 'text';
  if (/^date\b/i.test(type)) return 'out';
  throw unclear(file, `says that “${name}” is “${type.slice(0, 40)}”, which is none of numeric, {…}, string and date`);
}

const unclear = (file: string, what: string) => new Failure('table-unclear', `“${file}” ${what}.`);
