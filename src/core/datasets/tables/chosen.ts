/** Which tables of one drop belong together. */
import { Failure } from '../../failures';
import { isForTest } from '../assemble';
import type { Reading } from '../reading';
import { MOST_ANSWERS } from './questions';
import type { TableSurvey } from './survey';
import type { Question } from './understanding';

/** Which tables belong together: those with the columns of the training table. The others are left out, or are a question. */
export function chosenTables(tables: readonly TableSurvey[], { file }: Reading) {
  const wanted = file === '' ? tables : tables.filter((table) => table.file.toLowerCase().includes(file.toLowerCase()));
  if (wanted.length === 0) throw new Failure('file-missing', `No file is called “${file}”.`);
  const out = (others: readonly TableSurvey[], why: (table: TableSurvey) => string) => others.map((table) => ({ table, why: why(table) }));
  const notAsked = out(
    tables.filter((table) => !wanted.includes(table)),
    () => 'another file was asked for',
  );
  const [only] = wanted;
  if (only && wanted.length === 1) return { used: [only], out: notAsked, ask: [] };
  const forTraining = wanted.filter((table) => isForTraining(table.file));
  const plain = wanted.filter((table) => !isForTest(table.file));
  const main = [...(forTraining.length > 0 ? forTraining : plain.length > 0 ? plain : wanted)].sort(
    (a, b) => b.layout.columns.length - a.layout.columns.length || b.rows - a.rows,
  )[0] as TableSurvey;
  const used = wanted.filter((table) => orderOf(table, main) !== undefined);
  const others = wanted.filter((table) => !used.includes(table));
  // Beside a table named after the training split, others only go with it: tables to be predicted, samples of what to hand in.
  const goWithIt =
    forTraining.length > 0 || used.length > 1
      ? others.filter((table) => isForTest(table.file) || forTraining.length > 0)
      : others.filter((table) => isForTest(table.file));
  const strangers = others.filter((table) => !goWithIt.includes(table));
  const whyOut = (table: TableSurvey) => {
    const lacking = main.layout.columns.filter((name) => !table.layout.columns.includes(name));
    return lacking.length === 1 ? `it has no column “${lacking[0]}”` : 'it has other columns';
  };
  const ask: Question[] =
    strangers.length === 0
      ? []
      : [
          {
            ask: `Several data sets were dropped at once: they have other columns. Which is to be read?`,
            answers: [main, ...strangers]
              .slice(0, MOST_ANSWERS)
              .map((table) => ({ say: `“${table.file}”`, set: { file: table.file.slice(-80) } })),
          },
        ];
  return { used: [main, ...used.filter((table) => table !== main)], out: [...notAsked, ...out([...goWithIt, ...strangers], whyOut)], ask };
}

const isForTraining = (file: string) => /(^|[^a-z0-9])(train|training)([^a-z0-9]|$)/i.test(file.replaceAll('_', '-'));

/** Of each column of `main`, where it stands in `table`; undefined where they are tables of different kinds. */
export function orderOf({ layout }: TableSurvey, main: TableSurvey): readonly number[] | undefined {
  const own = layout.columns;
  const wanted = main.layout.columns;
  if (own.length !== wanted.length) return undefined;
  if (layout.headingRow === null || main.layout.headingRow === null)
    return layout.headingRow === main.layout.headingRow ? wanted.map((_, place) => place) : undefined;
  const order = wanted.map((name) => own.indexOf(name));
  return order.includes(-1) ? undefined : order;
}
