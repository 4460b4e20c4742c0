/**
 * Reading: how files are read, and what their columns are. The command line writes it after `--read`,
 * a link beside the data set it names; what is left out is decided from the file itself, and shown.
 */
import { choice, defaultsOf, number, type Field, type FieldValue, text, type ValuesOf } from '../settings/field';

const decided = { value: 'auto', label: 'as the file shows' } as const;

export const readingFields = {
  column: text({
    label: 'Label column',
    help: 'Heading of the column of a table that holds the labels, or its place as #3. Left empty, it is the one called label, class, target or the like, else the only one that can be it.',
    default: '',
    longest: 80,
  }),
  as: text({
    label: 'Columns are',
    help: 'What single columns are, as Age:number;Name:out: number, category (becomes one column of 0 and 1 for each value), text, out. A place may stand for a heading, as #3:out.',
    default: '',
    longest: 1000,
  }),
  gaps: choice({
    label: 'Rows with gaps',
    help: 'Left out; or filled with the median, of categories the most frequent value, of the training rows alone.',
    default: 'auto',
    options: [
      { value: 'auto', label: 'left out where most rows stay' },
      { value: 'leave', label: 'left out' },
      { value: 'fill', label: 'filled from training rows' },
    ],
  }),
  rare: choice({
    label: 'Classes of one sample',
    help: 'A class with a single sample can be trained on or tested on, not both.',
    default: 'auto',
    options: [
      { value: 'auto', label: 'ask' },
      { value: 'leave', label: 'left out' },
      { value: 'keep', label: 'kept' },
    ],
  }),
  rows: choice({
    label: 'Rows are',
    help: 'What each row of a table is taken for.',
    default: 'auto',
    options: [
      decided,
      { value: 'numbers', label: 'features' },
      { value: 'texts', label: 'texts' },
      { value: 'images', label: 'pixels of images' },
    ],
  }),
  file: text({
    label: 'Only the file',
    help: 'Which of several files to read, by a part of its name, where they are different data sets.',
    default: '',
    longest: 80,
  }),
  split: choice({
    label: 'Test split',
    help: 'Files named after a test split are one, else files called dev, or all rows are cut alike.',
    default: 'auto',
    options: [
      { value: 'auto', label: 'files called test, or dev' },
      { value: 'none', label: 'a share of all rows' },
    ],
  }),
  heading: choice({
    label: 'First row',
    help: 'Whether the first row of a table names its columns.',
    default: 'auto',
    options: [decided, { value: 'yes', label: 'headings' }, { value: 'no', label: 'a sample' }],
  }),
  delimiter: choice({
    label: 'Cells are parted by',
    help: 'What stands between the cells of a table.',
    default: 'auto',
    options: [
      decided,
      { value: 'comma', label: 'commas' },
      { value: 'semicolon', label: 'semicolons' },
      { value: 'tab', label: 'tabs' },
      { value: 'bar', label: 'bars' },
      { value: 'space', label: 'spaces' },
    ],
  }),
  decimal: choice({
    label: 'Decimal sign',
    help: 'Of a whole file. The other sign then parts thousands.',
    default: 'auto',
    options: [decided, { value: 'point', label: 'point: 3.14' }, { value: 'comma', label: 'comma: 3,14' }],
  }),
  encoding: choice({
    label: 'Encoding',
    help: 'How the bytes of a table are letters.',
    default: 'auto',
    options: [
      decided,
      { value: 'utf-8', label: 'UTF-8' },
      { value: 'utf-16le', label: 'UTF-16, little-endian' },
      { value: 'utf-16be', label: 'UTF-16, big-endian' },
      { value: 'windows-1252', label: 'Windows-1252 (Latin-1)' },
    ],
  }),
  missing: text({
    label: 'Words for nothing',
    help: 'Cells with one of these words are gaps, as -999;unknown. Left empty, they are ?, NA, NaN, null and the like; “empty” alone means that only empty cells are.',
    default: '',
    longest: 120,
  }),
  tokens: choice({
    label: 'Texts become',
    help: 'Words: the 254 most frequent of the training texts, in small letters, one token for all others; letters of scripts without spaces each for itself. Bytes: of UTF-8, 255 tokens.',
    default: 'auto',
    options: [
      { value: 'auto', label: 'words, or bytes where each text is one word' },
      { value: 'words', label: 'words' },
      { value: 'bytes', label: 'bytes' },
    ],
  }),
  length: number({
    label: 'Tokens per text',
    help: 'Longer texts are cut at their end, shorter ones are padded with rows of zeros.',
    default: 64,
    min: 4,
    max: 512,
    integer: true,
    scale: 'log',
  }),
  labels: choice({
    label: 'CIFAR-100 labels',
    help: 'The 100 fine classes, or the 20 superclasses they belong to.',
    default: 'fine',
    options: [
      { value: 'fine', label: '100 fine' },
      { value: 'coarse', label: '20 coarse' },
    ],
  }),
  side: number({
    label: 'Side of pictures',
    help: 'Pictures in folders are scaled to cover a square with this side and cut to its middle; 0 takes the median of their own sizes, at most 64 pixels.',
    default: 0,
    min: 0,
    max: 256,
    integer: true,
    unit: 'pixels',
  }),
  unreadable: choice({
    label: 'Pictures that cannot be decoded',
    help: 'Refuse the whole drop and say how many there are, or leave them out and say which.',
    default: 'refuse',
    options: [
      { value: 'refuse', label: 'refuse' },
      { value: 'omit', label: 'leave out' },
    ],
  }),
} as const;

