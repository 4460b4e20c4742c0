/** Tables of kinds that nobody had kept a case of: written here in the shape that people have them. */
import { describe, expect, it } from 'vitest';
import type { RawDataset } from '../../../src/core/datasets/dataset';
import { parseReading } from '../../../src/core/datasets/reading';
import { readDroppedFiles } from '../../../src/worker/files';
import { failingAsync } from '../../core/datasets/failing';
import { file } from './named';

const ROWS = 40;
const rows = (make: (row: number) => readonly unknown[], between = ',') =>
  Array.from({ length: ROWS }, (_, row) => make(row).join(between)).join('\n');
/** Numbers that hardly repeat and do not count. */
const number = (row: number, column: number) => (((row * 7919 + column * 104_729) % 997) / 100).toFixed(2);
/** One of a few words, with no pattern that another column has. */
const one = (row: number, words: readonly string[]) => words[((row * 3) % 5) % words.length] as string;
const plain = (row: number) => [number(row, 1), number(row, 2), one(row, ['a', 'b'])];
const utf16be = (text: string) =>
  Uint8Array.from(['\ufeff', ...text].flatMap((letter) => [letter.charCodeAt(0) >> 8, letter.charCodeAt(0) & 255]));
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const read = (text: string | Uint8Array<ArrayBuffer>, said = '', name = 'table.csv'): Promise<RawDataset> =>
  readDroppedFiles([file(name, text)], { reading: parseReading(said).reading });
const askedAbout = async (text: string | Uint8Array<ArrayBuffer>) => (await failingAsync(read(text))).message;
const whyOut = ({ understanding }: RawDataset) =>
  Object.fromEntries((understanding?.columns ?? []).filter(({ role }) => role === 'out').map(({ name, why }) => [name, why]));

describe('tables of every kind', () => {
  it.each([
    [
      'Excel’s own line, thousands and decimal commas',
      `sep=;\nalter;gehalt;klasse\n${rows((row) => [20 + ((row * 7) % 40), `1.${100 + row},50`, one(row, ['ja', 'nein'])], ';')}`,
      [20, 1100.5],
    ],
    [
      'thousands of Switzerland',
      `lohn;steuer;klasse\n${rows((row) => [`1'${100 + row}.50`, `${row % 7}.5`, one(row, ['ja', 'nein'])], ';')}`,
      [1100.5, 0.5],
    ],
    [
      'thousands of France',
      `salaire;taux;classe\n${rows((row) => [`1\u00a0${100 + row},50`, `${row % 7},5`, one(row, ['oui', 'non'])], ';')}`,
      [1100.5, 0.5],
    ],
    [
      'thousands between quotation marks',
      `income,rate,class\n${rows((row) => [`"1,${100 + row}"`, number(row, 2), one(row, ['a', 'b'])])}`,
      [1100, 0.88],
    ],
    ['money and shares', `price,rate,class\n${rows((row) => [`$1.${10 + row}`, `${10 + row}%`, one(row, ['a', 'b'])])}`, [1.1, 0.1]],
    [
      'powers of ten',
      `x,y,class\n${rows((row) => [`${number(row, 1)}e-01`, `+${number(row, 2)}E+1`, one(row, ['a', 'b'])])}`,
      [0.044, 8.8],
    ],
    ['old Mac line ends', `a,b,class\n${rows(plain)}`.replaceAll('\n', '\r'), [0.44, 0.88]],
    ['a byte order mark and Windows line ends', `\ufeffa,b,class\n${rows(plain)}\n`.replaceAll('\n', '\r\n'), [0.44, 0.88]],
    ['comments above', `# made by hand\n# units: cm\na,b,class\n${rows(plain)}`, [0.44, 0.88]],
    ['a title and a row of delimiters above', `Quarterly results,,\n,,\na,b,class\n${rows(plain)}`, [0.44, 0.88]],
    ['a delimiter at the end of every row', `a,b,class,\n${rows((row) => [...plain(row), ''])}`, [0.44, 0.88]],
    ['one at the end of every row but the headings', `a,b,class\n${rows((row) => [...plain(row), ''])}`, [0.44, 0.88]],
  ])('%s are read as what they are', async (_what, text, first) => {
    const raw = await read(text);
    expect([raw.inputShape, raw.pool.count, raw.classes]).toEqual([[2], ROWS, 2]);
    expect(Array.from(raw.pool.inputs.slice(0, 2), (value) => Number(value.toPrecision(6)))).toEqual(first);
  });

  it.each([
    ['UTF-16, big-endian', utf16be, ['sauer', 'süß']],
    ['Latin-1', latin1, ['sauer', 'süß']],
  ])('letters in %s are letters', async (_what, encode, classNames) => {
    const raw = await read(
      encode(`größe;farbe;klasse\n${rows((row) => [number(row, 1), ['grün', 'blau'][row % 2], one(row, ['süß', 'sauer'])], ';')}`),
    );
    expect([raw.classNames, raw.featureNames]).toEqual([classNames, ['größe', 'farbe=blau', 'farbe=grün']]);
  });

  it('cells with line ends and doubled quotation marks are one cell', async () => {
    const raw = await read(
      `a,comment,label\n${rows((row) => [number(row, 1), `"line ${row}\nsecond, ""quoted"" line"`, one(row, ['x', 'y'])])}`,
    );
    expect([raw.pool.count, raw.understanding?.kind]).toEqual([ROWS, 'texts']);
  });

  it('times, codes and identifiers are no measurements', async () => {
    const headings = 'timestamp,day,zip,uuid,amount,type';
    const raw = await read(
      `${headings}\n${rows((row) => [1_700_000_000 + 3600 * row, `2024-01-${10 + (row % 20)}`, String(1000 + 37 * row).padStart(5, '0'), `${1000 + row}-aaaa-4bbb`, number(row, 1), one(row, ['in', 'out'])])}`,
    );
    expect(raw.featureNames).toEqual(['amount']);
    expect(whyOut(raw)).toEqual({
      timestamp: 'holds points in time',
      day: 'holds dates',
      zip: 'holds codes: numbers with zeros in front',
      uuid: 'is an identifier',
    });
    const few = await read(`region,x,type\n${rows((row) => [`0${1 + (row % 4)}`, number(row, 1), one(row, ['in', 'out'])])}`);
    expect(few.featureNames).toEqual(['region=01', 'region=02', 'region=03', 'region=04', 'x']);
  });

  it('a single class, a target of numbers and numbers that stand for nothing are asked about', async () => {
    expect(await askedAbout(`a,b,label\n${rows((row) => [number(row, 1), number(row, 2), 'same'])}`)).toMatch(/“label” has a single value/);
    // Rooms are no label only because they repeat.
    const houses = `rooms,area,price\n${rows((row) => [1 + (row % 6), number(row, 1), 100_000 + 1371 * ((row * 31) % ROWS)])}`;
    expect(await askedAbout(houses)).toMatch(/No heading says which column holds the labels/);
    const gaps = `a,b,class\n${rows((row) => [row % 9 === 0 ? '-999' : number(row, 1), number(row, 2), one(row, ['x', 'y'])])}`;
    expect(await askedAbout(gaps)).toMatch(/“a” holds -999 in 5 of 40 rows.*missing=-999.*as=a:number/);
    expect((await read(gaps, 'missing=-999')).pool.count).toBe(ROWS - 5);
    expect((await read(gaps, 'as=a:number')).pool.inputs[0]).toBe(-999);
    const cold = `t,b,class\n${rows((row) => [row % 9 === 0 ? '-99' : -Number(number(row, 1)), number(row, 2), one(row, ['x', 'y'])])}`;
    expect((await read(cold)).pool.count).toBe(ROWS);
  });
});

