/** The settings form, generated: menus and fields with their paths and values, one component per kind of control. */
import { variants } from '../datasets/variants';
import { paperConstants } from '../sam/paperConstants';
import { algorithms } from '../sam/recipes';
import { slotQuestions } from '../sam/slots';
import type { SlotName } from '../sam/slotNames';
import { OWN_CONSTANTS } from './edit';
import { entryOf, type Registry } from './entry';
import { type Experiment, runFields, type RunSettings } from './experiment';
import { trainingFields } from './trainingFields';
import type { Field, FieldMap, FieldValue } from './field';
import { hasConstants, isTrainedAs } from './papers';
import { paperTraining } from './paperTraining';
import { presets } from './presets';
import { ownBand } from './radiusRange';
import { slotRegistry } from '../sam/partChoices';
import { climbs, effectiveFields } from './runs';
import { slotsInUse } from './composition';
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
  /** Explanation of the chosen entry, one sentence. */
  readonly help: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly help: string }[];
  /** Other options that would change nothing either: papers that state the same. */
  readonly alike?: readonly string[];
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
}

/** The form of an experiment, in the order of its sections. Slots with a single part have no menu; runs that never climb, no settings of the climb. */
export function formOf(experiment: Experiment): Form {
  return {
    preset: presetMenu(experiment),
    sections: sections.flatMap((section) =>
      section.shape === 'runs' || ('isLinkOnly' in section && section.isLinkOnly) || ('isApart' in section && section.isApart)
        ? []
        : [formSection(experiment, section)],
    ),
    runs: experiment.runs.map((run) => formRun(experiment, run)),
  };
}

/** Starting points of an experiment; of the many that are from papers only the one it did start from, as they have a menu of their own. */
export function presetMenu({ preset }: Pick<Experiment, 'preset'>): FormMenu {
  const shown = Object.entries(presets).filter(([id, { paper }]) => !paper || id === preset);
  return menu('preset', 'Start from', Object.fromEntries(shown), preset);
}

function formSection(experiment: Experiment, section: Exclude<Section, { shape: 'runs' }>): FormSection {
  const { name, label } = section;
  if (section.shape === 'plain') {
    const menus = section.name === 'training' ? [trainingMenu(experiment)] : [];
    return { name, label, menus, fields: fieldsOf(name, section.fields, experiment[section.name]) };
  }
  const { kind, values } = experiment[section.name];
  return {
    name,
    label,
    menus: [menu(name, label, section.registry, kind), ...(name === 'data' ? [variantMenu(values)] : [])],
    fields: fieldsOf(name, entryOf(section.registry, kind).fields, values),
  };
}

function formRun(experiment: Experiment, run: RunSettings): FormRun {
  const { training } = experiment;
  const path = `runs.${run.id}`;
  const shown = slotsInUse(run);
  const rate: FormField = {
    path: `${path}.lr`,
    key: 'lr',
    field: trainingFields.lr,
    value: run.learningRate ?? training.lr,
    live: trainingFields.lr.live,
    inherited: run.learningRate === null,
  };
  const length = formField(`${path}.length`, 'length', runFields.length, run.length ?? 1);
  const name = formField(`${path}.name`, 'name', runFields.name, run.name ?? '');
  const fields = shown.flatMap((slot) =>
    effectiveFields(run, slot).map(({ key, field, value }) =>
      formField(`${path}.${slot}.${key}`, key, withOwnBand(run, slot, field), value),
    ),
  );
  return {
    id: run.id,
    algorithm: run.algorithm,
    name: path,
    label: algorithms[run.algorithm]?.label ?? run.algorithm,
    menus: [
      ...constantsMenu(run),
      ...shown
        .filter((slot) => Object.keys(slotRegistry(slot)).length > 1)
        .map((slot) => menu(`${path}.${slot}`, slotQuestions[slot], slotRegistry(slot), run.parts[slot].kind)),
    ],
    // What changes live is what people reach for.
    fields: [...fields.filter(({ live }) => live), rate, ...fields.filter(({ live }) => !live), length, name],
  };
}

/** Whose constants the run has, where papers state some for its algorithm. */
function constantsMenu(run: RunSettings): readonly FormMenu[] {
  const rows = paperConstants[run.algorithm] ?? [];
  if (rows.length === 0 || !climbs(run)) return [];
  const same = rows.filter((row) => hasConstants(run, row)).map(({ id }) => id);
  const own = { label: 'your own', help: 'Constants as they stand in the fields.' };
  const entries = {
    [OWN_CONSTANTS]: own,
    ...Object.fromEntries(rows.map(({ id, label, source }) => [id, { label, help: `Source: ${source}.` }])),
  };
  return [{ ...menu(`runs.${run.id}.constants`, 'Constants as in', entries, same[0] ?? OWN_CONSTANTS), alike: same }];
}

/** Which of the variants that papers name the data are, if any. */
function variantMenu(values: Readonly<Record<string, FieldValue>>): FormMenu {
  const own = { label: 'your own', help: 'Samples and labels as they stand in the fields.' };
  const named = Object.entries(variants).find(([, variant]) =>
    Object.entries(variant.values).every(([key, value]) => values[key] === value),
  );
  return menu('data.variant', 'Variant', { [OWN_CONSTANTS]: own, ...variants }, named?.[0] ?? OWN_CONSTANTS);
}

/** As which paper the group trains, or by its own settings. */
function trainingMenu(experiment: Experiment): FormMenu {
  const same = Object.entries(paperTraining).flatMap(([id, row]) => (isTrainedAs(experiment, row) ? [id] : []));
  const entries = {
    [OWN_CONSTANTS]: { label: 'your own', help: 'Optimizer, rates and batch as they stand in the form.' },
    ...Object.fromEntries(Object.entries(paperTraining).map(([id, { label, source }]) => [id, { label, help: `Source: ${source}.` }])),
  };
  return { ...menu('training.constants', 'Training as in', entries, same[0] ?? OWN_CONSTANTS), alike: same };
}

/** ASAM's ρ is not SAM's ρ: a radius is shaded where it makes sense for the run's ball and descent, whatever the run is called. */
function withOwnBand(run: RunSettings, slot: SlotName, field: Field<FieldValue>): Field<FieldValue> {
  if (slot !== 'radius' || !field.band) return field;
  const rhoBand = ownBand(run);
  if (!rhoBand) return field;
  const made = banded.get(field) ?? new Map<readonly [number, number], Field<FieldValue>>();
  banded.set(field, made);
  const own = made.get(rhoBand) ?? { ...field, band: rhoBand };
  made.set(rhoBand, own);
  return own;
}

/** The same field for the same band, so that runs whose radii mean the same can be told by it. */
const banded = new WeakMap<Field<FieldValue>, Map<readonly [number, number], Field<FieldValue>>>();

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
