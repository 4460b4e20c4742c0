import type { RadiusRange } from '../../core/settings/radiusRange';
import { setting } from '../format';

/** A radius in words: where it makes sense, and what it is where it is not SAM's. `note` is '' where nothing needs to be said. */
export function radiusWords(radius: RadiusRange | null): { readonly range: string; readonly note: string } {
  if (!radius) return { range: 'no radius', note: '' };
  const { band, owner, meaning } = radius;
  const values = `${setting(band[0])}–${setting(band[1])}`;
  const range = { person: `ρ ${values}`, rate: `ρ ${values}, follows η`, gap: `ρ from ${values}, learned` }[owner];
  const note = { distance: '', relative: 'relative to the weights: not SAM’s ρ', smoothing: 'a scale of smoothing: not SAM’s ρ' }[meaning];
  return { range, note };
}
