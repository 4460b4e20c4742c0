/** Where algorithms differ: from SAM, for the menu, and from each other, side by side. */
import { ORIGIN, recipes } from '../sam/recipes';
import { slotRegistry } from '../sam/partChoices';
import { type SlotName, slotNames } from '../sam/slotNames';
import { slotQuestions } from '../sam/slots';
import { slotsInUse } from './composition';
import { entryOf } from './entry';
import type { RunSettings } from './experiment';
import { settingText } from './runLabels';
import { effectiveFields, runOf } from './runs';

export interface ComparedSlot {
  readonly slot: SlotName;
  /** The question it answers. */
  readonly question: string;
  /** What each has there, with the values that the other has not; `–` where it has no effect. */
  readonly answers: readonly [string, string];
  readonly differs: boolean;
}

/** Slots in which at least one of two algorithms has a part that acts, in the order a step asks them; values as they start. */
export function comparedSlots(one: string, other: string): readonly ComparedSlot[] {
  const runs = [runOf('r1', one), runOf('r2', other)] as const;
  return slotNames.flatMap((slot) => {
    const inUse = runs.map((run) => slotsInUse(run).includes(slot));
    if (!inUse.includes(true)) return [];
    const [left, right] = runs.map((run) => textsOf(run, slot)) as [readonly string[], readonly string[]];
    // The name of a part is said on both sides, a value where it differs.
    const said = (own: readonly string[], others: readonly string[]) =>
      [own[0], ...own.slice(1).filter((text) => own[0] === others[0] && !others.includes(text))].join(', ');
    const answers = [inUse[0] ? said(left, right) : '–', inUse[1] ? said(right, left) : '–'] as const;
    return [{ slot, question: slotQuestions[slot], answers, differs: answers[0] !== answers[1] }];
  });
}

/** In which slots an algorithm differs from SAM, as what it has there; empty for SAM, and for what never climbs that it does not. */
export function unlikeSam(algorithm: string): readonly string[] {
  return comparedSlots(ORIGIN, algorithm).flatMap(({ answers: [, own], differs }) => (differs && own !== '–' ? [own] : []));
}

/** Where a published algorithm can be read about. */
export function referenceOf(algorithm: string): { readonly source: string; readonly url?: string } | undefined {
  const recipe = recipes[algorithm];
  return recipe && { source: recipe.source, ...(recipe.url ? { url: recipe.url } : {}) };
}

/** The part's label, then its choices; numbers are left out, as they are only starting values. */
function textsOf(run: RunSettings, slot: SlotName): readonly string[] {
  const { label } = entryOf(slotRegistry(slot), run.parts[slot].kind);
  const chosen = effectiveFields(run, slot).filter(({ field }) => field.control.kind !== 'number');
  return [
    label,
    ...chosen.map(({ field, value }) =>
      typeof value === 'boolean' ? `${field.label}: ${value ? 'yes' : 'no'}` : settingText(field, value),
    ),
  ];
}
