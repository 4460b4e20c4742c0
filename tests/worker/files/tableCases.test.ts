import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RawDataset } from '../../../src/core/datasets/dataset';
import { defaultReading, parseReading, type Reading } from '../../../src/core/datasets/reading';
import { isUnderstanding } from '../../../src/core/datasets/tables/understanding';
import { makeDataset } from '../../../src/core/datasets/split';
import { type NamedBlob, readDroppedFiles } from '../../../src/worker/files';
import { failingAsync } from '../../core/datasets/failing';
import { file } from './named';
import * as shapes from './publishedShapes';

const CASES = resolve('tests/fixtures/cases');
const kept = (path: string): NamedBlob => file(path.split('/').at(-1) as string, Uint8Array.from(readFileSync(join(CASES, path))));
const read = (files: readonly NamedBlob[] | NamedBlob, said: Partial<Reading> | string = {}) =>
  readDroppedFiles([files].flat(), { reading: typeof said === 'string' ? parseReading(said).reading : { ...defaultReading, ...said } });
const outOf = ({ understanding }: RawDataset) =>
  Object.fromEntries((understanding?.columns ?? []).flatMap(({ name, role, why }) => (role === 'out' ? [[name, why]] : [])));
const flowers = { classNames: ['aster', 'briar', 'clove'] };

