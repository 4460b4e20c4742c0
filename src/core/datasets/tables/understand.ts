/** From what was counted in tables to what they are: a pure function of counts and of what a person said. */
import { Failure } from '../../failures';
import { isForDevelopment, isForTest } from '../assemble';
import { digits } from '../fileFormat';
import type { DecimalSign } from '../numberText';
import { placeOfColumn, type Reading, writtenRoles } from '../reading';
import { isSureTextHeading } from './columnWords';
import { encodingNames } from './encoding';
import { type Column, mergedColumns, missingIn, signOf } from './merged';
import { cut, nothingLeft, questionsOfFaults, questionsOfLabel, questionsOfNines, questionsOfSigns, MOST_ANSWERS } from './questions';
import { chosenTables, orderOf } from './chosen';
import { type Guess, guessLabel, guessRole, type LabelGuess, pixelSide, type SaidRole } from './roles';
import { saySame, type TableSurvey } from './survey';
import { OpenQuestions, type Role, type UnderstoodColumn, type UnderstoodFile, type Understanding } from './understanding';

/** A file of a plan: where its columns stand, in the order of the first one's. */
export interface PlannedFile {
  readonly table: TableSurvey;
  readonly forTest: boolean;
  readonly sign: DecimalSign;
  readonly order: readonly number[];
}

/** Understanding, and how each file is read by it. */
export interface Plan {
  readonly understanding: Understanding;
  readonly files: readonly PlannedFile[];
  readonly missing: ReadonlySet<string>;
  /** Values of each category, in the order of their columns of 0 and 1, by place. */
  readonly categories: ReadonlyMap<number, readonly string[]>;
  readonly side: number | null;
  /** Samples made of texts. */
  readonly tokens: 'words' | 'bytes';
}

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
  spaces: 'spaces',
  arff: 'commas (ARFF)',
};

/**
 * Understanding of the tables of one drop. Throws `OpenQuestions`, with all that was understood, where only a person can decide;
 * `column-missing` where a column is named that is not there.
 */
export function understand(tables: readonly TableSurvey[], reading: Reading): Plan {
  const { used, out, ask: askSets } = chosenTables(tables, reading);
  const [main] = used as [TableSurvey, ...TableSurvey[]];
  const signs = used.map((table) => signOf(table, reading.decimal));
  const missing = missingIn(
    used,
    signs.map(({ sign }) => sign),
    reading.missing,
  );
  const orders = used.map((table) => orderOf(table, main) as readonly number[]);
  const columns = mergedColumns(
    used,
    signs.map(({ sign }) => sign),
    orders,
    missing,
  );
  const isHeaded = main.layout.headingRow !== null;
  const guesses = columns.map((column) => guessRole(column, isHeaded));
  const said = saidRoles(columns, reading, main);
  const names = columns.map(({ name }) => name);
  const pixels = reading.rows === 'auto' || reading.rows === 'images' ? pixelsOf(columns, names, reading, isHeaded) : undefined;
  if (reading.rows === 'images' && !pixels)
    throw new Failure('table-unclear', `“${main.file}” has no columns that are the pixels of square grey images.`);
  const label = labelOf(columns, guesses, reading, main, pixels?.label);
  const kind = kindOf(columns, guesses, said, label.place, reading, pixels !== undefined);
  const roles = rolesOf(columns, guesses, said, label.place, kind, main);
  const questions = [
    ...askSets,
    ...questionsOfLabel(label, columns, names),
    ...questionsOfSigns(signs, used),
    ...questionsOfNines(columns, roles, reading, missing),
    ...questionsOfFaults(
      used,
      columns,
      roles,
      signs.map(({ sign }) => sign),
      reading,
    ),
    ...(label.place === null || kind !== 'features' || roles.some(({ role }) => role === 'number' || role === 'category')
      ? []
      : [nothingLeft(columns, roles)]),
  ];
  const files = used.map((table, index) =>
    plannedFile(table, used, signs[index]?.sign ?? '.', orders[index] as readonly number[], reading),
  );
  const understanding: Understanding = {
    kind,
    files: [
      ...files.map(understoodFile),
      ...out.map(({ table, why }) =>
        leftOutFile(table, why === `it has no column “${columns[label.place ?? -1]?.name}”` ? 'it has no labels' : why),
      ),
    ],
    columns: columns.map((column, place) => understoodColumn(column, roles[place] as SaidRole)),
    label: label.place,
    classes: classesOf(label.place === null ? undefined : columns[label.place]),
    missing: [...missing].filter((word) => word !== ''),
    rows: { read: used.reduce((sum, { rows }) => sum + rows, 0), withGaps: 0, leftOut: 0, areFilled: false },
    split: splitSentence(files),
    reading,
    questions,
  };
  if (questions.length > 0) throw new OpenQuestions(understanding);
  const categories = new Map(
    columns.flatMap((column, place) => (roles[place]?.role === 'category' ? [[place, sortedValues(column)] as const] : [])),
  );
  return {
    understanding,
    files,
    missing,
    categories,
    side: kind === 'images' ? (pixels?.side ?? null) : null,
    tokens: tokensOf(columns, roles, reading),
  };
}

