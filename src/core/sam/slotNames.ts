/** The questions an algorithm answers, each with one part, in the order the step asks them (algorithms.md §11). Imports nothing, so that everybody may import it. */
export const slotNames = [
  'batching',
  'gate',
  'fallback',
  'ascent',
  'point',
  'heading',
  'geometry',
  'mask',
  'legs',
  'radius',
  'selection',
  'descent',
  'update',
  'average',
] as const;

/** Those that have an effect where nothing is ever climbed. */
export const slotsWithoutClimb = ['gate', 'update', 'average'] as const satisfies readonly SlotName[];

export type SlotName = (typeof slotNames)[number];