describe('files as people have them', () => {
  it.each([
    ['02-row-number-as-feature/kaggle-id.csv', 4, flowers.classNames],
    ['02-row-number-as-feature/r-rownames.csv', 4, flowers.classNames],
    ['02-row-number-as-feature/kaggle-noid.csv', 4, flowers.classNames],
    ['03-label-in-first-column/label-first.data', 4, ['1', '2', '3']],
    ['03-label-in-first-column/survived-first.csv', 3, ['0', '1']],
    ['04-headings-and-samples-confused/pandas-int-headings.csv', 4, ['0', '1', '2']],
    ['06-latin1/latin1-labels.csv', 4, ['clove', 'äster', 'öster']],
    ['12-blank-line-before-headings/blank-first.csv', 4, flowers.classNames],
    ['13-excel-unicode-text/excel-unicode.txt', 4, flowers.classNames],
    ['13-excel-unicode-text/utf16le-nobom.csv', 4, flowers.classNames],
    ['14-decimal-commas/eu-header-comma-in-heading.csv', 4, flowers.classNames],
    ['14-decimal-commas/eu-headerless.csv', 4, ['0', '1', '2']],
    ['14-decimal-commas/excel-sep.csv', 4, flowers.classNames],
    ['14-decimal-commas/quoted-decimal-comma.csv', 4, flowers.classNames],
    ['15-heading-row-one-comma-longer/comment-lines.csv', 4, flowers.classNames],
    ['15-heading-row-one-comma-longer/kaggle-trailing-comma-header.csv', 4, ['B', 'M']],
    ['16-cr-line-ends/cr-only.csv', 4, flowers.classNames],
    ['20-gaps-and-words-in-tables/bool-feature.csv', 4, flowers.classNames],
    ['20-gaps-and-words-in-tables/missing-na.csv', 4, flowers.classNames],
    ['20-gaps-and-words-in-tables/wdbc-shape.data', 5, ['B', 'M']],
  ] as const)('%s is 150 samples of %i features', async (path, features, classNames) => {
    const raw = await read(kept(path));
    expect([raw.pool.count, raw.inputShape, raw.classNames]).toEqual([150, [features], classNames]);
    expect(raw.pool.inputs.every((value) => Number.isFinite(value))).toBe(true);
  });

  it('give the same numbers, however they are written', async () => {
    const plain = await read(kept('02-row-number-as-feature/kaggle-noid.csv'));
    for (const path of [
      '02-row-number-as-feature/kaggle-id.csv',
      '12-blank-line-before-headings/blank-first.csv',
      '13-excel-unicode-text/excel-unicode.txt',
      '13-excel-unicode-text/utf16le-nobom.csv',
      '14-decimal-commas/eu-headerless.csv',
      '14-decimal-commas/excel-sep.csv',
      '14-decimal-commas/quoted-decimal-comma.csv',
      '16-cr-line-ends/cr-only.csv',
      '20-gaps-and-words-in-tables/missing-na.csv',
    ])
      expect((await read(kept(path))).pool.inputs, path).toEqual(plain.pool.inputs);
  });

  it('leave out what numbers the rows, and say so', async () => {
    expect(outOf(await read(kept('02-row-number-as-feature/kaggle-id.csv')))).toEqual({ Id: 'counts the rows' });
    expect(outOf(await read(kept('02-row-number-as-feature/r-rownames.csv')))).toEqual({ 'column 1': 'counts the rows' });
    expect(outOf(await read(kept('15-heading-row-one-comma-longer/kaggle-trailing-comma-header.csv')))).toEqual({ id: 'is an identifier' });
    // A person’s word is stronger.
    const asked = await read(kept('02-row-number-as-feature/kaggle-id.csv'), 'as=Id:number');
    expect([asked.inputShape, asked.featureNames?.[0]]).toEqual([[5], 'Id']);
  });

  it('have thousands where dots part them, decided by the whole file', async () => {
    const raw = await read(kept('07-dot-of-thousands/dot-thousands-int.csv'));
    const column = Array.from({ length: raw.pool.count }, (_, row) => raw.pool.inputs[4 * row + 3] as number);
    expect([...new Set(column)].sort((a, b) => a - b)).toEqual([873, 950, 1200, 12_500]);
    expect(raw.pool.inputs[0]).toBeCloseTo(2.74, 6);
    const mixed = await read(
      file('m.csv', `a;b;label\n${Array.from({ length: 12 }, (_, row) => `${row},5;1.200,50;${row % 2}`).join('\n')}`),
    );
    expect([...mixed.pool.inputs.subarray(0, 2)]).toEqual([0.5, 1200.5]);
  });

  it('of which nothing says what a dot means are asked about', async () => {
    const unsure = file('u.csv', `a;label\n${Array.from({ length: 12 }, (_, row) => `${row + 1}.200;${row % 2}`).join('\n')}`);
    expect((await failingAsync(read(unsure))).message).toMatch(/whether “1.200” is 1.200 or 1200.*decimal=point.*decimal=comma/);
    expect((await read(unsure, 'decimal=comma')).pool.inputs[0]).toBe(1200);
    expect((await read(unsure, 'decimal=point')).pool.inputs[0]).toBeCloseTo(1.2, 6);
  });

  it('of spam in Latin-1 are two classes of texts, with their letters', async () => {
    const raw = await read(kept('04-headings-and-samples-confused/kaggle-spam.csv'));
    expect([raw.pool.count, raw.classNames]).toEqual([120, ['ham', 'spam']]);
    expect(raw.vocabulary).toContain('café');
    expect(raw.understanding?.files[0]?.encoding).toBe('Windows-1252 (Latin-1)');
  });

  it('of the Titanic are trained on without names, and say so', async () => {
    const raw = await read(kept('05-columns-used-without-a-word/titanic.csv'));
    expect([raw.pool.count, raw.classNames, raw.featureNames]).toEqual([
      150,
      ['0', '1'],
      ['Pclass', 'Sex=female', 'Sex=male', 'Age', 'Fare'],
    ]);
    expect(outOf(raw)).toEqual({ PassengerId: 'counts the rows', Name: 'holds texts, beside numbers' });
    expect(raw.notes?.join(' ')).toMatch(/Left out: “PassengerId” \(counts the rows\), “Name” \(holds texts, beside numbers\)\./);
    // Which column is the label can be said, and then the others are the features.
    const sex = await read(kept('05-columns-used-without-a-word/titanic.csv'), 'column=Sex');
    expect([sex.classNames, sex.featureNames]).toEqual([
      ['female', 'male'],
      ['Survived', 'Pclass', 'Age', 'Fare'],
    ]);
  });

  it('of tweets are the last column, without dates and names', async () => {
    const raw = await read(kept('05-columns-used-without-a-word/sentiment140.csv'));
    expect([raw.classNames, raw.understanding?.columns.map(({ role }) => role)]).toEqual([
      ['0', '4'],
      ['label', 'out', 'out', 'out', 'out', 'text'],
    ]);
    expect(raw.vocabulary).not.toContain('apr');
  });

  it('of digits as CSV are images', async () => {
    const raw = await read(kept('17-mnist-as-csv/train.csv'));
    expect([raw.inputShape, raw.classes, raw.pool.count]).toEqual([[28, 28, 1], 10, 40]);
    expect(raw.pool.inputs).toBeInstanceOf(Uint8Array);
    expect((await read(kept('17-mnist-as-csv/train.csv'), 'rows=numbers')).inputShape).toEqual([784]);
  });

  it('of texts without spaces are texts, letter by letter', async () => {
    const raw = await read(kept('18-texts-without-spaces/chinese.csv'));
    expect([raw.pool.count, raw.classNames, raw.inputShape[0]]).toEqual([120, ['0', '1'], 12]);
    expect(raw.vocabulary?.every((token) => [...token].length <= 1)).toBe(true);
    const names = Array.from(
      { length: 60 },
      (_, row) => `${['Ab', 'Bri', 'Car', 'Da'][row % 4]}${'aeiou'[row % 5]}l${row},${row % 2 ? 'Irish' : 'Czech'}`,
    ).join('\n');
    for (const heading of ['name,language\n', '']) {
      const origin = await read(file('names-origin.csv', heading + names));
      expect([origin.classNames, origin.vocabulary?.length]).toEqual([['Czech', 'Irish'], 256]);
      expect(origin.notes?.join(' ')).toMatch(/Tokens are the bytes of the texts/);
    }
  });

  it('of sentences between tabs are texts, also where each has as many words', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => `film number ${row} is ${row % 2 ? 'good' : 'bad'}\t${row % 2 ? 'good' : 'bad'}`);
    const raw = await read(file('reviews.tsv', `sentence\tlabel\n${rows.join('\n')}`));
    expect([raw.classNames, raw.inputShape[0], raw.understanding?.files[0]?.delimiter]).toEqual([['bad', 'good'], 5, 'tabs']);
    const pairs = Array.from({ length: 30 }, (_, row) => `${row},5 ${row % 7},25 ${row % 2}`).join('\n');
    expect((await read(file('pairs.txt', pairs))).inputShape).toEqual([2]);
  });

  it('that are workbooks are called so', async () => {
    const failure = await failingAsync(read(kept('22-workbook/sheet.xlsx')));
    expect(failure.message).toBe(
      '“sheet.xlsx” is an Excel workbook. Spreadsheets cannot be read here. Save the sheet as CSV and drop that.',
    );
  });

  it('of which the first row has a gap keep it as a row', async () => {
    const text = `2,1.5,?,a\n${Array.from({ length: 40 }, (_, row) => `${row % 3},${row}.5,${row % 7}.25,${'ab'[row % 2]}`).join('\n')}`;
    const raw = await read(file('horse.csv', text));
    expect(raw.understanding?.rows).toMatchObject({ read: 41, leftOut: 1, withGaps: 1 });
  });

  it('with a title above, or with more in the heading row than in the others', async () => {
    const body = Array.from({ length: 20 }, (_, row) => `${row}.5,${row * 2}.25,${'xy'[row % 2]}`).join('\n');
    for (const above of [
      'Results of 2024,,\na,b,kind\n',
      '# made by hand\n# a,b,kind\n',
      'a,b,kind,\n',
      '\n\na,b,kind\n',
      '"sep=,"\na,b,kind\n',
    ]) {
      const raw = await read(file('t.csv', above + body));
      expect([raw.pool.count, raw.featureNames, raw.classNames], above).toEqual([20, ['a', 'b'], ['x', 'y']]);
    }
    const withRowNames = await read(
      file(
        'r.txt',
        `a b kind\n${body
          .split('\n')
          .map((row, at) => `"r${at}" ${row.replaceAll(',', ' ')}`)
          .join('\n')}`,
      ),
    );
    expect([withRowNames.pool.count, withRowNames.featureNames]).toEqual([20, ['a', 'b']]);
  });
});