describe('ARFF', () => {
  const iris = `% 1. Title: Iris\n%\n@RELATION iris\n\n@ATTRIBUTE sepallength\tREAL\n@ATTRIBUTE 'petal width' NUMERIC\n@ATTRIBUTE grade {1,2}\n@ATTRIBUTE kind {Iris-setosa, 'Iris versicolor'}\n\n@DATA\n`;
  const data = rows((row) => [
    number(row, 1),
    row % 9 === 0 ? '?' : number(row, 2),
    1 + (row % 2),
    one(row, ['Iris-setosa', "'Iris versicolor'"]),
  ]);

  it('is read by its own header: names, kinds of columns, the last as the label, ? as a gap, comments as none', async () => {
    const raw = await read(`${iris}${data}\n%\n% the end\n`, '', 'iris.arff');
    expect(raw.classNames).toEqual(['Iris versicolor', 'Iris-setosa']);
    expect(raw.featureNames).toEqual(['sepallength', 'petal width', 'grade=1', 'grade=2']);
    expect(raw.pool.count).toBe(ROWS - 5);
    expect(Array.from(raw.pool.inputs.slice(0, 4), (value) => Number(value.toPrecision(4)))).toEqual([9.84, 0.31, 0, 1]);
    const asked = await read(`${iris}${data}`, 'column=grade,gaps=fill,as=kind:out', 'iris.arff');
    expect([asked.classNames, asked.inputShape, asked.pool.count]).toEqual([['1', '2'], [2], ROWS]);
  });

  it('has texts with commas and escaped quotation marks', async () => {
    const text = `@relation t\n@attribute text string\n@attribute cls {x,y}\n@data\n${rows((row) => [`'it\\'s a film, number ${row}'`, one(row, ['x', 'y'])])}`;
    const raw = await read(text, '', 't.arff');
    expect([raw.understanding?.kind, raw.pool.count, raw.classNames]).toEqual(['texts', ROWS, ['x', 'y']]);
  });

  it.each([
    [
      'sparse rows',
      '@relation s\n@attribute a numeric\n@attribute b {x,y}\n@data\n{0 1, 1 y}\n',
      /has sparse rows.*save it with a value in every cell/,
    ],
    ['relations within cells', '@relation s\n@attribute bag relational\n@attribute b {x,y}\n@data\n1,x\n', /“bag” is “relational”/],
    ['no data', '@relation s\n@attribute a numeric\n@attribute b {x,y}\n', /no line “@data”/],
  ])('with %s is refused in a sentence', async (_what, text, message) => {
    const failure = await failingAsync(read(text, '', 's.arff'));
    expect([failure.code, failure.message]).toEqual(['table-unclear', expect.stringMatching(message)]);
  });
});
