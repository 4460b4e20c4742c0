/** From the rows of one table, or of one per split, to a raw data set. */
import { Failure } from '../../failures';
import { FEWEST_SAMPLES, isForTest } from '../assemble';
import type { RawDataset, Samples } from '../dataset';
import { digits, MOST_BYTES } from '../fileFormat';
import { featureNormalization } from '../normalization';
import type { Reading } from '../reading';
import { growing } from './growing';
import { cellNumber, type TableLayout } from './layout';
import { type Tokenizer, tokenizer } from './tokens';

const MOST_CLASSES = 256;

export interface TableReader {
  /** Rows of this file come next. Throws `files-differ` where its columns are not those of the file before. */
  begin(file: string, layout: TableLayout): void;
  /** Takes a row; `row` is its number as a spreadsheet counts. */
  add(cells: readonly string[], row: number): void;
  /** Rows so far. */
  readonly count: number;
  /** Throws a `Failure` that names row and column of the first cell that cannot be used, and says how many there are. */
  finish(): RawDataset;
}

interface File {
  readonly name: string;
  readonly forTest: boolean;
  readonly layout: TableLayout;
  readonly first: number;
}

export function tableReader(reading: Reading): TableReader {
  const files: File[] = [];
  const labels = growing((length) => new Uint8Array(length));
  const classes = new Map<string, number>();
  const features = growing((length) => new Float32Array(length));
  const texts = tokenizer(reading.tokens, reading.length);
  let cut = 0;
  let rows = 0;
  /** Cells that cannot be used: the first of them in words, how many there are, and in how many rows. */
  let fault: string | undefined;
  let faults = 0;
  let faultyRows = 0;

  const current = () => {
    const file = files.at(-1);
    if (!file) throw new Error('table: a row before its file');
    return file;
  };

  function note(count: number, words: () => string): void {
    fault ??= words();
    faults += count;
  }

  function addLabel(cell: string, { name, layout }: File, row: number): void {
    const label = cell.trim();
    if (label === '') note(1, () => `${place(name, row, layout, layout.label)} is empty`);
    // What follows a fault is read to be counted, and not kept.
    if (fault !== undefined) return;
    let number = classes.get(label);
    if (number === undefined) {
      number = classes.size;
      if (number === MOST_CLASSES)
        throw new Failure(
          'too-many-classes',
          `“${name}”: the column “${layout.columns[layout.label]}” has more than ${MOST_CLASSES} different values.`,
        );
      classes.set(label, number);
    }
    labels.push(number);
  }

  function addFeatures(cells: readonly string[], { name, layout }: File, row: number): void {
    for (const column of layout.values) {
      const cell = cells[column] as string;
      const value = cellNumber(cell, layout.delimiter);
      if (Number.isNaN(value)) note(1, () => `${place(name, row, layout, column)} ${notANumber(cell)}`);
      if (fault === undefined) features.push(value);
    }
    if (4 * features.length > MOST_BYTES)
      throw new Failure('file-too-large', `“${name}” has more than ${digits(MOST_BYTES)} bytes of numbers.`);
  }

  function addCells(cells: readonly string[], file: File, row: number): void {
    const { name, layout } = file;
    const { length } = layout.columns;
    if (cells.length !== length) {
      note(
        Math.max(1, length - cells.length),
        () => `“${name}”, row ${digits(row)} has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} instead of ${length}`,
      );
      return;
    }
    addLabel(cells[layout.label] as string, file, row);
    if (layout.kind === 'features') addFeatures(cells, file, row);
    else if (texts.add(layout.values.map((column) => cells[column]).join(' '), !file.forTest) > reading.length) cut++;
  }

  return {
    begin(name, layout) {
      const [first] = files;
      const described = ({ columns, label, kind, hasHeadings }: TableLayout) =>
        [hasHeadings ? columns.join('|') : columns.length, label, kind].join();
      if (first && described(first.layout) !== described(layout))
        throw new Failure('files-differ', `“${first.name}” and “${name}” have other columns.`);
      files.push({ name, layout, forTest: isForTest(name), first: labels.length });
    },
    add(cells, row) {
      const file = current();
      if (row === 1 && file.layout.hasHeadings) return;
      const before = faults;
      addCells(cells, file, row);
      rows++;
      if (faults > before) faultyRows++;
    },
    get count() {
      return rows;
    },
    finish() {
      if (fault !== undefined) throw new Failure('table-row', `${fault}.${others(faults - 1, faultyRows, rows)}`);
      const [file] = files;
      if (!file) throw new Error('table: nothing was read');
      const { columns, label, kind, values, hasHeadings } = file.layout;
      const count = labels.length;
      const heading = `The labels are in the column “${columns[label]}”.`;
      if (kind === 'texts') {
        const { inputs, tokens, ...form } = sequences(texts, reading);
        const notes = [heading, tokens, ...(cut > 0 ? [`${digits(cut)} of ${digits(count)} texts were longer and were cut.`] : [])];
        const parts = split(files, labels.values(), classes, inputs);
        return { name: nameOf(files), ...form, ...parts, normalization: { scale: 1, mean: [0], std: [1] }, notes };
      }
      const parts = split(files, labels.values(), classes, features.values().slice());
      const featureNames = values.map((column) => columns[column] as string);
      return {
        name: nameOf(files),
        inputShape: [values.length],
        ...parts,
        normalization: featureNormalization(parts.pool.inputs, values.length),
        isStandardized: true,
        ...(hasHeadings ? { featureNames } : {}),
        notes: [heading, 'Features are standardized with mean and deviation of the training split.'],
      };
    },
  };
}

