/** Duties of a way to write tables: does a file begin like it, and how is it laid out. Rows are read by `records.ts`. */
import type { Reading } from '../reading';
import type { TableLayout } from './layout';

export interface TableFormat {
  readonly label: string;
  /** From the beginning of the text. */
  readonly is: (head: string) => boolean;
  /** @param isWhole  the sample is all of it. Throws `table-unclear` in words for people. */
  readonly layout: (sample: string, file: string, reading: Reading, isWhole: boolean) => TableLayout;
}