/** What a person says that columns are, else the file itself where it does: a column of words that the file calls one is still judged by its values. */
function saidRoles(
  columns: readonly Column[],
  reading: Reading,
  { file, layout }: TableSurvey,
): ReadonlyMap<number, Exclude<Role, 'label'>> {
  const names = columns.map(({ name }) => name);
  const ofFile = (layout.roles ?? []).flatMap((role, place) => {
    const isFew = columns[place]?.isCrowded === false && (columns[place]?.values.size ?? 0) > 1;
    return role === 'category' && isFew ? [[place, role] as const] : [];
  });
  return new Map([...ofFile, ...writtenRoles(reading).map(([word, role]) => [foundColumn(names, word, file), role] as const)]);
}

function foundColumn(names: readonly string[], word: string, file: string): number {
  const place = placeOfColumn(names, word);
  if (place !== undefined) return place;
  throw new Failure(
    'column-missing',
    `“${file}” has no column “${word}”, but ${names.slice(0, MOST_ANSWERS).join(', ')}${names.length > MOST_ANSWERS ? ', …' : ''}.`,
  );
}

function pixelsOf(columns: readonly Column[], names: readonly string[], { column }: Reading, isHeaded: boolean) {
  const asked = column === '' ? columns.find(({ name }) => /^(labels?|class|y|target)$/i.test(name))?.place : placeOfColumn(names, column);
  return pixelSide(columns, asked ?? null, isHeaded);
}

function labelOf(
  columns: readonly Column[],
  guesses: readonly Guess[],
  { column }: Reading,
  { file, layout }: TableSurvey,
  ofPixels?: number,
): LabelGuess {
  if (column !== '')
    return {
      place: foundColumn(
        columns.map(({ name }) => name),
        column,
        file,
      ),
      isKnown: true,
    };
  if (ofPixels !== undefined) return { place: ofPixels, isKnown: true };
  const guess = guessLabel(columns, guesses, layout.headingRow !== null);
  // Weka’s class is the last column, where the file lists its values.
  const [last] = columns.slice(-1);
  if (last && layout.roles?.[last.place] === 'category' && last.values.size > 1 && !(guess.place !== null && guess.isKnown))
    return { place: last.place, isKnown: true };
  return guess;
}

function kindOf(
  columns: readonly Column[],
  guesses: readonly Guess[],
  said: ReadonlyMap<number, Role>,
  label: number | null,
  { rows }: Reading,
  arePixels: boolean,
): Understanding['kind'] {
  if (rows === 'images' || (rows === 'auto' && arePixels)) return 'images';
  if (rows === 'numbers') return 'features';
  if (rows === 'texts') return 'texts';
  const others = columns.filter(({ place }) => place !== label);
  const roleOf = ({ place }: Column) => said.get(place) ?? guesses[place]?.role;
  if (others.some(({ place }) => said.get(place) === 'text')) return 'texts';
  if (others.some((column) => roleOf(column) === 'text' && isSureTextHeading(column.name))) return 'texts';
  const hasFeatures = others.some((column) => ['number', 'category'].includes(roleOf(column) ?? ''));
  return !hasFeatures && others.some((column) => roleOf(column) === 'text' || isWordy(column, guesses)) ? 'texts' : 'features';
}

/** Words, unless most texts are a single one, which none of them would share with another. */
function tokensOf(columns: readonly Column[], roles: readonly SaidRole[], { tokens }: Reading): 'words' | 'bytes' {
  if (tokens !== 'auto') return tokens;
  const texts = columns.filter(({ place }) => roles[place]?.role === 'text');
  return texts.length > 0 && texts.every(({ singleWords, filled }) => singleWords > filled / 2) ? 'bytes' : 'words';
}

/** Single words that hardly repeat, such as names: texts, where there is nothing else. */
const isWordy = (column: Column, guesses: readonly Guess[]) =>
  column.singleWords > column.filled / 2 && guesses[column.place]?.why.startsWith('holds ') === true;

