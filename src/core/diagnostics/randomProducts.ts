/** Estimates of a matrix from products with random vectors (algorithms.md §12.8, §12.9). */
import { dot, type SymmetricOperator } from './hessian';
import { meanOf } from './normalFit';

/** One value per probe, and their mean: the estimate. */
export interface Estimate {
  readonly mean: number;
  readonly values: readonly number[];
}

/**
 * Hutchinson's estimate of the trace: mean of vᵀAv.
 *
 * @param probes     vectors of independent ±1 entries (least variance) or of standard normals.
 * @param tolerance  stops when one more probe changes the mean by less, relatively; 0 uses all.
 *
 * Cost: one product per probe used. Source: Hutchinson 1990; stopping rule of PyHessian.
 */
export function traceEstimate(operator: SymmetricOperator, probes: readonly Float64Array[], tolerance = 0): Promise<Estimate> {
  return estimate(operator, probes, tolerance, dot);
}

/** Mean of ‖Av‖² over standard normal (or ±1) probes: estimates tr(A²) = ‖A‖²_F. As `traceEstimate` otherwise. */
export function frobeniusEstimate(operator: SymmetricOperator, probes: readonly Float64Array[], tolerance = 0): Promise<Estimate> {
  return estimate(operator, probes, tolerance, (_probe, product) => dot(product, product));
}

async function estimate(
  operator: SymmetricOperator,
  probes: readonly Float64Array[],
  tolerance: number,
  value: (probe: Float64Array, product: Float64Array) => number,
): Promise<Estimate> {
  if (probes.length === 0) throw new Error('estimate: no probes');
  const values: number[] = [];
  let mean = Number.NaN;
  for (const probe of probes) {
    values.push(value(probe, await operator(probe)));
    const before = mean;
    mean = meanOf(values);
    if (Math.abs(mean - before) < tolerance * Math.abs(before)) break;
  }
  return { mean, values };
}