function sequences(texts: Tokenizer, { tokens: kind, length: most }: Reading) {
  const { tokens: inputs, length, vocabulary, words } = texts.finish();
  const tokens =
    kind === 'bytes'
      ? `Tokens are the bytes of the texts, at most ${most} of each.`
      : `Tokens are the ${digits(vocabulary.length - 2)} most frequent of ${digits(words)} words, and one for all others; at most ${most} of each text.`;
  return { inputs, inputShape: [length, vocabulary.length], vocabulary, tokens };
}

/** Samples of files named after a test split apart from the others, where there are both; classes by name, numbers by size. */
function split(files: readonly File[], labels: Uint8Array, classes: ReadonlyMap<string, number>, inputs: Samples['inputs']) {
  const count = labels.length;
  const names = [...classes.keys()].sort(byNumberOrName);
  const order = new Uint8Array(MOST_CLASSES);
  names.forEach((name, place) => (order[classes.get(name) as number] = place));
  const ordered = labels.map((label) => order[label] as number);
  const width = count === 0 ? 0 : inputs.length / count;
  const ofSplit = (forTest: boolean): Samples => {
    const ranges = files.flatMap((file, index) =>
      file.forTest === forTest ? [[file.first, files[index + 1]?.first ?? count] as const] : [],
    );
    const taken = join(ranges, 1, ordered);
    return { count: taken.length, inputs: join(ranges, width, inputs), labels: taken };
  };
  const [train, test] = [ofSplit(false), ofSplit(true)];
  const hasBoth = train.count > 0 && test.count > 0;
  const pool = hasBoth ? train : { count, inputs, labels: ordered };
  if (pool.count < FEWEST_SAMPLES) throw new Failure('too-few-samples', `There are ${pool.count} samples in all.`);
  const used = new Set(pool.labels);
  if (used.size < 2) throw new Failure('too-few-classes', `All ${digits(pool.count)} labels are “${names[[...used][0] as number]}”.`);
  const foreign = hasBoth ? test.labels.find((label) => !used.has(label)) : undefined;
  if (foreign !== undefined)
    throw new Failure('labels-out-of-range', `The test split has the label “${names[foreign]}”, which no training sample has.`);
  return { classes: names.length, classNames: names, pool, ...(hasBoth ? { test } : {}) };
}

function join<T extends Float32Array | Uint8Array>(ranges: readonly (readonly [number, number])[], width: number, values: T): T {
  const [only] = ranges;
  if (only && ranges.length === 1) return values.slice(only[0] * width, only[1] * width) as T;
  const length = ranges.reduce((sum, [begin, end]) => sum + (end - begin) * width, 0);
  const joined = (values instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length)) as T;
  let at = 0;
  for (const [begin, end] of ranges) {
    joined.set(values.subarray(begin * width, end * width), at);
    at += (end - begin) * width;
  }
  return joined;
}

function byNumberOrName(one: string, other: string): number {
  const difference = Number(one) - Number(other);
  if (!Number.isNaN(difference) && difference !== 0) return difference;
  return one < other ? -1 : 1;
}

function place(file: string, row: number, { columns }: TableLayout, column: number): string {
  return `“${file}”, row ${digits(row)}: the column “${columns[column]}”`;
}

function notANumber(cell: string): string {
  if (cell.trim() === '') return 'is empty';
  return `holds “${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}”, which is not a number`;
}

/** A further sentence where there are more faults than the one that was named. */
function others(more: number, faultyRows: number, rows: number): string {
  if (more === 0) return '';
  const cells = more === 1 ? '1 more cell is missing or not a number' : `${digits(more)} more cells are missing or not numbers`;
  return ` ${cells}; ${digits(faultyRows)} of ${digits(rows)} rows cannot be used.`;
}

/** `data/reviews-train.csv` ↦ `reviews`; the folder's name where the file's says nothing but its split. */
function nameOf(files: readonly File[]): string {
  const { name } = files.find(({ forTest }) => !forTest) ?? (files[0] as File);
  const words = (part: string) =>
    part
      .replace(/\.(gz|[a-z]+)$/gi, '')
      .replace(/\.[a-z]+$/i, '')
      .replace(/[-_. ]*(train|test)[-_. ]*/gi, '');
  const [own = '', folder = ''] = name.split('/').reverse();
  return words(own) || words(folder) || 'table';
}