export type Reading = ValuesOf<typeof readingFields>;

export const defaultReading: Reading = defaultsOf(readingFields);

/** Roles of columns, as a person writes them. */
export const roles = ['number', 'category', 'text', 'out'] as const;
export type WrittenRole = (typeof roles)[number];

/** `column=species,as=Id:out` as values of `readingFields`, and a sentence for each part that could not be read. */
export function parseReading(written: string): { readonly reading: Reading; readonly problems: readonly string[] } {
  const reading: Record<string, FieldValue> = { ...defaultReading };
  const problems: string[] = [];
  for (const part of written.split(/(?<!\\),/).filter((one) => one.trim() !== '')) {
    const [key = '', ...rest] = part.split('=');
    const field = (readingFields as Readonly<Record<string, Field<FieldValue>>>)[key.trim()];
    if (!field) {
      problems.push(`“${key.trim()}” is none of ${Object.keys(readingFields).join(', ')}.`);
      continue;
    }
    const parsed = field.parse(rest.join('=').replaceAll('\\,', ','));
    if ('illegal' in parsed) problems.push(`${key.trim()}: ${parsed.illegal}.`);
    else {
      reading[key.trim()] = key.trim() === 'as' ? knownRoles(String(parsed.value), problems) : parsed.value;
      if (parsed.clamped) problems.push(`${key.trim()}: ${parsed.clamped}.`);
    }
  }
  return { reading: reading as Reading, problems };
}

/** Roles that columns are said to have, without what says nothing of any. */
function knownRoles(as: string, problems: string[]): string {
  const parts = as.split(';').filter((part) => part.trim() !== '');
  const isRead = (part: string) => writtenRoles({ as: part }).length === 1;
  for (const part of parts.filter((one) => !isRead(one))) problems.push(`as: “${part.trim()}” is no column and ${roles.join(', ')}.`);
  return parts.filter(isRead).join(';');
}

/** Words about files, written as `parseReading` reads it: parts that cannot be read are named, and left out. */
export const writtenReading: Field<string> = (() => {
  const whole = text({
    default: '',
    longest: 1500,
    label: 'Its files were read with',
    help: 'What was said about the files, as after --read on the command line: column=species,as=Id:out. Where the files are at hand they are read anew; who drops them with this link reads them alike. It is also changed under “Look at samples and classes”.',
  });
  return {
    ...whole,
    parse(raw) {
      const parsed = whole.parse(raw);
      if ('illegal' in parsed) return parsed;
      const { reading, problems } = parseReading(parsed.value);
      if (problems.length === 0) return parsed;
      return { value: printReading(reading), clamped: problems.join(' ').replace(/\.$/, '') };
    },
  };
})();

/** Differences from the defaults, as `parseReading` reads them. */
export function printReading(reading: Reading): string {
  return Object.entries(readingFields)
    .flatMap(([key, field]) => {
      const value = reading[key as keyof Reading] as FieldValue;
      if (value === field.default) return [];
      return [`${key}=${(field as Field<FieldValue>).print(value).replaceAll(',', '\\,')}`];
    })
    .join(',');
}

/** `Age:number;#3:out` as pairs; what cannot be read is left out. */
export function writtenRoles({ as }: Pick<Reading, 'as'>): readonly (readonly [column: string, role: WrittenRole])[] {
  return as.split(';').flatMap((part) => {
    const at = part.lastIndexOf(':');
    const role = roles.find((one) => one === part.slice(at + 1).trim());
    return at > 0 && role ? [[part.slice(0, at).trim(), role] as const] : [];
  });
}

/** A reading in which the column at `place` is said to be what `role` says; null takes back what was said. */
export function withRole(reading: Reading, columns: readonly string[], place: number, role: WrittenRole | null): Reading {
  const word = columnWord(columns, place);
  const others = writtenRoles(reading).filter(([column]) => placeOfColumn(columns, column) !== place);
  return { ...reading, as: [...others, ...(role ? [[word, role]] : [])].map((pair) => pair.join(':')).join(';') };
}

/** How a column is named where commas, colons and the like have a meaning. */
export function columnWord(columns: readonly string[], place: number): string {
  const name = columns[place] as string;
  const isPlain = !/[;:,=#\\]/.test(name) && name.length <= 40 && columns.indexOf(name) === place && name.trim() === name && name !== '';
  return isPlain ? name : `#${place + 1}`;
}

/** Position of the column that a person named by heading (letters of either size), as `#3`, or as `3` where no heading is that. */
export function placeOfColumn(columns: readonly string[], word: string): number | undefined {
  const exact = columns.indexOf(word);
  if (exact >= 0) return exact;
  const place = columns.findIndex((name) => name.toLowerCase() === word.toLowerCase());
  if (place >= 0) return place;
  const number = /^#?(\d+)$/.exec(word)?.[1];
  return number !== undefined && columns[Number(number) - 1] !== undefined ? Number(number) - 1 : undefined;
}
