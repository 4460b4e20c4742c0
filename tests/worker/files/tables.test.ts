import { describe, expect, it } from 'vitest';
import { defaultReading, type Reading } from '../../../src/core/datasets/reading';
import { makeDataset } from '../../../src/core/datasets/split';
import { type NamedBlob, readDroppedFiles } from '../../../src/worker/files';
import { failingAsync } from '../../core/datasets/failing';
import { file, gzip } from './named';

const read = (files: readonly NamedBlob[] | NamedBlob, reading: Partial<Reading> = {}) =>
  readDroppedFiles([files].flat(), { reading: { ...defaultReading, ...reading } });

const flowers = Array.from({ length: 12 }, (_, row) => [5 + row / 10, 3 - row / 4, ['setosa', 'virginica'][row % 2]]);
const csv = (rows: readonly (readonly unknown[])[], delimiter = ',', end = '\n') => rows.map((row) => row.join(delimiter)).join(end);
const headed = [['length', 'width', 'species'], ...flowers];
const values = Float32Array.from(flowers.flatMap(([length, width]) => [length as number, width as number]));

describe('tables of numbers', () => {
  it.each([
    ['with headings', csv(headed)],
    ['without', csv(flowers)],
    ['between semicolons, with decimal commas', csv(headed, ';').replaceAll('.', ',')],
    ['between tabs, with the line ends of Windows', csv(headed, '\t', '\r\n')],
    ['between bars', csv(headed, '|')],
    ['quoted', csv(headed.map((row) => row.map((cell) => `"${cell}"`)))],
    ['with a last line end, empty lines and a byte order mark', `\ufeff${csv(headed)}\n\n\n`],
  ])('%s are features and labels', async (_what, text) => {
    const raw = await read(file('iris.csv', text));
    expect(raw).toMatchObject({ name: 'iris', inputShape: [2], classNames: ['setosa', 'virginica'], isStandardized: true });
    expect(raw.pool.inputs).toEqual(values);
    expect([...raw.pool.labels]).toEqual(flowers.map((_, row) => row % 2));
  });

  it('take the label from a column with a name for it, the one that is asked for, or the last', async () => {
    const rows = flowers.map(([a, b], row) => [row % 3, a, b, row % 2]);
    const named = await read(file('a.csv', csv([['class', 'a', 'b', 'odd'], ...rows])));
    expect([named.classes, named.featureNames]).toEqual([3, ['a', 'b', 'odd']]);
    const asked = await read(file('a.csv', csv([['class', 'a', 'b', 'odd'], ...rows])), { column: 'ODD' });
    expect([asked.classes, asked.featureNames]).toEqual([2, ['class', 'a', 'b']]);
    expect((await read(file('a.csv', csv(rows)))).classes).toBe(2);
    expect((await read(file('a.csv', csv(rows)), { column: '1' })).classes).toBe(3);
  });

  it('number classes by size where they are numbers, else by the alphabet', async () => {
    const rows = Array.from({ length: 12 }, (_, row) => [row, [10, 9, -1][row % 3]]);
    expect((await read(file('a.csv', csv(rows)))).classNames).toEqual(['-1', '9', '10']);
  });

  it('named after splits are training and test, and lend the data set their common name', async () => {
    const raw = await read([file('wine_test.csv', csv(headed.slice(0, 5))), file('wine_train.csv.gz', gzip(csv(headed)))]);
    expect([raw.name, raw.pool.count, raw.test?.count]).toEqual(['wine', 12, 4]);
    expect(raw.pool.inputs).toEqual(values);
    expect(raw.test?.inputs).toEqual(values.slice(0, 8));
  });

  it('are standardized with mean and deviation of the training split alone', async () => {
    const raw = await read(file('iris.csv', csv(headed)));
    const options = { validationShare: 0.2, testShare: 0.25, labelNoise: 0, noiseKind: 'other-class', seed: 3 } as const;
    const { train, normalization, featureNames } = makeDataset(raw, options);
    for (const feature of [0, 1]) {
      const column = Array.from({ length: train.count }, (_, row) => train.inputs[2 * row + feature] as number);
      const mean = column.reduce((sum, value) => sum + value) / column.length;
      expect(normalization.mean[feature]).toBeCloseTo(mean, 10);
      expect(normalization.std[feature]).toBeCloseTo(Math.hypot(...column.map((value) => value - mean)) / Math.sqrt(column.length), 10);
    }
    expect(normalization).not.toEqual(raw.normalization);
    expect(featureNames).toEqual(['length', 'width']);
  });

  it('of a hundred thousand rows stream through, and say how far they are', async () => {
    const lines = Array.from({ length: 100_000 }, (_, row) => `${row},${row % 7},${row % 5}\n`).join('');
    const heard: number[] = [];
    const raw = await readDroppedFiles([file('many.csv.gz', gzip(lines))], {
      onProgress: (done, unit) => unit === 'rows' && heard.push(done),
    });
    expect([raw.pool.count, raw.classes]).toEqual([100_000, 5]);
    expect(raw.pool.inputs[2 * 99_999]).toBe(99_999);
    expect(heard.length).toBeGreaterThan(5);
    expect(heard.at(-1)).toBe(100_000);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  });

  const changed = (row: number, column: number, cell: string) =>
    csv(headed.map((cells, at) => (at === row ? cells.map((old, place) => (place === column ? cell : old)) : cells)));
  it.each([
    ['a missing number', changed(4, 1, ''), 'table-row', /“t\.csv”, row 5: the column “width” is empty\./],
    ['a word among numbers', changed(7, 0, 'n/a'), 'table-row', /row 8: the column “length” holds “n\/a”, which is not a number/],
    ['a missing label', changed(3, 2, ' '), 'table-row', /row 4: the column “species” is empty/],
    ['a short row', `${csv(headed)}\n1,2`, 'table-row', /row 14 has 2 cells instead of 3/],
    ['a quotation mark that is never closed', changed(6, 2, '"setosa'), 'table-row', /row 7: a quotation mark is opened/],
    ['one class', csv(flowers.map(([a, b]) => [a, b, 'x'])), 'too-few-classes', /All 12 labels are “x”/],
    ['few rows', csv(headed.slice(0, 6)), 'too-few-samples', /There are 5 samples/],
    [
      'a number to predict',
      csv(Array.from({ length: 300 }, (_, row) => [row, row / 7])),
      'too-many-classes',
      /“column 2” has more than 256/,
    ],
    ['no cells', 'one\ntwo\nthree\n', 'table-unclear', /has no rows of cells/],
    ['nothing', '', 'file-empty', /0 bytes/],
  ])('with %s are refused with row and column', async (_what, text, code, message) => {
    const failure = await failingAsync(read(file('t.csv', text)));
    expect([failure.code, failure.message]).toEqual([code, expect.stringMatching(message)]);
  });

  it('with several faults say how many there are and in how many rows', async () => {
    const rows = headed.map((row) => [...row]);
    const empty = (row: number, ...columns: number[]) => columns.forEach((column) => ((rows[row] as unknown[])[column] = ''));
    empty(4, 1);
    empty(6, 0, 1, 2);
    (rows[9] as unknown[])[0] = '?';
    const say = async (text: string) => (await failingAsync(read(file('t.csv', text)))).message;
    expect(await say(csv(rows))).toMatch(
      /^“t\.csv”, row 5: the column “width” is empty\. 4 more cells are missing or not numbers; 3 of 12 rows cannot be used\. Every row needs/,
    );
    // A row of one cell lacks two.
    expect(await say(`${csv(headed)}\n7`)).toMatch(/row 14 has 1 cell instead of 3\. 1 more cell is missing or not a number; 1 of 13 rows/);
    expect(await say(csv(headed.map((row, at) => (at === 3 ? ['', ...row.slice(1)] : row))))).toMatch(/is empty\. Every row needs/);
  });

  it('whose columns differ, or lack the label that is asked for, are refused', async () => {
    const other = csv([['length', 'species'], ...flowers.map(([a, , c]) => [a, c])]);
    expect((await failingAsync(read([file('train.csv', csv(headed)), file('test.csv', other)]))).code).toBe('files-differ');
    const missing = await failingAsync(read(file('t.csv', csv(headed)), { column: 'colour' }));
    expect(missing.message).toMatch(/has no column “colour”, but length, width, species\. The label column was not found/);
    const foreign = [...headed.slice(0, 4), [1, 2, 'versicolor']];
    expect((await failingAsync(read([file('train.csv', csv(headed)), file('test.csv', csv(foreign))]))).message).toMatch(
      /The test split has the label “versicolor”, which no training sample has/,
    );
  });
});

