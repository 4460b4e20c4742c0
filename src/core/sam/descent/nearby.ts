/** Passes of the universal class instead of climbing, at random points around w. */
import type { Scalar, Tensor, Vector } from '../../tensor/tensor';
import type { Pass } from '../oracle';
import type { Noted, StepContext, StepRecord } from '../part';

export interface NearbyPoint {
  readonly pass: Pass;
  /** Its distance from w. */
  readonly distance: Scalar;
  /** Its displacement from w is `vector · sign`. */
  readonly vector: Vector;
  readonly sign: number;
}

/**
 * Passes of the descent loss at w + radius·v for each vector v [d], and at w − radius·v besides where `antithetic`.
 * Cost: one gradient per point.
 */
export function nearbyPoints(
  { oracle, params, batch }: StepContext,
  vectors: readonly Vector[],
  radius: Scalar,
  antithetic: boolean,
): readonly NearbyPoint[] {
  return vectors.flatMap((vector) => {
    const step = vector.mul(radius);
    return (antithetic ? [1, -1] : [1]).map((sign) => ({
      pass: oracle.pass(oracle.descentLoss, params.addScaled(step, sign), batch),
      distance: step.norm(),
      vector: step,
      sign,
    }));
  });
}

/** The points as those see them who look inside the step. */
export function notedPoints(points: readonly NearbyPoint[]): NonNullable<Noted['points']> {
  return points.map(({ vector, sign }) => ({ vector, sign }));
}

/** Mean loss and mean distance of the points. */
export function recordOfPoints(points: readonly NearbyPoint[]): StepRecord {
  return { lossPerturbed: mean(points.map(({ pass }) => pass.loss)), perturbNorm: mean(points.map(({ distance }) => distance)) };
}

export function mean(values: readonly Scalar[]): Scalar {
  return sum(values).mul(1 / values.length);
}

/** Scalars or vectors of one length; at least one. */
export function sum(values: readonly Tensor[]): Tensor {
  return values.reduce((total, value) => total.add(value));
}

/** The number one on the device of another scalar. */
export function one(like: Scalar): Scalar {
  return like.mul(0).add(1);
}