describe('tables as they are published', () => {
  it.each([
    ['titanic of Kaggle', shapes.titanicOfKaggle(), '', [10], ['0', '1'], 159],
    ['titanic of Kaggle, filled', shapes.titanicOfKaggle(), 'gaps=fill', [10], ['0', '1'], 200],
    ['titanic of seaborn', shapes.titanicOfSeaborn(), '', [21], ['0', '1'], 167],
    ['penguins', shapes.penguins(), '', [9], ['Adelie', 'Chinstrap', 'Gentoo'], 118],
    ['tips', shapes.tips(), 'column=smoker', [11], ['No', 'Yes'], 120],
    ['adult', shapes.adult(), '', [27], ['<=50K', '>50K'], 151],
    ['german credit', shapes.german(), '', [59], ['1', '2'], 200],
    ['abalone', shapes.abalone(), 'column=#1', [8], ['F', 'I', 'M'], 400],
    ['breast cancer, wdbc', shapes.wdbc(), '', [30], ['B', 'M'], 150],
    ['breast cancer, Wisconsin', shapes.wisconsin(), '', [9], ['2', '4'], 195],
    ['breast cancer, recurrence', shapes.breastCancer(), '', [23], ['no-recurrence-events', 'recurrence-events'], 119],
    ['horse colic', shapes.horseColic(), 'column=#24,gaps=fill', [23], ['1', '2'], 120],
    ['ecoli, aligned with spaces', shapes.ecoli(), '', [7], ['cp', 'im', 'om', 'pp'], 120],
    ['seeds, between tabs', shapes.seeds(), '', [7], ['1', '2', '3'], 90],
    ['wine', shapes.wine(), '', [13], ['1', '2', '3'], 150],
    ['MNIST without headings', shapes.mnist(), '', [28, 28, 1], ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], 60],
    ['ten thousand columns', shapes.wide(10_000), '', [10_000], ['healthy', 'ill'], 30],
  ])('%s can be used', async (_name, text, said, shape, classNames, count) => {
    const raw = await read(file('table.csv', text), said);
    expect([raw.inputShape, raw.classNames, raw.pool.count]).toEqual([shape, classNames, count]);
    const { train, validation, test } = makeDataset(raw, {
      validationShare: 0.2,
      testShare: 0.2,
      labelNoise: 0,
      noiseKind: 'other-class',
      seed: 1,
    });
    for (const part of [train, validation, test]) expect(part.inputs.every((value) => Number.isFinite(value))).toBe(true);
  });

  it.each([
    ['tips', shapes.tips(), /which column holds the labels\. Which column holds them\? “size”, 6 values \(column=size\); “sex”, 2 values/],
    ['abalone', shapes.abalone(), /“column 9”, 15 values \(column=column 9\); “column 1”, 3 values/],
    ['horse colic', shapes.horseColic(), /“column 24”, 2 values/],
  ])('%s leaves the label open, and is asked about', async (_name, text, message) => {
    expect((await failingAsync(read(file('table.csv', text)))).message).toMatch(message);
  });

  it('a column that says the same as the label is left out', async () => {
    expect(outOf(await read(file('titanic.csv', shapes.titanicOfSeaborn())))).toMatchObject({
      alive: 'says the same as the label “survived”',
    });
  });

  it('adult.data and adult.test are one data set, though the test labels end in a full stop', async () => {
    const raw = await read([file('adult.test', shapes.adultTest()), file('adult.data', shapes.adult())]);
    expect([raw.classNames, raw.pool.count, raw.test?.count]).toEqual([['<=50K', '>50K'], 151, 31]);
  });

  it('a competition’s tables are trained on without those to be predicted', async () => {
    const train = shapes.titanicOfKaggle();
    const test = train
      .split('\n')
      .map((line) => line.split(',').toSpliced(1, 1).join(','))
      .join('\n');
    const hand = `PassengerId,Survived\n${Array.from({ length: 30 }, (_, at) => `${at + 892},0`).join('\n')}`;
    const raw = await read([file('titanic/test.csv', test), file('titanic/gender_submission.csv', hand), file('titanic/train.csv', train)]);
    expect([raw.name, raw.pool.count, raw.test, raw.classNames]).toEqual(['titanic', 159, undefined, ['0', '1']]);
    expect(raw.notes?.join(' ')).toMatch(
      /“titanic\/test.csv” was left out: it has no labels\..*“titanic\/gender_submission.csv” was left out: it has other columns\./,
    );
  });

  it('a class of one sample is asked about, and left out or kept', async () => {
    const text = `${shapes.penguins()}\nEmperor,Biscoe,1.5,2.5,200,3000,MALE`;
    expect((await failingAsync(read(file('p.csv', text)))).message).toMatch(
      /The class “Emperor” has a single sample\..*rare=leave.*rare=keep/,
    );
    expect((await read(file('p.csv', text), 'rare=leave')).classNames).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
    expect((await read(file('p.csv', text), 'rare=keep')).classNames).toEqual(['Adelie', 'Chinstrap', 'Emperor', 'Gentoo']);
  });
});

describe('what was understood', () => {
  it('is known again where it was kept, and nothing else is taken for it', async () => {
    const { understanding } = await read(kept('05-columns-used-without-a-word/titanic.csv'));
    expect(isUnderstanding(structuredClone(understanding))).toBe(true);
    for (const broken of [
      null,
      {},
      { ...understanding, label: 99 },
      { ...understanding, columns: [{}] },
      { ...understanding, reading: { column: 3 } },
      { ...understanding, rows: null },
    ])
      expect(isUnderstanding(broken)).toBe(false);
  });
});
