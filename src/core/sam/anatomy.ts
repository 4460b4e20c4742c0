/** From choices to a working anatomy: the only place where parts are created. */
import type { Objective } from './objective';
import { createdBy } from './part';
import type { PartChoices, OptimizerChoice } from './partChoices';
import { optimizers, slots } from './slots';
import type { Anatomy } from './step';

/**
 * @param descentLoss  what is descended; ascent parts that climb "the same" get exactly this object, so that the
 *   oracle recognizes the question and computes it once.
 * @param clipping     limit on ‖u‖, 0 for none.
 */
export function createAnatomy(parts: PartChoices, optimizer: OptimizerChoice, descentLoss: Objective, clipping = 0): Anatomy {
  const ascent = createdBy(slots.ascent, parts.ascent);
  return {
    batching: createdBy(slots.batching, parts.batching),
    gate: createdBy(slots.gate, parts.gate),
    fallback: createdBy(slots.fallback, parts.fallback),
    ascent: ascent === 'descent' ? descentLoss : ascent,
    point: createdBy(slots.point, parts.point),
    heading: createdBy(slots.heading, parts.heading),
    geometry: createdBy(slots.geometry, parts.geometry),
    mask: createdBy(slots.mask, parts.mask),
    legs: createdBy(slots.legs, parts.legs),
    radius: createdBy(slots.radius, parts.radius),
    selection: createdBy(slots.selection, parts.selection),
    descent: createdBy(slots.descent, parts.descent),
    optimizer: createdBy(slots.update, parts.update)(createdBy(optimizers, optimizer)),
    average: createdBy(slots.average, parts.average),
    clipping,
  };
}
