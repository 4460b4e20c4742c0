import { arff } from './arff';
import { tableLayout } from './layout';
import type { TableFormat } from './tableFormat';

/** Cells between delimiters: whatever begins like nothing else. */
const delimited: TableFormat = {
  label: 'CSV, TSV and their like',
  is: () => true,
  layout: (sample, file, reading, isWhole) => tableLayout(sample, isWhole, file, reading),
};

/** Ways to write tables. A new one is a file and a line here; the first that knows a file takes it. */
const tableFormats: readonly TableFormat[] = [arff, delimited];

/** The way a table is written that begins so. */
export function tableFormatOf(head: string): TableFormat {
  return tableFormats.find((format) => format.is(head)) ?? delimited;
}
