/** Random legal experiments, drawn from the registries: what is added there is tested without a line here. */
import fc from 'fast-check';
import { algorithms, partsOf } from '../../../src/core/sam/recipes';
import type { PartChoices } from '../../../src/core/sam/partChoices';
import { slotNames } from '../../../src/core/sam/slotNames';
import type { Chosen, Registry } from '../../../src/core/settings/entry';
import { entryOf } from '../../../src/core/settings/entry';
import { type Experiment, MOST_RUNS, runFields, type RunSettings } from '../../../src/core/settings/experiment';
import { trainingFields } from '../../../src/core/settings/trainingFields';
import type { Field, FieldMap, FieldValue } from '../../../src/core/settings/field';
import { presets } from '../../../src/core/settings/presets';
import { slotRegistry } from '../../../src/core/sam/partChoices';
import { startingPart } from '../../../src/core/settings/runs';
import { sections } from '../../../src/core/settings/sections';

/** Any value its field allows, the default and the limits among them. */
export function legalValue(field: Field<FieldValue>): fc.Arbitrary<FieldValue> {
  const { control } = field;
  switch (control.kind) {
    case 'number': {
      const { min, max, integer } = control;
      const inside = integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true }).map((value) => value + 0);
      return fc.oneof(fc.constantFrom(field.default, min, max), inside);
    }
    case 'numbers': {
      const { min, max, integer, longest } = control;
      const one = integer
        ? fc.oneof(fc.integer({ min, max }), fc.integer({ min, max: Math.min(max, min + 9) }))
        : fc.double({ min, max, noNaN: true }).map((value) => value + 0);
      return fc.uniqueArray(one, { minLength: 1, maxLength: longest }).map((list) => list.sort((a, b) => a - b));
    }
    case 'choice':
      return fc.constantFrom(...control.options.map(({ value }) => value));
    case 'several':
      return fc.subarray(
        control.options.map(({ value }) => value),
        { maxLength: 5 },
      );
    case 'switch':
      return fc.boolean();
    case 'text': {
      const nasty = fc.constantFrom('', 'mnist-10000-3fa9c1', 'a&b=c#d', '%41 (x); +,', '🦆', 'none');
      const any = fc.string({ unit: 'binary', maxLength: control.longest });
      return fc.oneof(nasty, any).map((raw) => {
        const parsed = field.parse(raw);
        return 'value' in parsed ? parsed.value : field.default;
      });
    }
  }
}

/** `usual` with some of its values drawn anew. */
export function legalValues(fields: FieldMap, usual: Chosen['values']): fc.Arbitrary<Chosen['values']> {
  const drawn = Object.entries(fields).map(([key, field]) => [key, legalValue(field)] as const);
  return fc.record(Object.fromEntries(drawn), { requiredKeys: [] }).map((values) => {
    const ordered = Object.keys(usual).filter((key) => Object.hasOwn(values, key));
    return { ...usual, ...Object.fromEntries(ordered.map((key) => [key, values[key] as FieldValue])) };
  });
}

export const legalRun: fc.Arbitrary<Omit<RunSettings, 'id'>> = fc.constantFrom(...Object.keys(algorithms)).chain((algorithm) => {
  const parts = slotNames.map(
    (slot) => [slot, legalChoice(slotRegistry(slot), (kind) => startingPart(partsOf(algorithm), slot, kind))] as const,
  );
  return fc
    .record({
      algorithm: fc.constant(algorithm),
      parts: fc.record(Object.fromEntries(parts)).map((chosen) => chosen as unknown as PartChoices),
      learningRate: fc
        .option(legalValue(trainingFields.lr as unknown as Field<FieldValue>), { nil: null })
        .map((value) => value as number | null),
      length: fc.option(legalValue(runFields.length as unknown as Field<FieldValue>), { nil: 1 }).map(Number),
      name: legalValue(runFields.name as unknown as Field<FieldValue>),
    })
    .map(({ name, length, ...run }) => ({ ...run, ...(length === 1 ? {} : { length }), ...(name === '' ? {} : { name: String(name) }) }));
});

