/** Why two runs with different parts may lie on each other. */
import { slotRegistry } from '../sam/partChoices';
import { type SlotName, slotNames } from '../sam/slotNames';
import { type Chosen, entryOf } from './entry';
import type { RunSettings } from './experiment';
import { climbs, fixedRadius } from './runs';

export interface Resemblance {
  /** The run of the two whose part does what the other's simpler one does. */
  readonly run: string;
  readonly slot: SlotName;
  /** A clause. */
  readonly because: string;
  /** The part that would differ, and what choosing it is called. */
  readonly instead: { readonly kind: string; readonly label: string };
}

/** A part of one that resembles its slot's first part, which the other has, where both climb as far. */
export function resemblance(one: RunSettings, other: RunSettings): Resemblance | undefined {
  return resembling(one, other) ?? resembling(other, one);
}

function resembling(run: RunSettings, plain: RunSettings): Resemblance | undefined {
  if (!climbs(plain) || fixedRadius(run) !== fixedRadius(plain)) return undefined;
  for (const slot of slotNames) {
    const registry = slotRegistry(slot);
    const { kind, values }: Chosen = run.parts[slot];
    const said = plain.parts[slot].kind === Object.keys(registry)[0] && entryOf(registry, kind).resemblesFirst?.(values);
    if (said) return { run: run.id, slot, ...said };
  }
  return undefined;
}
