/** Traits of a run, told from what its parts declare before the first number comes: a board that grows charts while training would jump. */
import type { StepMetric } from '../metrics/catalogue';
import { createdBy } from '../sam/part';
import { slotRegistry } from '../sam/partChoices';
import { type SlotName, slotNames, slotsWithoutClimb } from '../sam/slotNames';
import { slots } from '../sam/slots';
import type { Trait } from '../sam/traits';
import { type Chosen, entryOf } from './entry';
import type { RunSettings } from './experiment';
import { climbs } from './runs';

/** Traits that the run's parts declare, of these slots. */
export function traitsOf({ parts }: Pick<RunSettings, 'parts'>, among: readonly SlotName[] = slotNames): ReadonlySet<Trait> {
  return new Set(
    among.flatMap((slot) => {
      const { kind, values }: Chosen = parts[slot];
      return entryOf(slotRegistry(slot), kind).traits?.(values) ?? [];
    }),
  );
}

/** There is an ε that somebody climbed: not for plain descent, nor where random points take the place of the climb. */
export function hasClimb(run: RunSettings): boolean {
  return climbs(run) && createdBy(slots.descent, run.parts.descent).climbs;
}

/** Some steps climb and some do not. */
export function isGated(run: RunSettings): boolean {
  return climbs(run) && traitsOf(run, ['gate']).has('chooses-steps');
}

/** The climb goes another way than SAM’s from the same place. */
export function climbsElsewhere(run: RunSettings): boolean {
  const traits = traitsOf(run, ['ascent', 'point', 'geometry', 'mask']);
  return hasClimb(run) && (traits.has('shapes-climb') || traits.has('moves-base-point'));
}

/** Both passes see the same samples, so that turned predictions can be counted. */
export function countsFlips(run: RunSettings): boolean {
  return hasClimb(run) && !traitsOf(run, ['selection']).has('selects-samples');
}

/** Slots that act where nothing is climbed. */
const WITHOUT_CLIMB: readonly SlotName[] = [...slotsWithoutClimb, 'descent'];

/** True if steps of this run have this number: every step has most of them, and some are written by one part only. */
export function records(run: RunSettings, metric: StepMetric): boolean {
  if (!recordedByParts().has(metric)) return true;
  const acting = hasClimb(run) ? slotNames : climbs(run) ? WITHOUT_CLIMB : slotsWithoutClimb;
  return acting.some((slot) => entryOf(slotRegistry(slot), run.parts[slot].kind).records?.includes(metric));
}

let ofParts: ReadonlySet<StepMetric> | undefined;

/** Numbers that some part writes, gathered when they are first asked for. */
function recordedByParts(): ReadonlySet<StepMetric> {
  return (ofParts ??= new Set(slotNames.flatMap((slot) => Object.values(slotRegistry(slot)).flatMap((part) => part.records ?? []))));
}
