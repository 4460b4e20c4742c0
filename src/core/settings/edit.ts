/**
 * Edits of an experiment: an experiment in, another one out, always legal. A path names what is edited:
 * `data.noise`, `training.lr`, `runs.r1.lr`, `runs.r1.radius.rho`; without the last word it names a choice: `model`,
 * `runs.r1.ascent`, `runs.r1.constants`, `training.constants` and `data.variant` (a paper's), `preset`. Paths that do not exist
 * throw, as they are mistakes of the caller.
 */
import { variants } from '../datasets/variants';
import { paperConstants } from '../sam/paperConstants';
import { algorithms, partsOf } from '../sam/recipes';
import { slotNames, type SlotName } from '../sam/slotNames';
import { entryOf } from './entry';
import { type Experiment, MOST_RUNS, runFields, type RunSettings } from './experiment';
import { trainingFields } from './trainingFields';
import { type FieldMap, type FieldValue, legalValue } from './field';
import { trainedAs, withConstants } from './papers';
import { paperTraining } from './paperTraining';
import { type Preset, presets } from './presets';
import { slotRegistry, partsBySlot, choosePart } from '../sam/partChoices';
import { climbs, nextRunId, runOf, startingPart } from './runs';
import { sections, startingChoice } from './sections';

type Values = Readonly<Record<string, FieldValue>>;

/** The entry of a menu of constants or variants that is no paper's. */
export const OWN_CONSTANTS = 'own';

/** Gives a field a value, moved into its limits; values that cannot be (NaN) change nothing. `null` gives a run the group's learning rate. */
export function setField(experiment: Experiment, path: string, value: FieldValue | null): Experiment {
  const [name, key, slot, partKey] = path.split('.') as [string, string, string?, string?];
  if (name === 'runs' && slot === 'lr') return setRunLearningRate(experiment, key, value);
  if (name === 'runs' && slot === 'length') return setRunLength(experiment, key, value);
  if (name === 'runs' && slot === 'name') return renameRun(experiment, key, value);
  if (name === 'runs') return setRunValue(experiment, key, slotOf(path, slot), partKey ?? '', value);
  const section = sections.find((known) => known.name === name);
  if (section?.shape === 'chosen') {
    const { kind, values } = experiment[section.name];
    const changed = changedValues(path, entryOf(section.registry, kind).fields, values, key, value);
    return { ...experiment, [section.name]: { kind, values: changed } };
  }
  if (section?.shape === 'plain') {
    const changed = changedValues(path, section.fields, experiment[section.name], key, value);
    // Steps of one's own: the run is no longer as long as its epochs say.
    return { ...experiment, [section.name]: path === 'training.steps' ? { ...changed, epochs: 0 } : changed };
  }
  throw new Error(`edit: no setting “${path}”`);
}

/** Chooses another entry at a menu's path. Its fields start from the preset where that has the entry, else from its defaults. */
export function chooseKind(experiment: Experiment, path: string, kind: string): Experiment {
  const [name, id, slot] = path.split('.') as [string, string?, string?];
  if (name === 'preset') return choosePreset(experiment, kind);
  if (path === 'training.constants') return chooseTraining(experiment, kind);
  if (name === 'runs' && slot === 'constants') return chooseConstants(experiment, id ?? '', kind);
  if (name === 'data' && id === 'variant') return chooseVariant(experiment, kind);
  if (name === 'runs') {
    const place = slotOf(path, slot);
    return changeRun(experiment, id ?? '', (run) => withPart(run, place, startingPart(partsOf(run.algorithm), place, kind)));
  }
  const section = sections.find((known) => known.name === name);
  if (section?.shape !== 'chosen') throw new Error(`edit: nothing to choose at “${path}”`);
  entryOf(section.registry, kind);
  return { ...experiment, [section.name]: startingChoice(section, presetOf(experiment.preset).experiment, kind) };
}

