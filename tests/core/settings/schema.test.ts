import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recipes } from '../../../src/core/sam/recipes';
import { slotNames } from '../../../src/core/sam/slotNames';
import type { Registry } from '../../../src/core/settings/entry';
import type { Field, FieldMap, FieldValue } from '../../../src/core/settings/field';
import { presets } from '../../../src/core/settings/presets';
import { slotRegistry } from '../../../src/core/sam/partChoices';
import { sections } from '../../../src/core/settings/sections';
import { legalValue } from './legalExperiments';

const WORD = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Keys a section may bring to the top level of a link, each once. */
const keysOf = (section: (typeof sections)[number]): readonly string[] => {
  if (section.shape === 'runs') return [section.key];
  if (section.shape === 'plain') return Object.keys(section.fields);
  return [section.key, ...new Set(Object.values(section.registry).flatMap(({ fields }) => Object.keys(fields)))];
};
const slotKeys = slotNames.map(
  (slot) => [slot, new Set(Object.values(slotRegistry(slot)).flatMap(({ fields }) => Object.keys(fields)))] as const,
);

const repeated = (words: readonly string[]) => words.filter((word, index) => words.indexOf(word) !== index);

describe('the words of links', () => {
  it('mean one thing wherever they can stand together', () => {
    expect(repeated(['v', 'preset', ...sections.flatMap(keysOf)])).toEqual([]);
  });

  it('inside a run belong to one slot, and are neither a slot nor its learning rate', () => {
    expect(repeated(['lr', ...slotNames, ...slotKeys.flatMap(([, keys]) => [...keys])])).toEqual([]);
  });

  it('are lower-case words that need no encoding', () => {
    const kinds = [
      recipes,
      presets,
      ...sections.flatMap((section) => (section.shape === 'chosen' ? [section.registry] : [])),
      ...slotNames.map(slotRegistry),
    ];
    const words = [
      ...sections.flatMap(keysOf),
      ...slotKeys.flatMap(([, keys]) => [...keys]),
      ...slotNames,
      ...kinds.flatMap((registry) => Object.keys(registry)),
    ];
    expect(words.filter((word) => !WORD.test(word))).toEqual([]);
    expect(Object.keys(recipes)).not.toContain('none');
  });
});

const registries: readonly (readonly [string, Registry])[] = [
  ...sections.flatMap((section) => (section.shape === 'chosen' ? [[section.name, section.registry] as const] : [])),
  ...slotNames.map((slot) => [slot, slotRegistry(slot)] as const),
];
const maps: readonly (readonly [string, FieldMap])[] = [
  ...sections.flatMap((section) => (section.shape === 'plain' ? [[section.name, section.fields] as const] : [])),
  ...registries.flatMap(([name, registry]) => Object.entries(registry).map(([kind, { fields }]) => [`${name} ${kind}`, fields] as const)),
];
const fields = maps.flatMap(([where, map]) =>
  Object.entries(map).map(([key, field]) => [`${where} ${key}`, field as Field<FieldValue>] as const),
);

describe.each(fields)('field %s', (_, field) => {
  it('has a legal default, a label and a sentence of help', () => {
    expect(field.parse(field.print(field.default))).toEqual({ value: field.default });
    expect(field.label).not.toBe('');
    expect(field.help).toMatch(/\.$/);
  });

  it('reads back every legal value', () => {
    fc.assert(
      fc.property(legalValue(field), (value) => {
        expect(field.parse(field.print(value))).toEqual({ value });
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

it('no part of a run holds free text, whose commas and parentheses a run could not carry', () => {
  const texts = slotNames.flatMap((slot) =>
    Object.values(slotRegistry(slot)).flatMap((entry) => Object.values(entry.fields).filter((field) => field.control.kind === 'text')),
  );
  expect(texts).toEqual([]);
});
