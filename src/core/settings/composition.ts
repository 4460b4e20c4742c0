/** Parts of a run, compared with those of its algorithm, and who published it. */
import { type Citation, citations } from '../sam/recipes/citations';
import { OWN, partsOf, recipes } from '../sam/recipes';
import type { PartChoices } from '../sam/partChoices';
import { paperConstants } from '../sam/paperConstants';
import type { Part } from '../sam/part';
import { slots } from '../sam/slots';
import { type SlotName, slotNames, slotsWithoutClimb } from '../sam/slotNames';
import { type Chosen, entryOf } from './entry';
import type { RunSettings } from './experiment';
import { slotRegistry } from '../sam/partChoices';
import { climbs, effectiveFields } from './runs';

type Kinds = { readonly [S in SlotName]?: string };

/** Slots that have an effect: without a climb, the gate that says so, who takes the step and what is judged. */
export function slotsInUse(run: RunSettings): readonly SlotName[] {
  return climbs(run) ? slotNames : slotsWithoutClimb;
}

/** Slots in which the run has another part than its algorithm; for one's own, another than the slot's first. */
export function changedSlots(run: RunSettings): readonly SlotName[] {
  const own = partsOf(run.algorithm);
  return slotsInUse(run).filter((slot) => run.parts[slot].kind !== own[slot].kind);
}

/**
 * True if a run is no longer what it is called: it has a part that neither its algorithm nor a paper's version of that
 * algorithm has. One's own is always what it is called.
 */
export function isChanged(run: RunSettings): boolean {
  if (run.algorithm === OWN) return false;
  const own = kindsOf(partsOf(run.algorithm));
  const versions = [own, ...(paperConstants[run.algorithm] ?? []).map(({ parts }) => ({ ...own, ...parts }))];
  return !versions.some((version) => slotsInUse(run).every((slot) => version[slot] === run.parts[slot].kind));
}

/** The published algorithm that has exactly these parts under another name, whatever its numbers; undefined where there is none. */
export function publishedAs(run: RunSettings): string | undefined {
  const names = Object.keys(recipes).filter((name) => name !== run.algorithm);
  return names.find((name) => {
    const its = partsOf(name);
    return slotsInUse(run).every((slot) => its[slot].kind === run.parts[slot].kind && choosesAlike(run, slot, its[slot]));
  });
}

/** True if a run's part makes the choices that `its` makes: φ and ψ are what tells members of the universal class apart. */
function choosesAlike(run: RunSettings, slot: SlotName, its: Chosen): boolean {
  return effectiveFields(run, slot).every(
    ({ key, field, value }) => typeof value === 'number' || field.print(value) === field.print(its.values[key] ?? field.default),
  );
}

/** The papers behind a run: its algorithm's, and those of the parts that are not; for one's own, those of all its parts. */
export function citationsOf(run: RunSettings): readonly Citation[] {
  const own = recipes[run.algorithm];
  const slots = own ? changedSlots(run) : slotsInUse(run);
  const sources = slots.map((slot) => entryOf(slotRegistry(slot), run.parts[slot].kind).source ?? '').join(' ');
  const found = Object.values<Citation>(citations).filter(({ url }) => url && sources.includes(url.replace(/^.*\//, 'arXiv:')));
  return [...(own ? [own] : []), ...found.filter(({ bibtex }) => bibtex !== own?.bibtex)];
}

/** Where the parts of a run differ from their papers or the authors' code: clauses, each with the part that it is about. */
export function deviationsOf(run: RunSettings): readonly { readonly part: string; readonly deviation: string }[] {
  const inUse = slotsInUse(run).map((slot) => entryOf<Part<unknown>>(slots[slot], run.parts[slot].kind));
  return inUse.flatMap(({ label, deviation }) => (deviation ? [{ part: label, deviation }] : []));
}

function kindsOf(parts: PartChoices): Kinds {
  return Object.fromEntries(slotNames.map((slot) => [slot, parts[slot].kind]));
}
