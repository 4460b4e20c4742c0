import type { RunSettings } from '../settings/experiment';
import { climbs, fixedRadius } from '../settings/runs';
import { traitsOf } from '../settings/runTraits';

/** Where no run of a group has a radius of its own to share: SAM's usual one. */
export const USUAL_RADIUS = 0.05;

/**
 * The radius at which all runs of a group are measured, so that their sharpness can be compared: the largest fixed ρ of
 * those that climb in the Euclidean ball, else 0.05. ASAM's ρ and the universal class's scale of smoothing are other
 * quantities.
 */
export function commonRadius(runs: readonly RunSettings[]): number {
  const radii = runs.filter(climbsInEuclideanBall).map((run) => fixedRadius(run) ?? 0);
  const largest = Math.max(0, ...radii);
  return largest > 0 ? largest : USUAL_RADIUS;
}

/** SAM's own ball: the only geometry that does not shape the climb. */
function climbsInEuclideanBall(run: RunSettings): boolean {
  return climbs(run) && !traitsOf(run, ['geometry']).has('shapes-climb') && !traitsOf(run, ['descent']).has('random-directions');
}
