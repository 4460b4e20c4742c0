/** The settings form, generated: menus and fields with their paths and values, one component per kind of control. */
import { recipes } from '../sam/recipes';
import { slotNames, slotQuestions } from '../sam/slots';
import { entryOf, type Registry } from './entry';
import { type Experiment, type RunSettings, trainingFields } from './experiment';
import type { Field, FieldMap, FieldValue } from './field';
import { presets } from './presets';
import { climbs, partFields, slotRegistry } from './runs';
import { type Section, sections } from './sections';

export interface FormField {
  /** For `setField`. */
  readonly path: string;
  /** Its word in links. */
  readonly key: string;
  readonly field: Field<FieldValue>;
  readonly value: FieldValue;
  /** Changes without a restart. */
  readonly live: boolean;
  /** The value is the group's, and follows it until the run gets its own. */
  readonly inherited: boolean;
}

export interface FormMenu {
  /** For `chooseKind`. */
  readonly path: string;
  readonly label: string;
  readonly kind: string;
  /** What the chosen entry is, one sentence. */
  readonly help: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly help: string }[];
}

export interface FormSection {
  readonly name: string;
  readonly label: string;
  readonly menus: readonly FormMenu[];
  readonly fields: readonly FormField[];
}

export interface FormRun extends FormSection {
  readonly id: string;
  readonly algorithm: string;
}

export interface Form {
  readonly preset: FormMenu;
  readonly sections: readonly FormSection[];
  readonly runs: readonly FormRun[];
  /** Algorithms that `addRun` takes. */
  readonly algorithms: FormMenu['options'];
}

/** The form of an experiment, in the order of its sections. Slots with a single part have no menu; runs that never climb, no settings of the climb. */
export function formOf(experiment: Experiment): Form {
  return {
    preset: menu('preset', 'Start from', presets, experiment.preset),
    sections: sections.flatMap((section) => (section.shape === 'runs' ? [] : [formSection(experiment, section)])),
    runs: experiment.runs.map((run) => formRun(experiment, run)),
    algorithms: Object.entries(recipes).map(([value, { label, idea }]) => ({ value, label, help: idea })),
  };
}

function formSection(experiment: Experiment, section: Exclude<Section, { shape: 'runs' }>): FormSection {
  const { name, label } = section;
  if (section.shape === 'plain') return { name, label, menus: [], fields: fieldsOf(name, section.fields, experiment[section.name]) };
  const { kind, values } = experiment[section.name];
  return {
    name,
    label,
    menus: [menu(name, label, section.registry, kind)],
    fields: fieldsOf(name, entryOf(section.registry, kind).fields, values),
  };
}

function formRun({ training }: Experiment, run: RunSettings): FormRun {
  const path = `runs.${run.id}`;
  const shown = climbs(run) ? slotNames : (['gate'] as const);
  const rate: FormField = {
    path: `${path}.lr`,
    key: 'lr',
    field: trainingFields.lr as unknown as Field<FieldValue>,
    value: run.learningRate ?? training.lr,
    live: trainingFields.lr.live,
    inherited: run.learningRate === null,
  };
  const fields = shown.flatMap((slot) =>
    partFields(run, slot).map(({ key, field, value }) => formField(`${path}.${slot}.${key}`, key, field, value)),
  );
  return {
    id: run.id,
    algorithm: run.algorithm,
    name: path,
    label: recipes[run.algorithm]?.label ?? run.algorithm,
    menus: shown
      .filter((slot) => Object.keys(slotRegistry(slot)).length > 1)
      .map((slot) => menu(`${path}.${slot}`, slotQuestions[slot], slotRegistry(slot), run.parts[slot].kind)),
    // What changes live is what people reach for.
    fields: [...fields.filter(({ live }) => live), rate, ...fields.filter(({ live }) => !live)],
  };
}

function fieldsOf(path: string, fields: FieldMap, values: Readonly<Record<string, FieldValue>>): readonly FormField[] {
  return Object.entries(fields).map(([key, field]) => formField(`${path}.${key}`, key, field, values[key] ?? field.default));
}

function formField(path: string, key: string, field: Field<FieldValue>, value: FieldValue): FormField {
  return { path, key, field, value, live: field.live, inherited: false };
}

function menu(
  path: string,
  label: string,
  entries: Readonly<Record<string, Pick<Registry[string], 'label' | 'help'>>>,
  kind: string,
): FormMenu {
  const options = Object.entries(entries).map(([value, entry]) => ({ value, label: entry.label, help: entry.help }));
  return { path, label, kind, help: entries[kind]?.help ?? '', options };
}
