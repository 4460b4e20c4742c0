/** Questions about tables that only a person can decide, in sentences with the answers that can be given. */
import { digits } from '../fileFormat';
import { columnWord, type Reading, withRole } from '../reading';
import type { DecimalSign } from '../numberText';
import type { Column } from './merged';
import type { LabelGuess, SaidRole } from './roles';
import type { TableSurvey } from './survey';
import { OpenQuestions, type Question, type Understanding } from './understanding';

/** Answers that are offered at most. */
export const MOST_ANSWERS = 12;

export function questionsOfLabel(label: LabelGuess, columns: readonly Column[], names: readonly string[]): readonly Question[] {
  if (label.place !== null) return [];
  const possible = label.between.length > 0 ? label.between : columns.filter(({ isCrowded, values }) => !isCrowded && values.size > 1);
  // Labels stand at an end more often than not.
  const isEnd = ({ place }: Column) => place === columns.length - 1 || place === 0;
  const offered = [...possible.filter(isEnd).toReversed(), ...possible.filter((column) => !isEnd(column))];
  return [
    {
      ask: `${label.why} Which column holds them?`,
      answers: offered
        .slice(0, MOST_ANSWERS)
        .map(({ name, place, values }) => ({ say: `“${name}”, ${values.size} values`, set: { column: columnWord(names, place) } })),
    },
  ];
}

export function questionsOfSigns(
  signs: readonly { readonly unsure: string | null }[],
  tables: readonly TableSurvey[],
): readonly Question[] {
  const place = signs.findIndex(({ unsure }) => unsure !== null);
  const example = signs[place]?.unsure;
  if (!example) return [];
  const [asPoint, asComma] = example.includes(',')
    ? [example.replace(',', ''), example.replace(',', '.')]
    : [example, example.replace('.', '')];
  return [
    {
      ask: `Nothing in “${tables[place]?.file}” says whether “${example}” is ${asPoint} or ${asComma}. Which decimal sign does it use?`,
      answers: [
        { say: `the point, ${asPoint}`, set: { decimal: 'point' } },
        { say: `the comma, ${asComma}`, set: { decimal: 'comma' } },
      ],
    },
  ];
}

/** Numbers such as -999 in a column that has nothing else below zero: people write them for nothing, and training would believe them. */
export function questionsOfNines(
  columns: readonly Column[],
  roles: readonly SaidRole[],
  reading: Reading,
  missing: ReadonlySet<string>,
): readonly Question[] {
  if (reading.missing !== '') return [];
  const own = columns.filter(({ place, nines }) => nines.size > 0 && roles[place]?.role === 'number' && roles[place]?.isSaid === false);
  const [first] = own;
  const [word, times] = [...(first?.nines ?? [])][0] ?? [];
  if (!first || word === undefined || times === undefined) return [];
  const names = columns.map(({ name }) => name);
  const words = new Set([...own.flatMap(({ nines }) => [...nines.keys()]), ...missing].filter((one) => one !== ''));
  const others = own.length > 1 ? ` ${digits(own.length - 1)} more ${own.length === 2 ? 'column has' : 'columns have'} such numbers.` : '';
  return [
    {
      ask: `The column “${first.name}” holds ${word} in ${digits(times)} of ${digits(first.cells)} rows, and nothing else below zero.${others} Does that stand for nothing?`,
      answers: [
        { say: 'yes, these are gaps', set: { missing: [...words].join(';') } },
        { say: 'no, they are numbers', set: { as: own.reduce((so, { place }) => withRole(so, names, place, 'number'), reading).as } },
      ],
    },
  ];
}

