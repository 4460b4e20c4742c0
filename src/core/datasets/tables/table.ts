/** From the rows of tables that were understood to a raw data set. */
import { Failure } from '../../failures';
import { assemble, FEWEST_SAMPLES } from '../assemble';
import type { RawDataset, Samples } from '../dataset';
import { digits, MOST_BYTES } from '../fileFormat';
import type { GapGroup } from '../dataset';
import { fillings, filled } from '../gaps';
import { featureNormalization } from '../normalization';
import { numberIn } from '../numberText';
import { growing } from './growing';
import { type Cutting, type Kept, nameOf, notesOf, settled } from './notes';
import { askAboutGaps, askAboutRare } from './questions';
import { fitted } from './layout';
import { bareWord } from './survey';
import { type Tokenizer, tokenizer } from './tokens';
import { byNumberOrName, type Plan, type PlannedFile } from './understand';
import type { Understanding } from './understanding';

const MOST_CLASSES = 256;

export interface TableReader {
  /** Rows of this file come next. */
  begin(file: PlannedFile): void;
  /** Takes a row; `row` is its number as a spreadsheet counts. */
  add(cells: readonly string[], row: number): void;
  /** Rows so far. */
  readonly count: number;
  /** Throws `OpenQuestions` where too much would be left out without a word, or another `Failure`. */
  finish(): RawDataset;
}

export function tableReader(plan: Plan): TableReader {
  const { understanding, missing } = plan;
  const { columns, kind, reading } = understanding;
  const labelPlace = understanding.label as number;
  const areFilled = reading.gaps === 'fill';
  const of = (role: string) => columns.flatMap((column, place) => (column.role === role ? [place] : []));
  const values = columns.flatMap(({ role }, place) => (role === 'number' || role === 'category' ? [place] : []));
  const textPlaces = of('text');
  const features = featuresOf(plan, values);
  const classes = new Map<string, number>();
  const labels = growing((length) => new Uint8Array(length));
  const forTest = growing((length) => new Uint8Array(length));
  const numbers = growing((length) => new Float32Array(length));
  const bytes = growing((length) => new Uint8Array(length));
  const texts = tokenizer(plan.tokens, reading.length);
  let [rows, leftOut, withGaps, unlabelled, cut] = [0, 0, 0, 0, 0];
  let file: PlannedFile | undefined;

  function labelNumber(cell: string): number {
    const own = bareWord(cell);
    // The test file of “adult” puts a full stop behind each label.
    const word = file?.forTest && !classes.has(own) && own.endsWith('.') && classes.has(own.slice(0, -1)) ? own.slice(0, -1) : own;
    let number = classes.get(word);
    if (number === undefined) {
      number = classes.size;
      if (number === MOST_CLASSES)
        throw new Failure(
          'too-many-classes',
          `“${file?.table.file}”: the column “${columns[labelPlace]?.name}” has more than ${MOST_CLASSES} different values.`,
        );
      classes.set(word, number);
    }
    return number;
  }

  /** The features of a row, NaN where there is a gap. */
  const isNumberMissing = [...missing].some((word) => /\d/.test(word));
  const rowOf = new Float32Array(features.width);
  function readFeatures(cells: readonly string[], { sign, order }: PlannedFile): boolean {
    let hasGap = false;
    for (const [index, place] of values.entries()) {
      const cell = (cells[order[place] as number] as string).trim();
      const { begin, size, names, isTruth } = features.groups[index] as FeatureGroup;
      if (names) {
        const value = missing.has(cell) ? undefined : names.get(bareWord(cell));
        if (value === undefined) hasGap = true;
        rowOf.fill(value === undefined ? Number.NaN : 0, begin, begin + size);
        if (value !== undefined) rowOf[begin + value] = 1;
        continue;
      }
      const written = numberIn(cell, sign);
      const isNothing = (Number.isNaN(written) || isNumberMissing) && missing.has(cell);
      const value = isNothing ? Number.NaN : isTruth && /^(true|false)$/i.test(cell) ? Number(/^t/i.test(cell)) : written;
      if (Number.isNaN(value)) hasGap = true;
      rowOf[begin] = value;
    }
    return hasGap;
  }

  function keep(label: number, isTest: boolean): void {
    labels.push(label);
    forTest.push(isTest ? 1 : 0);
    if (4 * numbers.length + bytes.length > MOST_BYTES)
      throw new Failure('file-too-large', `“${file?.table.file}” has more than ${digits(MOST_BYTES)} bytes of numbers.`);
  }

  return {
    begin(next) {
      file = next;
    },
    add(cells, row) {
      if (!file) throw new Error('table: a row before its file');
      if (row < file.table.layout.firstRow) return;
      rows++;
      const own = fitted(cells, columns.length);
      const label = own?.[file.order[labelPlace] as number]?.trim() ?? '';
      if (!own || missing.has(label)) {
        if (own) unlabelled++;
        leftOut++;
        return;
      }
      if (kind === 'texts') {
        const text = textPlaces
          .map((place) => own[file?.order[place] as number] as string)
          .filter((cell) => cell.trim() !== '')
          .join(' ');
        if (text === '') {
          withGaps++;
          leftOut++;
          return;
        }
        keep(labelNumber(label), file.forTest);
        if (texts.add(text, !file.forTest) > reading.length) cut++;
        return;
      }
      const hasGap = readFeatures(own, file);
      if (hasGap) withGaps++;
      if (hasGap && !areFilled) {
        leftOut++;
        return;
      }
      keep(labelNumber(label), file.forTest);
      if (kind === 'images') for (const value of rowOf) bytes.push(value);
      else for (const value of rowOf) numbers.push(value);
    },
    get count() {
      return rows;
    },
    finish() {
      const counts = { read: rows, withGaps, leftOut, areFilled: areFilled && withGaps > 0 };
      if (reading.gaps === 'auto' && withGaps > rows / 2) throw askAboutGaps(understanding, counts);
      const names = [...classes.keys()].sort(byNumberOrName);
      const order = new Uint8Array(MOST_CLASSES);
      names.forEach((name, place) => (order[classes.get(name) as number] = place));
      const kept: Kept = { labels: labels.values().map((label) => order[label] as number), forTest: forTest.values() };
      const rare = rareClasses(kept, names.length);
      if (rare.length > 0 && reading.rare === 'auto')
        throw askAboutRare(
          understanding,
          counts,
          rare.map((place) => names[place] as string),
        );
      const isDropped = reading.rare === 'leave' ? new Set(rare) : new Set<number>();
      const cutting = { plan, names, kept, isDropped, rows: { ...counts, leftOut: leftOut + isDropped.size }, unlabelled };
      if (kind === 'texts') return textSet(cutting, texts, cut);
      if (kind === 'images') return imageSet(cutting, bytes.values());
      return featureSet(cutting, numbers.values(), features);
    },
  };
}