/**
 * Gives a run the constants that a paper states for its algorithm, and the parts they are for; what the paper does not
 * speak of stays. `own` changes nothing.
 */
function chooseConstants(experiment: Experiment, id: string, row: string): Experiment {
  return changeRun(experiment, id, (run) => {
    if (row === OWN_CONSTANTS) return run;
    const constants = paperConstants[run.algorithm]?.find((known) => known.id === row);
    if (!constants) throw new Error(`edit: no constants “${row}” for “${run.algorithm}”`);
    return withConstants(run, constants);
  });
}

/** Gives the data the share of samples and of wrong labels that a named variant has. `own` changes nothing. */
function chooseVariant(experiment: Experiment, name: string): Experiment {
  if (name === OWN_CONSTANTS) return experiment;
  const variant = Object.hasOwn(variants, name) ? variants[name] : undefined;
  if (!variant) throw new Error(`edit: no variant “${name}” of data sets`);
  return Object.entries(variant.values).reduce((edited, [key, value]) => setField(edited, `data.${key}`, value), experiment);
}

/** Trains the whole group as a paper does; what the paper does not speak of stays. `own` changes nothing. */
function chooseTraining(experiment: Experiment, id: string): Experiment {
  if (id === OWN_CONSTANTS) return experiment;
  const row = Object.hasOwn(paperTraining, id) ? paperTraining[id] : undefined;
  if (!row) throw new Error(`edit: no training “${id}”`);
  return trainedAs(experiment, row);
}

/** A preset as it is, on the device and with the view that the person already has, and with what their link says to a class. */
export function choosePreset({ device, view, lecture }: Pick<Experiment, 'device' | 'view' | 'lecture'>, id: string): Experiment {
  return { ...presetOf(id).experiment, device, view, lecture };
}

/** `experiment` as it is looked at in another one: what changes no number of its training. */
export function shownAs(
  experiment: Experiment,
  { view, valley, lecture, study }: Pick<Experiment, 'view' | 'valley' | 'lecture' | 'study'>,
): Experiment {
  return { ...experiment, view, valley, lecture, study };
}

/** Adds a run at the end, alike to those it is compared with. A full group is returned as it is. */
export function addRun(experiment: Experiment, algorithm: string): Experiment {
  const { runs } = experiment;
  return runs.length >= MOST_RUNS ? experiment : { ...experiment, runs: [...runs, joining(experiment, algorithm)] };
}

/** Puts a run of another algorithm in the place of `id`. It is a new run with a new id, so that the others go on. */
export function replaceRun(experiment: Experiment, id: string, algorithm: string): Experiment {
  const fresh = joining(experiment, algorithm);
  return { ...experiment, runs: experiment.runs.map((run) => (run.id === id ? fresh : run)) };
}

/**
 * A run that is about to join. Where another run that climbs has the same part, its values are taken over (ρ above all,
 * where it is measured alike), so that the new one differs only in what is compared.
 */
function joining(experiment: Experiment, algorithm: string): RunSettings {
  const fresh = runOf(nextRunId(experiment.runs), algorithm);
  const fixed = algorithms[algorithm]?.values ?? {};
  const neighbours = experiment.runs.filter(climbs);
  const parts = partsBySlot((slot) => {
    const own = fresh.parts[slot];
    const neighbour = neighbours.findLast((run) => run.parts[slot].kind === own.kind && (slot !== 'radius' || isMeasuredAlike(run, fresh)));
    return { kind: own.kind, values: { ...own.values, ...neighbour?.parts[slot].values, ...pick(fixed, own.values) } };
  });
  return { ...fresh, parts };
}

/** True if a radius means the same in both: ASAM's ρ is not SAM's, and the universal class's is neither. */
function isMeasuredAlike(one: RunSettings, other: RunSettings): boolean {
  return (['geometry', 'descent'] as const).every((slot) => one.parts[slot].kind === other.parts[slot].kind);
}

