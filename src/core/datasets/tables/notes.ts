/** Steps taken with tables, in sentences, and the name of the data set. */
import { increase, nth } from '../../numbers';
import { digits } from '../fileFormat';
import type { Plan } from './understand';
import type { Understanding } from './understanding';

/** One sample as it stands in the file. */
export interface Kept {
  readonly forTest: Uint8Array;
  readonly labels: Uint8Array;
}

/** Everything that the three kinds of data sets are cut from. */
export interface Cutting {
  readonly plan: Plan;
  readonly names: readonly string[];
  readonly kept: Kept;
  readonly isDropped: ReadonlySet<number>;
  readonly rows: Understanding['rows'];
  readonly unlabelled: number;
}

/** The understanding with what came of the rows. */
export function settled({ plan, names, kept, isDropped, rows }: Cutting): Understanding {
  const counts = new Uint32Array(names.length);
  for (const label of kept.labels) increase(counts, label, 1);
  const classes = names.flatMap((name, place) => (isDropped.has(place) ? [] : [{ name, count: nth(counts, place) }]));
  return { ...plan.understanding, classes, rows };
}

/** Steps taken, in sentences for the notes of a data set. */
export function notesOf({ plan, rows, unlabelled, isDropped }: Cutting, own: readonly string[]): readonly string[] {
  const { columns, files, label, kind } = plan.understanding;
  const out = columns.filter(({ role }) => role === 'out');
  const categories = columns.filter(({ role }) => role === 'category').length;
  const reasons = out.slice(0, 12).map(({ name, why }) => `“${name}”${why ? ` (${why})` : ''}`);
  const without = (count: number) => (count === 1 ? '1 row' : `${digits(count)} rows`);
  const rest = rows.leftOut - unlabelled - isDropped.size;
  return [
    `The labels are in the column “${columns[label as number]?.name}”.`,
    ...(out.length > 0 ? [`Left out: ${reasons.join(', ')}${out.length > 12 ? ` and ${digits(out.length - 12)} more columns` : ''}.`] : []),
    ...(categories > 0 && kind === 'features'
      ? [
          `${categories === 1 ? 'A column of words became columns' : `${categories} columns of words became columns`} of 0 and 1, one for each value.`,
        ]
      : []),
    ...(rest > 0 ? [`${without(rest)} of ${digits(rows.read)} with gaps ${rest === 1 ? 'was' : 'were'} left out.`] : []),
    ...(unlabelled > 0 ? [`${without(unlabelled)} without a label ${unlabelled === 1 ? 'was' : 'were'} left out.`] : []),
    ...(isDropped.size > 0
      ? [
          `${isDropped.size === 1 ? 'A class' : `${isDropped.size} classes`} of one sample ${isDropped.size === 1 ? 'was' : 'were'} left out.`,
        ]
      : []),
    ...(rows.areFilled
      ? [
          `Gaps in ${without(rows.withGaps)} of ${digits(rows.read)} are filled with the median of the training rows, of categories with their most frequent value.`,
        ]
      : []),
    ...files.filter(({ use }) => use === 'out').map(({ name, why }) => `“${name}” was left out: ${why}.`),
    ...own,
  ];
}

/** `data/reviews-train.csv` ↦ `reviews`; the folder's name where the file's says nothing but its split. */
export function nameOf({ files }: Plan, otherwise = 'table'): string {
  const name = (files.find(({ forTest }) => !forTest) ?? files[0])?.table.file ?? '';
  const words = (part: string) =>
    part
      .replace(/\.(gz|[a-z]+)$/gi, '')
      .replace(/\.[a-z]+$/i, '')
      .replace(/[-_. ]*(train|test)[-_. ]*/gi, '');
  const [own = '', folder = ''] = name.split('/').reverse();
  return words(own) || words(folder) || otherwise;
}
