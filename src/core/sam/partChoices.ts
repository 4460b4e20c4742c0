/** The parts a run has: one for every slot, with their values. */
import { type Chosen, type ChosenFrom, choose, type Registry } from '../settings/entry';
import type { Part } from './part';
import { type SlotName, slotNames } from './slotNames';
import { type optimizers, slots } from './slots';

/** A run's part in every slot, with its values: which fields there are follows from its kind. */
export type PartChoices = { readonly [S in SlotName]: ChosenFrom<(typeof slots)[S]> };
export type PartChoice<S extends SlotName = SlotName> = PartChoices[S];
/** Parts by slot, by their words in links; a slot that is left out has its first. */
export type PartKinds = { readonly [S in SlotName]?: PartChoice<S>['kind'] };

export type OptimizerChoice = ChosenFrom<typeof optimizers>;

/** The entries of a slot, whatever they create. */
export function slotRegistry(slot: SlotName): Registry<Part<unknown>> {
  return slots[slot];
}

/** A part for a slot, with its defaults and `values` over them. Throws on a kind that the slot does not have. */
export function choosePart<S extends SlotName>(slot: S, kind: string, values: Chosen['values'] = {}): PartChoice<S> {
  const chosen: Chosen = choose(slotRegistry(slot), kind, values);
  return chosen as PartChoice<S>;
}

/** A choice for every slot, made one after the other. */
export function partsBySlot(choice: (slot: SlotName) => Chosen): PartChoices {
  return Object.fromEntries(slotNames.map((slot) => [slot, choice(slot)])) as PartChoices;
}
