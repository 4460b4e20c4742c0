/** From choices to a working anatomy: the only place where parts are created. */
import { type Chosen, entryOf, type Registry } from '../settings/entry';
import type { Objective, Part } from './part';
import type { PartChoices } from './recipes';
import { optimizers, slots } from './slots';
import type { Anatomy } from './step';

/**
 * @param descentLoss  what is descended; ascent parts that climb "the same" get exactly this object, so that the
 *   oracle recognizes the question and computes it once.
 * @param clipping     limit on ‖u‖, 0 for none.
 */
export function createAnatomy(parts: PartChoices, optimizer: Chosen, descentLoss: Objective, clipping = 0): Anatomy {
  const ascent = created(slots.ascent, parts.ascent);
  return {
    batching: created(slots.batching, parts.batching),
    gate: created(slots.gate, parts.gate),
    fallback: created(slots.fallback, parts.fallback),
    ascent: ascent === 'descent' ? descentLoss : ascent,
    point: created(slots.point, parts.point),
    geometry: created(slots.geometry, parts.geometry),
    mask: created(slots.mask, parts.mask),
    radius: created(slots.radius, parts.radius),
    selection: created(slots.selection, parts.selection),
    descent: created(slots.descent, parts.descent),
    optimizer: created(optimizers, optimizer),
    clipping,
  };
}

function created<T>(registry: Registry<Part<T>>, { kind, values }: Chosen): T {
  return entryOf(registry, kind).create(values as never);
}