interface FeatureGroup extends GapGroup {
  readonly names: ReadonlyMap<string, number> | null;
  readonly isTruth: boolean;
}
interface Features {
  readonly width: number;
  readonly groups: readonly FeatureGroup[];
  readonly names: readonly string[];
}

function featuresOf({ understanding, categories }: Plan, places: readonly number[]): Features {
  const groups: FeatureGroup[] = [];
  const names: string[] = [];
  for (const place of places) {
    const { name, why, values } = understanding.columns[place] as Understanding['columns'][number];
    const words = categories.get(place);
    if (words && values === null)
      throw new Failure(
        'table-unclear',
        `The column “${name}” has more than ${MOST_CLASSES} different values, too many for columns of 0 and 1.`,
      );
    groups.push({
      begin: names.length,
      size: words?.length ?? 1,
      names: words ? new Map(words.map((word, index) => [word, index])) : null,
      isTruth: why.startsWith('true is 1'),
    });
    names.push(...(words ? words.map((word) => `${name}=${word}`) : [name]));
  }
  return { width: names.length, groups, names };
}

function featureSet(cutting: Cutting, inputs: Float32Array, { width, groups, names: featureNames }: Features): RawDataset {
  const parts = split(cutting, inputs, width);
  const { understanding } = cutting.plan;
  const gaps = groups.filter(({ begin }) => hasGap(parts.pool, begin, width) || (parts.test && hasGap(parts.test, begin, width)));
  const own = gaps.map(({ begin, size }) => ({ begin, size }));
  const complete = own.length > 0 ? filled(parts.pool, own, fillings(parts.pool, own)) : parts.pool;
  const isHeaded = understanding.files[0]?.headingRow !== null;
  return {
    name: nameOf(cutting.plan),
    inputShape: [width],
    ...parts,
    normalization: featureNormalization(complete.inputs, width),
    isStandardized: true,
    ...(isHeaded ? { featureNames } : {}),
    ...(own.length > 0 ? { gaps: own } : {}),
    notes: notesOf(cutting, ['Features are standardized with mean and deviation of the training split.']),
    understanding: settled(cutting),
  };
}

