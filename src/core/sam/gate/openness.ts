import type { Trait } from '../traits';

/** Declaration of a gate that opens on this share of the steps. */
export function openness(share: number): readonly Trait[] {
  if (share > 0.995) return ['always-open'];
  if (share < 0.005) return ['chooses-steps', 'never-opens'];
  return share <= 0.1 ? ['chooses-steps', 'rarely-open'] : ['chooses-steps'];
}
