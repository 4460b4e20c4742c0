/**
 * A registry is an object whose keys are the words of the URL and whose values are entries: something selectable by
 * name that carries its own settings (an algorithm part, a data set, a model, a schedule). A part of an experiment is
 * then "which entry, with which values", and form, link, validation and reference follow from the registry alone.
 */
import { defaultsOf, type FieldMap, type FieldValue } from './field';

export interface Entry {
  readonly label: string;
  /** One sentence, shown under the menu and in the reference. */
  readonly help: string;
  /** Paper, arXiv number and equation, where there is one. */
  readonly source?: string;
  readonly fields: FieldMap;
  /** Whether a field has an effect under these values; the form shows no other. Where it is left out, all have. */
  hasEffect?(key: string, values: Readonly<Record<string, FieldValue>>): boolean;
}

export type Registry<E extends Entry = Entry> = Readonly<Record<string, E>>;

/** An entry chosen from a registry, with the values of its fields. */
export interface Chosen {
  readonly kind: string;
  readonly values: Readonly<Record<string, FieldValue>>;
}

/** The entry `kind` of `registry`. Throws on a name that is not there: links are checked before they get here. */
export function entryOf<E extends Entry>(registry: Registry<E>, kind: string): E {
  const entry = Object.hasOwn(registry, kind) ? registry[kind] : undefined;
  if (!entry) throw new Error(`no entry “${kind}”; known: ${Object.keys(registry).join(', ')}`);
  return entry;
}

/** `kind` with its defaults, and `values` over them. */
export function choose(registry: Registry, kind: string, values: Readonly<Record<string, FieldValue>> = {}): Chosen {
  return { kind, values: { ...(defaultsOf(entryOf(registry, kind).fields) as Record<string, FieldValue>), ...values } };
}