/** Adds a twin right after a run. A full group is returned as it is. */
export function duplicateRun(experiment: Experiment, id: string): Experiment {
  const { runs } = experiment;
  if (runs.length >= MOST_RUNS) return experiment;
  return { ...experiment, runs: runs.flatMap((run) => (run.id === id ? [run, twinOf(run, nextRunId(runs))] : [run])) };
}

/** The same run under another id; a name is somebody's own. */
const twinOf = ({ name: _, ...run }: RunSettings, id: string): RunSettings => ({ ...run, id });

/** Puts a run first: all others are compared with it. */
export function makeBaseline(experiment: Experiment, id: string): Experiment {
  const { runs } = experiment;
  return { ...experiment, runs: [...runs.filter((run) => run.id === id), ...runs.filter((run) => run.id !== id)] };
}

/** Calls a run something; an empty name is the algorithm's own. */
function renameRun(experiment: Experiment, id: string, value: FieldValue | null): Experiment {
  const legal = value === null ? '' : legalValue(runFields.name, value);
  if (legal === undefined) return experiment;
  return changeRun(experiment, id, ({ name: _, ...run }) => (legal === '' ? run : { ...run, name: legal }));
}

/** The last run can go too; `refusals` then says that there is nothing to train. */
export function removeRun(experiment: Experiment, id: string): Experiment {
  return { ...experiment, runs: experiment.runs.filter((run) => run.id !== id) };
}

/** `setField` for a field of a run's part. */
export function setRunValue(experiment: Experiment, id: string, slot: SlotName, key: string, value: FieldValue | null): Experiment {
  return changeRun(experiment, id, (run) => {
    const { kind, values } = run.parts[slot];
    const { fields } = entryOf(slotRegistry(slot), kind);
    return withPart(run, slot, choosePart(slot, kind, changedValues(`${slot}.${key}`, fields, values, key, value)));
  });
}

/** η₀ of one run; `null` follows the group. */
export function setRunLearningRate(experiment: Experiment, id: string, value: FieldValue | null): Experiment {
  const learningRate = value === null ? null : legalValue(trainingFields.lr, value);
  return learningRate === undefined ? experiment : changeRun(experiment, id, (run) => ({ ...run, learningRate }));
}

/** Length of one run as a multiple of the group's steps; `null` gives it those. */
function setRunLength(experiment: Experiment, id: string, value: FieldValue | null): Experiment {
  const length = legalValue(runFields.length, value ?? 1);
  if (length === undefined) return experiment;
  return changeRun(experiment, id, ({ length: _, ...run }) => (length === 1 ? run : { ...run, length }));
}

function changeRun(experiment: Experiment, id: string, change: (run: RunSettings) => RunSettings): Experiment {
  if (experiment.runs.every((run) => run.id !== id)) throw new Error(`edit: no run “${id}”`);
  return { ...experiment, runs: experiment.runs.map((run) => (run.id === id ? change(run) : run)) };
}

function withPart(run: RunSettings, slot: SlotName, part: RunSettings['parts'][SlotName]): RunSettings {
  return { ...run, parts: { ...run.parts, [slot]: part } };
}

function changedValues(path: string, fields: FieldMap, values: Values, key: string, value: FieldValue | null): Values {
  const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (!field) throw new Error(`edit: no setting “${path}”`);
  const legal = value === null ? undefined : legalValue(field, value);
  return legal === undefined ? values : { ...values, [key]: legal };
}

function slotOf(path: string, slot: string | undefined): SlotName {
  const known = slotNames.find((name) => name === slot);
  if (!known) throw new Error(`edit: no slot in “${path}”`);
  return known;
}

function presetOf(id: string): Preset {
  const preset = Object.hasOwn(presets, id) ? presets[id] : undefined;
  if (!preset) throw new Error(`edit: no preset “${id}”`);
  return preset;
}

function pick(values: Values, keys: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => Object.hasOwn(keys, key)));
}
