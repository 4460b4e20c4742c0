/** What a person may say about files before they are read. It shapes the stored data set, so it is no part of an experiment. */
import { choice, defaultsOf, number, text, type ValuesOf } from '../settings/field';

export const readingFields = {
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
  column: text({
    label: 'Label column',
    help: 'Heading of the column of a table that holds the labels. Left empty, it is the one called label, class, target or the like, else the last one of numbers and the first one beside texts.',
    default: '',
    longest: 80,
  }),
  tokens: choice({
    label: 'Texts become',
    help: 'Words: the 254 most frequent of the training texts, in small letters, one token for all others. Bytes: of UTF-8, 255 tokens.',
    default: 'words',
    options: [
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
} as const;

export type Reading = ValuesOf<typeof readingFields>;

export const defaultReading: Reading = defaultsOf(readingFields);
