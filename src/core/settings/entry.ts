/**
 * A registry is an object whose keys are the words of the URL and whose values are entries: something selectable by
 * name that carries its own settings (an algorithm part, a data set, a model, a schedule). A part of an experiment is
 * then "which entry, with which values", and form, link, validation and reference follow from the registry alone.
 */
import { defaultsOf, type FieldMap, type FieldValue, type ValuesOf } from './field';

export interface Entry {
  readonly label: string;
  /** One sentence, shown under the menu and in the reference. */
  readonly help: string;
  /** Paper, arXiv number and equation, where there is one. */
  readonly source?: string;
  readonly fields: FieldMap;
  /** True if a field has an effect under these values; the form shows no other. Where it is left out, all have. */
  hasEffect?(key: string, values: Readonly<Record<string, FieldValue>>): boolean;
}

export type Registry<E extends Entry = Entry> = Readonly<Record<string, E>>;

/** An entry chosen from some registry, with the values of its fields. */
export interface Chosen {
  readonly kind: string;
  readonly values: Readonly<Record<string, FieldValue>>;
}

/** An entry chosen from this registry: a union by `kind`, so that asking for the kind tells the types of the values. */
export type ChosenFrom<R extends Registry> = {
  readonly [K in keyof R & string]: { readonly kind: K; readonly values: ValuesOf<R[K]['fields']> };
}[keyof R & string];

/** The entry `kind` of `registry`. Throws on a name that is not there: links are checked before they get here. */
export function entryOf<R extends Registry, K extends keyof R & string>(registry: R, kind: K): R[K];
export function entryOf<E extends Entry>(registry: Registry<E>, kind: string): E;
export function entryOf<E extends Entry>(registry: Registry<E>, kind: string): E {
  const entry = Object.hasOwn(registry, kind) ? registry[kind] : undefined;
  if (!entry) throw new Error(`no entry “${kind}”; known: ${Object.keys(registry).join(', ')}`);
  return entry;
}

/** `kind` with its defaults, and `values` over them. */
export function choose<R extends Registry, K extends keyof R & string>(
  registry: R,
  kind: K,
  values?: Chosen['values'],
): Extract<ChosenFrom<R>, { readonly kind: K }>;
export function choose<R extends Registry>(registry: R, kind: string, values?: Chosen['values']): ChosenFrom<R>;
export function choose<R extends Registry>(registry: R, kind: string, values: Chosen['values'] = {}): ChosenFrom<R> {
  const chosen: Chosen = { kind, values: { ...defaultsOf(entryOf(registry, kind).fields), ...values } };
  // The compiler cannot follow a kind that is a string; whoever gives values has them from this entry's fields.
  return chosen as ChosenFrom<R>;
}
