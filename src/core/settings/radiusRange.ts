/** Which radii make sense for a run, and what its ρ is. */
import { algorithms, kindOf } from '../sam/recipes';
import type { Algorithm } from '../sam/recipes/recipe';
import { slotsInUse } from './composition';
import type { RunSettings } from './experiment';
import { partFields } from './runs';
import { traitsOf } from './runTraits';

export interface RadiusRange {
  readonly band: readonly [least: number, most: number];
  /** Who decides about ρ: the person, the learning rate (GSAM) or the gap (LETS). */
  readonly owner: 'person' | 'rate' | 'gap';
  /** Meaning of ρ: SAM's distance in weight space; a length relative to the weights (ASAM); a scale of smoothing (universal class). */
  readonly meaning: 'distance' | 'relative' | 'smoothing';
}

/** null for a run without a radius. The band is of problems of the size that trains here. */
export function radiusRange(run: RunSettings): RadiusRange | null {
  if (!slotsInUse(run).includes('radius')) return null;
  const band = ownBand(run) ?? partFields(run, 'radius').find(({ field }) => field.band)?.field.band;
  if (!band) return null;
  const steers = traitsOf(run, ['radius']);
  const owner = steers.has('learns-radius') ? 'gap' : steers.has('steers-radius') ? 'rate' : 'person';
  const isSmoothing = traitsOf(run, ['descent']).has('random-directions');
  const meaning = isSmoothing ? 'smoothing' : traitsOf(run, ['geometry']).has('relative-length') ? 'relative' : 'distance';
  return { band, owner, meaning };
}

/** The band of the run's ball and descent, whatever the run is called; undefined where it is the radius part's own. */
export function ownBand(run: RunSettings): readonly [number, number] | undefined {
  return algorithmLike(run)?.rhoBand;
}

/** The run's own algorithm where it still has that ball and descent, else the first that has the run's. */
function algorithmLike({ algorithm, parts }: RunSettings): Algorithm | undefined {
  const candidates = [algorithms[algorithm], ...Object.values(algorithms)];
  return candidates.find((one) => one && (['geometry', 'descent'] as const).every((slot) => kindOf(one, slot) === parts[slot].kind));
}
