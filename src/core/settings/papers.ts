/** Runs and groups as papers have them: taking over what a paper states, and telling whether that has been done. */
import type { PaperConstants } from '../sam/paperConstants';
import { algorithms, kindOf, partsOf } from '../sam/recipes';
import { schedules } from '../sam/schedule/schedules';
import { optimizers } from '../sam/slots';
import { type SlotName, slotNames } from '../sam/slotNames';
import { type Chosen, choose, entryOf, type Registry } from './entry';
import type { Experiment, RunSettings } from './experiment';
import type { PaperTraining } from './paperTraining';
import { slotRegistry } from '../sam/partChoices';
import { startingPart } from './runs';

type Values = Chosen['values'];

/** A run with a row's constants, and the parts they are for; what the paper does not speak of stays. */
export function withConstants(run: RunSettings, row: PaperConstants): RunSettings {
  const own = partsOf(run.algorithm);
  const parts = slotNames.map((slot) => {
    const wanted = kindFor(run, row, slot) ?? run.parts[slot].kind;
    const { kind, values } = wanted === run.parts[slot].kind ? run.parts[slot] : startingPart(own, slot, wanted);
    return [slot, { kind, values: { ...values, ...pick(row.values, values) } }] as const;
  });
  return { ...run, parts: { ...run.parts, ...Object.fromEntries(parts) } };
}

/** True if `withConstants` would change nothing. */
export function hasConstants(run: RunSettings, row: PaperConstants): boolean {
  return slotNames.every((slot) => {
    const { kind, values } = run.parts[slot];
    return kind === (kindFor(run, row, slot) ?? kind) && holds(values, pick(row.values, values));
  });
}

/** The part that a row is for: the one it names, or the algorithm's own where the row has values for that. */
function kindFor({ algorithm }: RunSettings, { parts, values }: PaperConstants, slot: SlotName): string | undefined {
  const known = algorithms[algorithm];
  const own = known && kindOf(known, slot);
  const { fields } = own === undefined ? { fields: {} } : entryOf(slotRegistry(slot), own);
  return parts?.[slot] ?? (Object.keys(values).some((key) => Object.hasOwn(fields, key)) ? own : undefined);
}

/** A group that trains as a paper does; what the paper does not speak of stays. */
export function trainedAs(experiment: Experiment, { values, optimizer, schedule }: PaperTraining): Experiment {
  return {
    ...experiment,
    training: { ...experiment.training, ...values },
    optimizer: choose(optimizers, ...optimizer),
    ...(schedule ? { schedule: choose(schedules, ...schedule) } : {}),
  };
}

/** True if `trainedAs` would change nothing. */
export function isTrainedAs(experiment: Experiment, { values, optimizer, schedule }: PaperTraining): boolean {
  const chooses = (chosen: Chosen, registry: Registry, [kind, its]: PaperTraining['optimizer']) =>
    chosen.kind === kind && holds(chosen.values, choose(registry, kind, its).values);
  return (
    holds(experiment.training, values) &&
    chooses(experiment.optimizer, optimizers, optimizer) &&
    (!schedule || chooses(experiment.schedule, schedules, schedule))
  );
}

/** Lists are equal when they read alike. */
function holds(values: Values, wanted: Values): boolean {
  return Object.entries(wanted).every(([key, value]) => String(values[key]) === String(value));
}

function pick(values: Values, keys: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => Object.hasOwn(keys, key)));
}
