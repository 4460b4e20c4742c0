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

describe('a development set', () => {
  const small = csv(headed.slice(0, 5));
  it('is tested on beside a training file, which is said, and the whole pool without one', async () => {
    const raw = await read([file('dev.csv', small), file('train.csv', csv(headed))]);
    expect([raw.pool.count, raw.test?.count]).toEqual([12, 4]);
    expect(raw.understanding?.split).toMatch(/“dev\.csv” are the test split, a development set in place of one/);
    const alone = await read(file('dev.csv', csv(headed)));
    expect([alone.pool.count, alone.test]).toEqual([12, undefined]);
  });

  it('is trained on where a file called test has labels, and where all rows are to be cut alike', async () => {
    const raw = await read([file('dev.csv', small), file('test.csv', small), file('train.csv', csv(headed))]);
    expect([raw.pool.count, raw.test?.count]).toEqual([16, 4]);
    const whole = await read([file('dev.csv', small), file('train.csv', csv(headed))], { split: 'none' });
    expect([whole.pool.count, whole.test]).toEqual([16, undefined]);
  });
});

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
    const rows = Array.from({ length: 12 }, (_, row) => [row / 8, [10, 9, -1][row % 3]]);
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
    const lines = Array.from({ length: 100_000 }, (_, row) => `${row}.5,${row % 7},${row % 5}\n`).join('');
    const heard: number[] = [];
    const raw = await readDroppedFiles([file('many.csv.gz', gzip(lines))], {
      onProgress: (done, unit) => unit === 'rows' && heard.push(done),
    });
    expect([raw.pool.count, raw.classes]).toEqual([100_000, 5]);
    expect(raw.pool.inputs[2 * 99_999]).toBe(99_999.5);
    expect(heard.length).toBeGreaterThan(5);
    expect(heard.at(-1)).toBe(100_000);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  });

  const changed = (row: number, column: number, cell: string) =>
    csv(headed.map((cells, at) => (at === row ? cells.map((old, place) => (place === column ? cell : old)) : cells)));
  it.each([
    ['a missing number', changed(4, 1, '')],
    ['a word for nothing', changed(7, 0, 'n/a')],
    ['a missing label', changed(3, 2, ' ')],
  ])('with %s are read without that row, which is said', async (_what, text) => {
    const raw = await read(file('t.csv', text));
    expect(raw.pool.count).toBe(11);
    expect(raw.understanding?.rows).toMatchObject({ read: 12, leftOut: 1 });
    expect(raw.notes?.join(' ')).toMatch(/1 row (of 12 with gaps|without a label) was left out\./);
  });

  it.each([
    [
      'a word among numbers',
      changed(7, 0, 'long'),
      'data-asks',
      /row 8: the column “length” holds “long”, which is not a number\. Can such rows/,
    ],
    ['a short row', `${csv(headed)}\n1,2`, 'data-asks', /row 14 has 2 cells instead of 3.*leave these rows out \(gaps=leave\)/],
    ['a quotation mark that is never closed', changed(6, 2, '"setosa'), 'table-row', /row 7: a quotation mark is opened/],
    [
      'one class',
      csv(headed.map(([a, b, c]) => [a, b, c === 'species' ? c : 'x'])),
      'data-asks',
      /“species” has a single value in 12 rows/,
    ],
    ['few rows', csv(headed.slice(0, 6)), 'too-few-samples', /There are 5 samples/],
    [
      'a number to predict',
      csv(Array.from({ length: 300 }, (_, row) => [(row * 7) % 90, row / 7])),
      'data-asks',
      /No column repeats a few values, as labels do\. Which column holds them\? “column 1”, 90 values/,
    ],
    ['no cells', 'one\ntwo\nthree\n', 'table-unclear', /has no rows of cells/],
    ['nothing', '', 'file-empty', /0 bytes/],
  ])('with %s are refused, or asked about', async (_what, text, code, message) => {
    const failure = await failingAsync(read(file('t.csv', text)));
    expect([failure.code, failure.message]).toEqual([code, expect.stringMatching(message)]);
  });

  it('whose label is said to be a column of ever other values are refused', async () => {
    const many = csv(Array.from({ length: 300 }, (_, row) => [(row * 7) % 90, row / 7]));
    expect((await failingAsync(read(file('t.csv', many), { column: '2' }))).message).toMatch(
      /“column 2” has more than 256 different values/,
    );
  });

  it('with words among numbers are used without those rows, or with them filled, where somebody says so', async () => {
    const odd = changed(7, 0, 'long');
    expect((await read(file('t.csv', odd), { gaps: 'leave' })).pool.count).toBe(11);
    const kept = await read(file('t.csv', odd), { gaps: 'fill' });
    expect([kept.pool.count, kept.gaps]).toEqual([12, [{ begin: 0, size: 1 }]]);
  });

  it('where most rows have gaps are asked about, and filled from training rows alone where that is the answer', async () => {
    const rows = headed.map((row, at) =>
      at % 3 === 0 || at === 0 ? row : [at % 3 === 1 ? '' : row[0], at % 3 === 2 ? 'NA' : row[1], row[2]],
    );
    expect((await failingAsync(read(file('t.csv', csv(rows))))).message).toMatch(
      /8 of 12 rows have gaps, most of them in “length” 4, “width” 4\..*gaps=fill/,
    );
    const raw = await read(file('t.csv', csv(rows)), { gaps: 'fill' });
    expect(raw.gaps).toEqual([0, 1].map((begin) => ({ begin, size: 1 })));
    expect([...raw.pool.inputs].filter((value) => Number.isNaN(value))).toHaveLength(8);
    const options = { validationShare: 0.2, testShare: 0.25, labelNoise: 0, noiseKind: 'other-class', seed: 3 } as const;
    const { train, validation, test } = makeDataset(raw, options);
    for (const { inputs } of [train, validation, test]) expect([...inputs].every((value) => Number.isFinite(value))).toBe(true);
    // Whatever stands in a gap of any part is the lower median of what the training rows have.
    const known = new Set(headed.flatMap(([length]) => (typeof length === 'number' ? [Math.fround(length)] : [])));
    expect([...train.inputs].filter((_, at) => at % 2 === 0).every((value) => known.has(value))).toBe(true);
  });

  it('whose columns differ, or lack the label that is asked for, are refused', async () => {
    const other = csv([['length', 'species'], ...flowers.map(([a, , c]) => [a, c])]);
    const alone = await read([file('train.csv', csv(headed)), file('test.csv', other)]);
    expect([alone.pool.count, alone.test]).toEqual([12, undefined]);
    expect(alone.notes).toContain('“test.csv” was left out: it has no column “width”.');
    const two = await failingAsync(read([file('flowers.csv', csv(headed)), file('leaves.csv', other)]));
    expect(two.message).toMatch(
      /Several data sets were dropped at once.*“flowers.csv” \(file=flowers.csv\); “leaves.csv” \(file=leaves.csv\)/,
    );
    expect((await read([file('flowers.csv', csv(headed)), file('leaves.csv', other)], { file: 'leaves' })).inputShape).toEqual([1]);
    const missing = await failingAsync(read(file('t.csv', csv(headed)), { column: 'colour' }));
    expect(missing.message).toMatch(/has no column “colour”, but length, width, species\. Such a column was not found/);
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