export const legalExperiment: fc.Arbitrary<Experiment> = fc.constantFrom(...Object.keys(presets)).chain((id) => {
  const base = (presets[id] as (typeof presets)[string]).experiment;
  const parts = sections.map((section) => {
    switch (section.shape) {
      case 'chosen': {
        const usual = base[section.name];
        return [
          section.name,
          legalChoice(section.registry, (kind) => (kind === usual.kind ? usual : startOf(section.registry, kind))),
        ] as const;
      }
      case 'plain':
        return [section.name, legalValues(section.fields, base[section.name])] as const;
      case 'runs':
        return [section.name, fc.oneof(fc.constant(base.runs), fc.array(legalRun, { maxLength: MOST_RUNS }).map(withIds))] as const;
    }
  });
  return fc.record(Object.fromEntries(parts)).map((drawn) => ({ ...base, ...drawn }) as Experiment);
});

function legalChoice(registry: Registry, start: (kind: string) => Chosen): fc.Arbitrary<Chosen> {
  return fc
    .constantFrom(...Object.keys(registry))
    .chain((kind) => legalValues(entryOf(registry, kind).fields, start(kind).values).map((values) => ({ kind, values })));
}

function startOf(registry: Registry, kind: string): Chosen {
  const { fields } = entryOf(registry, kind);
  return { kind, values: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.default as FieldValue])) };
}

export function withIds(runs: readonly Omit<RunSettings, 'id'>[]): readonly RunSettings[] {
  return runs.map((run, index) => ({ ...run, id: `r${index + 1}` }));
}

/** Faults of an experiment, by the registries alone; empty for a legal one. */
export function faultsOf(experiment: Experiment): readonly string[] {
  const faults: string[] = [];
  const values = (where: string, fields: FieldMap, given: Readonly<Record<string, FieldValue>>) => {
    const keys = Object.keys(fields);
    if (keys.join() !== Object.keys(given).join()) faults.push(`${where} has ${Object.keys(given).join()}`);
    for (const [key, field] of Object.entries(fields)) {
      const value = given[key] as FieldValue;
      const { control } = field;
      const within = (number: unknown) => {
        if (control.kind !== 'number' && control.kind !== 'numbers') return false;
        return (
          typeof number === 'number' && number >= control.min && number <= control.max && (!control.integer || Number.isInteger(number))
        );
      };
      const legal = {
        number: () => within(value),
        numbers: () => Array.isArray(value) && value.length > 0 && value.every(within),
        choice: () => control.kind === 'choice' && control.options.some((option) => option.value === value),
        several: () =>
          Array.isArray(value) &&
          value.every((word) => control.kind === 'several' && control.options.some((option) => option.value === word)),
        switch: () => typeof value === 'boolean',
        text: () => typeof value === 'string' && control.kind === 'text' && [...value].length <= control.longest,
      }[control.kind]();
      if (!legal) faults.push(`${where}.${key} = ${String(value)}`);
    }
  };
  const choice = (where: string, registry: Registry, chosen: Chosen) => {
    if (Object.hasOwn(registry, chosen.kind)) values(where, entryOf(registry, chosen.kind).fields, chosen.values);
    else faults.push(`${where} is ${chosen.kind}`);
  };
  if (!Object.hasOwn(presets, experiment.preset)) faults.push(`preset ${experiment.preset}`);
  for (const section of sections) {
    if (section.shape === 'chosen') choice(section.name, section.registry, experiment[section.name]);
    else if (section.shape === 'plain') values(section.name, section.fields, experiment[section.name]);
  }
  if (experiment.runs.length > MOST_RUNS) faults.push('too many runs');
  if (new Set(experiment.runs.map(({ id }) => id)).size !== experiment.runs.length) faults.push('run ids repeat');
  for (const run of experiment.runs) {
    if (!Object.hasOwn(algorithms, run.algorithm)) faults.push(`algorithm ${run.algorithm}`);
    for (const slot of slotNames) choice(`${run.id}.${slot}`, slotRegistry(slot), run.parts[slot]);
    if (run.learningRate !== null) values(run.id, { lr: trainingFields.lr }, { lr: run.learningRate });
    if (run.length !== undefined) values(run.id, { length: runFields.length }, { length: run.length });
  }
  return faults;
}
