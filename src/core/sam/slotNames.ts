/** The questions an algorithm answers, each with one part, in the order the step asks them (algorithms.md §11). Imports nothing, so that everybody may import it. */
export const slotNames = ['batching', 'gate', 'fallback', 'ascent', 'point', 'geometry', 'mask', 'radius', 'selection', 'descent'] as const;

export type SlotName = (typeof slotNames)[number];