/** Rows that are no rows of this table: with another number of cells, or with a word where numbers are. */
export function questionsOfFaults(
  tables: readonly TableSurvey[],
  columns: readonly Column[],
  roles: readonly SaidRole[],
  signs: readonly DecimalSign[],
  { gaps }: Reading,
): readonly Question[] {
  if (gaps !== 'auto') return [];
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const misfits = tables.reduce((sum, table) => sum + table.misfits, 0);
  const words = columns.filter(
    ({ place, numbers, filled, truths }) => roles[place]?.role === 'number' && filled > numbers && truths < filled - numbers,
  );
  const bad = words.reduce((sum, { filled, numbers }) => sum + filled - numbers, 0);
  const [first] = words;
  if (misfits + bad === 0 || signs.length === 0) return [];
  const short = tables.find(({ firstMisfit }) => firstMisfit);
  const what = first?.firstWord
    ? `“${first.firstWord.file}”, row ${digits(first.firstWord.row)}: the column “${first.name}” holds “${cut(first.firstWord.cell)}”, which is not a number.`
    : `“${short?.file}”, row ${digits(short?.firstMisfit?.row ?? 0)} has ${short?.firstMisfit?.cells} ${short?.firstMisfit?.cells === 1 ? 'cell' : 'cells'} instead of ${short?.layout.columns.length}.`;
  const more = misfits + bad - 1;
  const further = more === 0 ? '' : ` ${digits(more)} more ${more === 1 ? 'row or cell is' : 'rows or cells are'} like that.`;
  return [
    {
      ask: `${what}${further} Can such rows be left out? There are ${digits(rows)} in all.`,
      answers: [
        { say: 'leave these rows out', set: { gaps: 'leave' } },
        ...(bad > 0 ? [{ say: 'fill them as gaps', set: { gaps: 'fill' } as const }] : []),
      ],
    },
  ];
}

export function nothingLeft(columns: readonly Column[], roles: readonly SaidRole[]): Question {
  const reasons = columns.flatMap(({ name, place }) => (roles[place]?.role === 'out' ? [`“${name}” ${roles[place]?.why}`] : []));
  const names = columns.map(({ name }) => name);
  return {
    ask: `No column is left to learn from: ${reasons.slice(0, MOST_ANSWERS).join('; ')}. Which is to be used all the same?`,
    answers: columns
      .filter(({ place, filled }) => roles[place]?.role === 'out' && filled > 0)
      .slice(0, MOST_ANSWERS)
      .map((column) => ({
        say: `“${column.name}”`,
        set: {
          as: `${columnWord(names, column.place)}:${column.numbers >= 0.9 * column.filled ? 'number' : column.texts + column.singleWords > column.filled / 2 && column.variety > 0.5 ? 'text' : 'category'}`,
        },
      })),
  };
}

export function askAboutGaps(understanding: Understanding, rows: Understanding['rows']): OpenQuestions {
  const gaps = understanding.columns.filter(({ role, gaps: count }) => count > 0 && role !== 'out' && role !== 'label');
  const worst = gaps.toSorted((one, other) => other.gaps - one.gaps).slice(0, 3);
  const where = worst.map(({ name, gaps: count }) => `“${name}” ${digits(count)}`).join(', ');
  return new OpenQuestions({
    ...understanding,
    rows,
    questions: [
      {
        ask: `${digits(rows.withGaps)} of ${digits(rows.read)} rows have gaps, most of them in ${where}. Leaving them out would leave ${digits(rows.read - rows.leftOut)}. What is to be done?`,
        answers: [
          { say: 'fill the gaps from training rows', set: { gaps: 'fill' } },
          { say: 'leave these rows out', set: { gaps: 'leave' } },
        ],
      },
    ],
  });
}

export function askAboutRare(understanding: Understanding, rows: Understanding['rows'], rare: readonly string[]): OpenQuestions {
  const names = rare
    .slice(0, 6)
    .map((name) => `“${name}”`)
    .join(', ');
  const which =
    rare.length === 1
      ? `The class ${names} has a single sample`
      : `${digits(rare.length)} classes have a single sample each: ${names}${rare.length > 6 ? ', …' : ''}`;
  return new OpenQuestions({
    ...understanding,
    rows,
    questions: [
      {
        ask: `${which}. One sample can be trained on or tested on, not both. What is to be done?`,
        answers: [
          { say: 'leave them out', set: { rare: 'leave' } },
          { say: 'keep them', set: { rare: 'keep' } },
        ],
      },
    ],
  });
}

export function cut(cell: string): string {
  return cell.length > 40 ? `${cell.slice(0, 40)}…` : cell;
}