describe('tables of texts', () => {
  const reviews = Array.from({ length: 12 }, (_, row) =>
    row % 2 ? `Great film, number ${row}!` : `A "bad" film, ${'so '.repeat(row)}bad`,
  );
  const quoted = reviews.map((review, row) => [`"${review.replaceAll('"', '""')}"`, row % 2 ? 'good' : 'bad']);

  it.each([
    ['CSV with headings', 'reviews.csv', csv([['review', 'sentiment'], ...quoted])],
    [
      'TSV, where quotation marks are letters',
      'reviews.tsv',
      csv([['sentence', 'label'], ...reviews.map((text, row) => [text, row % 2 ? 'good' : 'bad'])], '\t'),
    ],
    ['CSV with the label first and no headings', 'reviews.csv', csv(quoted.map(([text, label]) => [label, text]))],
  ])('as %s are sequences of the most frequent words', async (_what, name, text) => {
    const raw = await read(file(name, text));
    expect(raw.classNames).toEqual(['bad', 'good']);
    expect(raw.vocabulary?.slice(0, 6)).toEqual(['', '…', 'so', 'bad', 'film', '!']);
    const [length, size] = raw.inputShape as [number, number];
    expect([length, size, raw.pool.inputs.length]).toEqual([14, raw.vocabulary?.length, 12 * 14]);
    const words = (row: number) => [...raw.pool.inputs.subarray(row * length, (row + 1) * length)].map((token) => raw.vocabulary?.[token]);
    expect(words(1)).toEqual(['great', 'film', 'number', '1', '!', ...Array<string>(9).fill('')]);
    expect(words(2)).toEqual(['a', 'bad', 'film', 'so', 'so', 'bad', ...Array<string>(8).fill('')]);
  });

  it('are cut at the length that is asked for, which is said', async () => {
    const raw = await read(file('reviews.csv', csv(quoted)), { length: 8 });
    expect(raw.inputShape[0]).toBe(8);
    expect(raw.notes).toContain('3 of 12 texts were longer and were cut.');
  });

  it('as bytes are UTF-8', async () => {
    const rows = Array.from({ length: 12 }, (_, row) => [`"né ${row} 😀"`, row % 2]);
    const raw = await read(file('t.csv', csv([['text', 'label'], ...rows])), { tokens: 'bytes' });
    expect(raw.inputShape).toEqual([11, 256]);
    expect([...raw.pool.inputs.subarray(0, 11)]).toEqual([...new TextEncoder().encode('né 0 😀'), 0]);
  });

  it('have a vocabulary of at most 254 words, those of the training texts, and one token for all others', async () => {
    const train = Array.from({ length: 300 }, (_, row) => [`word${row} word${row % 20} common`, row % 2]);
    const test = Array.from({ length: 12 }, (_, row) => ['secret secret secret common', row % 2]);
    const raw = await read([
      file('train.csv', csv([['text', 'label'], ...train])),
      file('test.csv', csv([['text', 'label'], ...test.map(([text, label], row) => [`${text} ${row}`, label])])),
    ]);
    expect(raw.vocabulary).toHaveLength(256);
    expect(raw.vocabulary?.[2]).toBe('common');
    expect(raw.vocabulary).not.toContain('secret');
    expect([...(raw.test?.inputs.subarray(0, 4) ?? [])]).toEqual([1, 1, 1, 2]);
    expect(raw.notes?.join(' ')).toMatch(/Tokens are the 254 most frequent of 3\d\d words/);
  });
});