function rolesOf(
  columns: readonly Column[],
  guesses: readonly Guess[],
  said: ReadonlyMap<number, Exclude<Role, 'label'>>,
  label: number | null,
  kind: Understanding['kind'],
  main: TableSurvey,
): readonly SaidRole[] {
  const texts = columns.filter(({ place }) => place !== label && (said.get(place) ?? guesses[place]?.role) === 'text');
  return columns.map((column): SaidRole => {
    const { place } = column;
    if (place === label) return { role: 'label', why: '', isSaid: false };
    const own = said.get(place);
    if (own) return { role: own, why: '', isSaid: true };
    const guess = guesses[place] as Guess;
    if (kind === 'images') return { role: 'number', why: '', isSaid: false };
    if (kind === 'texts') {
      if (guess.role === 'text') return { ...guess, isSaid: false };
      if (texts.length === 0 && isWordy(column, guesses)) return { role: 'text', why: '', isSaid: false };
      return { role: 'out', why: guess.why || 'stands beside texts', isSaid: false };
    }
    if (guess.role === 'text') return { role: 'out', why: 'holds texts, beside numbers', isSaid: false };
    const twin = label === null ? undefined : main.columns[label];
    // Only a column of words: numbers may well be as many as there are classes.
    if (
      twin &&
      guess.role !== 'out' &&
      isCategorical(column) &&
      saySame(main.columns[place] as TableSurvey['columns'][number], twin, main.rows)
    )
      return { role: 'out', why: `says the same as the label “${twin.name}”`, isSaid: false };
    return { ...guess, isSaid: false };
  });
}

const isCategorical = (column: Column) => column.numbers < 0.9 * column.filled || column.whole === column.numbers;

function plannedFile(
  table: TableSurvey,
  used: readonly TableSurvey[],
  sign: DecimalSign,
  order: readonly number[],
  { split }: Reading,
): PlannedFile {
  const isTested = used.some(({ file }) => isForTest(file)) ? isForTest : isForDevelopment;
  const hasTraining = used.some(({ file }) => !isTested(file));
  return { table, sign, order, forTest: split === 'auto' && hasTraining && isTested(table.file) };
}

function understoodFile({ table, sign, forTest }: PlannedFile, _: number, all: readonly PlannedFile[]): UnderstoodFile {
  return {
    ...leftOutFile(table, ''),
    use: forTest ? 'test' : all.some((file) => file.forTest) ? 'training' : 'all',
    decimal: sign === ',' ? 'comma' : 'point',
  };
}

function leftOutFile({ file, encoding, layout, rows }: TableSurvey, why: string): UnderstoodFile {
  return {
    name: file,
    use: 'out',
    why,
    encoding: encodingNames[encoding],
    delimiter: DELIMITER_NAMES[layout.delimiter] ?? layout.delimiter,
    decimal: 'point',
    headingRow: layout.headingRow,
    rows,
  };
}

function understoodColumn({ name, values, isCrowded, gaps }: Column, { role, why, isSaid }: SaidRole): UnderstoodColumn {
  return { name, role, why, isSaid, values: isCrowded ? null : values.size, gaps, examples: [...values.keys()].slice(0, 3).map(cut) };
}

function classesOf(label: Column | undefined): Understanding['classes'] {
  if (!label) return [];
  return sortedValues(label).map((name) => ({ name, count: label.values.get(name) as number }));
}

const sortedValues = ({ values }: Column) => [...values.keys()].sort(byNumberOrName);

/** Numbers by size, words by the alphabet. */
export function byNumberOrName(one: string, other: string): number {
  const difference = Number(one) - Number(other);
  if (!Number.isNaN(difference) && difference !== 0) return difference;
  return one < other ? -1 : 1;
}

function splitSentence(files: readonly PlannedFile[]): string {
  const test = files.filter(({ forTest }) => forTest);
  const rows = (some: readonly PlannedFile[]) => digits(some.reduce((sum, { table }) => sum + table.rows, 0));
  if (test.length === 0) return 'A share of all rows is held out for validation and test, as the settings say.';
  const why = test.some(({ table }) => isForTest(table.file)) ? '' : ', a development set in place of one with labels that is called test';
  return `The ${rows(test)} rows of ${test.map(({ table }) => `“${table.file}”`).join(', ')} are the test split${why}; the other ${rows(files.filter(({ forTest }) => !forTest))} are trained on and validated with.`;
}
