/** Reading one section of a link: each word is used, or named in a notice. */
import { type Chosen, entryOf } from '../entry';
import type { Experiment } from '../experiment';
import type { Field, FieldMap, FieldValue } from '../field';
import type { Parsed } from '../writtenNumbers';
import { percentDecoded, plainWord, visible } from '../invisible';
import { type ChosenSection, startingChoice } from '../sections';
import type { LinkNotices } from './notice';
import { suggestion } from './suggestion';
import type { Word } from './words';

type Values = Readonly<Record<string, FieldValue>>;

/** Input of a reader: the words not used yet (it removes those it uses) and where to complain. */
export interface Reading {
  readonly words: Map<string, Word>;
  readonly notices: LinkNotices;
}

/** The word `key`, which is then used up. */
export function taken({ words }: Reading, key: string): Word | undefined {
  const word = words.get(key);
  words.delete(key);
  return word;
}

/** `usual`, with what the words say about `fields` over it. */
export function readValues(reading: Reading, fields: FieldMap, usual: Values): Values {
  const stated = Object.entries(fields).flatMap(([key, field]) => {
    const word = taken(reading, key);
    const value = word && readField(reading.notices, field, word);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { ...usual, ...Object.fromEntries(stated) };
}

/** The value a word gives its field, clamped if need be; undefined when it gives none. Says so in either case. */
export function readField<T extends FieldValue>(notices: LinkNotices, field: Field<T>, word: Word): T | undefined {
  const parsed = parsedTwice(field, word.text);
  if ('illegal' in parsed) {
    const options = field.control.kind === 'choice' ? field.control.options.map(({ value }) => value) : [];
    notices.add('illegal', word.key, word.given, `was ignored, as ${parsed.illegal}`, suggestion(word.text.toLowerCase(), options));
    return undefined;
  }
  if (parsed.clamped !== undefined) notices.add('clamped', word.key, word.given, `was changed: ${parsed.clamped}`);
  return parsed.value;
}

/** Text that cannot be read may have been percent-encoded once more than it should. */
function parsedTwice<T extends FieldValue>(field: Field<T>, text: string): Parsed<T> {
  const parsed = field.parse(text);
  const plain = 'illegal' in parsed ? percentDecoded(text) : undefined;
  if (plain === undefined || plain === text) return parsed;
  const second = field.parse(visible(plain));
  return 'illegal' in second ? parsed : second;
}

/** The kind a section names, or that of `base`, and its fields. */
export function readChoice(reading: Reading, section: ChosenSection, base: Experiment): Chosen {
  const { key, noun, registry, name } = section;
  const kind = readKind(reading, key, noun, Object.keys(registry), base[name].kind);
  return { kind, values: readValues(reading, entryOf(registry, kind).fields, startingChoice(section, base, kind).values) };
}

/** One of `kinds`, or the usual one. */
export function readKind(reading: Reading, key: string, noun: string, kinds: readonly string[], usual: string): string {
  const word = taken(reading, key);
  const kind = word && plainWord(word.text).toLowerCase();
  if (word === undefined || kind === undefined) return usual;
  if (kinds.includes(kind)) return kind;
  reading.notices.add('unknown', key, word.given, `names no known ${noun}, so \`${usual}\` is used`, suggestion(kind, kinds));
  return usual;
}
