/** Understanding of dropped tables: one value that the page shows as a table and the command line in sentences. */
import { Failure } from '../../failures';
import { isWhole } from '../../numbers';
import { defaultReading, type Reading } from '../reading';

export type Role = 'label' | 'number' | 'category' | 'text' | 'out';

export interface UnderstoodFile {
  readonly name: string;
  readonly use: 'all' | 'training' | 'test' | 'out';
  /** Why it is left out; '' where it is not. */
  readonly why: string;
  /** For people: `UTF-8`, `commas`, `point`. */
  readonly encoding: string;
  readonly delimiter: string;
  readonly decimal: string;
  /** Row with the headings, counted from 1; null where there is none. */
  readonly headingRow: number | null;
  readonly rows: number;
}

export interface UnderstoodColumn {
  readonly name: string;
  readonly role: Role;
  /** Why it is that, where that does not go without saying. */
  readonly why: string;
  /** Somebody said so; else it was guessed. */
  readonly isSaid: boolean;
  /** Different values; null where they are more than 256. */
  readonly values: number | null;
  readonly gaps: number;
  /** The first few values. */
  readonly examples: readonly string[];
}

/** A doubt that nobody but a person can settle. */
export interface Question {
  readonly ask: string;
  readonly answers: readonly { readonly say: string; readonly set: Partial<Reading> }[];
}

export interface Understanding {
  readonly kind: 'features' | 'texts' | 'images';
  readonly files: readonly UnderstoodFile[];
  readonly columns: readonly UnderstoodColumn[];
  /** Position of the label; null while that is asked. */
  readonly label: number | null;
  /** With samples of each, before rows are left out. */
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  /** Words that count as gaps here. */
  readonly missing: readonly string[];
  readonly rows: {
    readonly read: number;
    /** With a gap in a column that is used. */
    readonly withGaps: number;
    /** That were left out, for whatever reason. */
    readonly leftOut: number;
    readonly areFilled: boolean;
  };
  /** How train and test are cut, a sentence. */
  readonly split: string;
  /** Words from before. */
  readonly reading: Reading;
  readonly questions: readonly Question[];
}

const KINDS = ['features', 'texts', 'images'];
const ROLES = ['label', 'number', 'category', 'text', 'out'];
const USES = ['all', 'training', 'test', 'out'];

/** True if something that was kept is what was understood of tables, as far as the page shows it. */
export function isUnderstanding(value: unknown): value is Understanding {
  const { kind, files, columns, label, classes, missing, rows, split, reading, questions } = parts(value);
  return (
    KINDS.includes(kind as string) &&
    areAll(
      files,
      (file) =>
        areTexts(file, 'name', 'why', 'encoding', 'delimiter', 'decimal') && USES.includes(file.use as string) && isCount(file.rows),
    ) &&
    areAll(
      columns,
      (column) =>
        areTexts(column, 'name', 'why') &&
        ROLES.includes(column.role as string) &&
        isCount(column.gaps) &&
        (column.values === null || isCount(column.values)) &&
        isTexts(column.examples),
    ) &&
    (label === null || (isCount(label) && label < (columns as unknown[]).length)) &&
    areAll(classes, (one) => areTexts(one, 'name') && isCount(one.count)) &&
    isTexts(missing) &&
    ['read', 'withGaps', 'leftOut'].every((key) => isCount(parts(rows)[key])) &&
    typeof split === 'string' &&
    Object.entries(defaultReading).every(([key, usual]) => ['undefined', typeof usual].includes(typeof parts(reading)[key])) &&
    Array.isArray(questions) &&
    questions.length === 0
  );
}

const parts = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const areAll = (value: unknown, fits: (one: Readonly<Record<string, unknown>>) => boolean) =>
  Array.isArray(value) && value.every((one) => fits(parts(one)));
const areTexts = (value: Readonly<Record<string, unknown>>, ...keys: readonly string[]) =>
  keys.every((key) => typeof value[key] === 'string');
const isTexts = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isCount = (value: unknown): value is number => isWhole(value) && value >= 0;

/** Files that cannot be used before a question is answered. */
export class OpenQuestions extends Failure {
  constructor(readonly understanding: Understanding) {
    super('data-asks', asked(understanding));
  }
}

function asked({ files, questions }: Understanding): string {
  const name = files
    .map((file) => `“${file.name}”`)
    .slice(0, 3)
    .join(', ');
  const sentences = questions.map(({ ask, answers }) => {
    const choices = answers.map(
      ({ say, set }) =>
        `${say} (${Object.entries(set)
          .map((pair) => pair.join('='))
          .join(',')})`,
    );
    return choices.length > 0 ? `${ask} ${choices.join('; ')}.` : ask;
  });
  return `${name}: ${sentences.join(' ')}`;
}
