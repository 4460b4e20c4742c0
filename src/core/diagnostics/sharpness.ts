/**
 * Sharpness at a radius that is the same for everybody: how much the loss rises around a point (algorithms.md §12.13).
 * Cost is stated per function; nothing stays on the device.
 */
import { nth } from '../numbers';
import type { Geometry } from '../sam/part';
import type { Objective } from '../sam/objective';
import type { Batch } from '../sam/oracle';
import { NORM_FLOOR } from '../sam/norm';
import type { Vector } from '../tensor/tensor';
import { climbDirection } from './climbDirection';
import { type LossSurface, plainLoss, readScalars, surfaceOf, type View } from './lossSurface';
import { meanOf } from './normalFit';

/** L(w + ρ·d) − L(w) for one step in the geometry's direction (l2: SAM's, and GSAM's surrogate gap). Cost: one gradient and one loss. */
export async function oneStepSharpness(
  view: View,
  at: Vector,
  batches: readonly Batch[],
  { geometry, rho, objective = plainLoss }: { readonly geometry: Geometry; readonly rho: number; readonly objective?: Objective },
): Promise<number> {
  const surface = surfaceOf(view, batches);
  const [before, after] = await readScalars(view.backend, () => {
    const direction = climbDirection(view, at, batches, { objective, geometry });
    return [surface.loss(at), surface.loss(at.addScaled(direction, rho))];
  });
  return after - before;
}

/**
 * The rise after each of n steps of projected gradient ascent inside the ball of radius ρ:
 * e ← Π(e + (2ρ/n)·∇L(w+e)/‖∇L(w+e)‖), from e = 0.
 *
 * Cost: n gradients, n + 1 losses and n reads.
 */
export async function ascentSharpness(surface: LossSurface, at: Vector, rho: number, steps: number): Promise<readonly number[]> {
  const { backend } = surface;
  const [before] = await readScalars(backend, () => [surface.loss(at)]);
  const rises: number[] = [];
  const radius = backend.scalar(rho);
  let perturbation = backend.tensor(new Float64Array(surface.layout.size), [surface.layout.size]);
  for (let step = 0; step < steps; step++) {
    const { next, loss } = backend.scope(() => {
      const gradient = surface.gradient(at.add(perturbation));
      const moved = perturbation.addScaled(gradient.div(gradient.norm().add(NORM_FLOOR)), (2 * rho) / steps);
      // ρ/max(‖e‖, ρ) is exactly 1 inside the ball.
      const inside = moved.mul(radius.div(moved.norm().max(radius)));
      return { next: inside, loss: surface.loss(at.add(inside)) };
    });
    backend.free(perturbation);
    perturbation = next;
    rises.push(nth(await backend.read(loss), 0) - before);
    backend.free(loss);
  }
  backend.free([perturbation, radius]);
  return rises;
}

/**
 * L(w + σz) − L(w) per draw z ~ N(0, I), and the mean: sharpness of average type. Adaptive: z ⊙ |w| in place of z.
 *
 * Cost: one loss per draw and one more; one read per draw.
 */
export async function averageSharpness(
  surface: LossSurface,
  at: Vector,
  draws: readonly Float64Array[],
  { sigma, isAdaptive }: { readonly sigma: number; readonly isAdaptive: boolean },
): Promise<{ readonly mean: number; readonly rises: readonly number[] }> {
  const { backend } = surface;
  const [before] = await readScalars(backend, () => [surface.loss(at)]);
  const rises: number[] = [];
  for (const draw of draws) {
    const [after] = await readScalars(backend, () => {
      const noise = backend.tensor(draw, [surface.layout.size]);
      return [surface.loss(at.addScaled(isAdaptive ? noise.mul(at.abs()) : noise, sigma))];
    });
    rises.push(after - before);
  }
  return { mean: meanOf(rises), rises };
}