function hasGap({ inputs, count }: Samples, begin: number, width: number): boolean {
  for (let row = 0; row < count; row++) if (Number.isNaN(inputs[row * width + begin])) return true;
  return false;
}

function textSet(cutting: Cutting, texts: Tokenizer, cut: number): RawDataset {
  const { plan, kept } = cutting;
  const { length: most } = plan.understanding.reading;
  const { tokens, length, vocabulary, words } = texts.finish();
  const what =
    plan.tokens === 'bytes'
      ? `Tokens are the bytes of the texts, at most ${most} of each.`
      : `Tokens are the ${digits(vocabulary.length - 2)} most frequent of ${digits(words)} words, and one for all others; at most ${most} of each text.`;
  const longer = cut > 0 ? [`${digits(cut)} of ${digits(kept.labels.length)} texts were longer and were cut.`] : [];
  return {
    name: nameOf(plan),
    inputShape: [length, vocabulary.length],
    vocabulary,
    ...split(cutting, tokens, length),
    normalization: { scale: 1, mean: [0], std: [1] },
    notes: notesOf(cutting, [what, ...longer]),
    understanding: settled(cutting),
  };
}

/** Pixels become images as if they had come in a file of images, with the names and normalization of sets that are known. */
function imageSet(cutting: Cutting, bytes: Uint8Array): RawDataset {
  const side = cutting.plan.side as number;
  const { pool, test, classNames } = split(cutting, bytes, side * side);
  const asFile = (file: string, { count, inputs, labels }: Samples) => ({
    file,
    count,
    images: { shape: [side, side, 1] as const, values: inputs as Uint8Array },
    labels,
  });
  const raw = assemble([asFile('train', pool), ...(test ? [asFile('test', test)] : [])]);
  const isNamed = raw.classNames.some((name, label) => name !== String(label));
  const note = `The ${digits(side * side)} columns beside the label are the pixels of images of ${side} × ${side}.`;
  return {
    ...raw,
    classNames: isNamed ? raw.classNames : classNames,
    ...(raw.name.startsWith('images-') ? { name: nameOf(cutting.plan, raw.name) } : {}),
    notes: notesOf(cutting, [note]),
    understanding: settled(cutting),
  };
}

function split({ names, kept, isDropped }: Cutting, inputs: Samples['inputs'], width: number) {
  const { labels, forTest } = kept;
  // A class whose only sample was left out is no class.
  const used = names.flatMap((_, place) => (isDropped.has(place) ? [] : [place]));
  const renumbered = new Uint8Array(MOST_CLASSES);
  used.forEach((place, index) => (renumbered[place] = index));
  const take = (test: 0 | 1): Samples => {
    const rows: number[] = [];
    for (let row = 0; row < labels.length; row++) if (forTest[row] === test && !isDropped.has(labels[row] as number)) rows.push(row);
    const taken = inputs instanceof Uint8Array ? new Uint8Array(rows.length * width) : new Float32Array(rows.length * width);
    rows.forEach((row, index) => taken.set(inputs.subarray(row * width, (row + 1) * width), index * width));
    return { count: rows.length, inputs: taken, labels: Uint8Array.from(rows, (row) => renumbered[labels[row] as number] as number) };
  };
  const [train, test] = [take(0), take(1)];
  const pool = train.count > 0 ? train : test;
  const hasBoth = train.count > 0 && test.count > 0;
  const classNames = used.map((place) => names[place] as string);
  if (pool.count < FEWEST_SAMPLES) throw new Failure('too-few-samples', `There are ${pool.count} samples in all.`);
  const present = new Set(pool.labels);
  if (present.size < 2)
    throw new Failure('too-few-classes', `All ${digits(pool.count)} labels are “${classNames[[...present][0] as number]}”.`);
  const foreign = hasBoth ? test.labels.find((label) => !present.has(label)) : undefined;
  if (foreign !== undefined)
    throw new Failure('labels-out-of-range', `The test split has the label “${classNames[foreign]}”, which no training sample has.`);
  return { classes: classNames.length, classNames, pool, ...(hasBoth ? { test } : {}) };
}

/** Classes with a single sample to train on. */
function rareClasses({ labels, forTest }: Kept, classes: number): readonly number[] {
  const counts = new Uint32Array(classes);
  const hasTraining = forTest.includes(0);
  labels.forEach((label, row) => {
    if (!hasTraining || forTest[row] === 0) counts[label] = (counts[label] as number) + 1;
  });
  return [...counts.keys()].filter((label) => counts[label] === 1);
}
