/** Making runs: an algorithm with its starting parts, and what the person changed. */
import { createdBy } from '../sam/part';
import { partsOf } from '../sam/recipes';
import { partsBySlot, type PartChoice, type PartChoices, choosePart, slotRegistry } from '../sam/partChoices';
import { slots } from '../sam/slots';
import { type SlotName, slotNames } from '../sam/slotNames';
import { entryOf, type Chosen } from './entry';
import type { RunSettings } from './experiment';
import type { FieldValue } from './field';

/**
 * A run of `algorithm` with `values` over its defaults, each given to the part that has a field of that name.
 * Throws on an unknown algorithm and on a value that no part of it asks for.
 */
export function runOf(id: string, algorithm: string, values: Readonly<Record<string, FieldValue>> = {}): RunSettings {
  const usual = partsOf(algorithm);
  const parts = partsBySlot((slot) => {
    const own = Object.entries(values).filter(([key]) => Object.hasOwn(usual[slot].values, key));
    return { kind: usual[slot].kind, values: { ...usual[slot].values, ...Object.fromEntries(own) } };
  });
  const unused = Object.keys(values).find((key) => slotNames.every((slot) => !Object.hasOwn(parts[slot].values, key)));
  if (unused !== undefined) throw new Error(`run of “${algorithm}”: no part of it has a field “${unused}”`);
  return { id, algorithm, parts, learningRate: null };
}

/** Values of `slot` when its part is `kind` and nothing else was changed in an algorithm that has the parts `own`. */
export function startingPart<S extends SlotName>(own: PartChoices, slot: S, kind: string): PartChoice<S> {
  return own[slot].kind === kind ? own[slot] : choosePart(slot, kind);
}

/** The fields of the part a run has in `slot`, with their values, in registry order. */
export function partFields(run: RunSettings, slot: SlotName) {
  const { kind, values }: Chosen = run.parts[slot];
  return Object.entries(entryOf(slotRegistry(slot), kind).fields).map(([key, field]) => ({
    key,
    field,
    value: values[key] ?? field.default,
  }));
}

/** Those of them that have an effect under the others' values. */
export function effectiveFields(run: RunSettings, slot: SlotName) {
  const { kind, values } = run.parts[slot];
  const part = entryOf(slotRegistry(slot), kind);
  return partFields(run, slot).filter(({ key }) => part.hasEffect?.(key, values) ?? true);
}

/** True if any step of this run climbs: where none does, only the base optimizer's settings have an effect. */
export function climbs(run: RunSettings): boolean {
  return createdBy(slots.gate, run.parts.gate).climbs;
}

/** ρ of a run whose radius is the same in every step; undefined where it moves. */
export function fixedRadius(run: RunSettings): number | undefined {
  return createdBy(slots.radius, run.parts.radius).constant;
}

/** The first of `r1`, `r2`, … that comes after every id in use: an id is never given twice while an experiment is edited. */
export function nextRunId(runs: readonly RunSettings[]): string {
  const numbers = runs.map(({ id }) => Number(/^r(\d+)$/.exec(id)?.[1] ?? 0));
  return `r${Math.max(0, ...numbers) + 1}`;
}
