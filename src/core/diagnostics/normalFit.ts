import { nth } from '../numbers';
import { normalQuantile } from './normalQuantile';

/** How normal a sample is: mean, spread, and the points of a quantile-quantile plot. */
export interface NormalFit {
  readonly mean: number;
  /** Root of the mean squared deviation: divided by n, not n − 1. */
  readonly deviation: number;
  /** Φ⁻¹((i + ½)/n), i = 0 … n − 1: the abscissae. A normal sample lies on mean + deviation · x. */
  readonly theoretical: readonly number[];
  /** The sample in ascending order: the ordinates. */
  readonly sorted: readonly number[];
  /** Of abscissae and ordinates, in [−1, 1]; NaN when all values are equal. */
  readonly correlation: number;
}

/** Normal fit and Q-Q points of at least one value (AE-SAM fig. 3; algorithms.md §12.2). Throws for an empty sample. */
export function normalFit(values: readonly number[]): NormalFit {
  if (values.length === 0) throw new Error('normal fit: no values');
  const sorted = [...values].sort((a, b) => a - b);
  const theoretical = sorted.map((_, index) => normalQuantile((index + 0.5) / sorted.length));
  return {
    mean: meanOf(values),
    deviation: Math.sqrt(covariance(values, values)),
    theoretical,
    sorted,
    correlation: correlation(theoretical, sorted),
  };
}

/** Height of the fitted curve at `x`, per unit of x: exp(−½z²)/(√(2π)·deviation), z = (x − mean)/deviation. */
export function normalDensity(x: number, { mean, deviation }: Pick<NormalFit, 'mean' | 'deviation'>): number {
  return Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (Math.sqrt(2 * Math.PI) * deviation);
}

/** Pearson's correlation of two lists of equal length; NaN when one does not vary. */
export function correlation(left: readonly number[], right: readonly number[]): number {
  return covariance(left, right) / Math.sqrt(covariance(left, left) * covariance(right, right));
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function covariance(left: readonly number[], right: readonly number[]): number {
  const leftMean = meanOf(left);
  const rightMean = meanOf(right);
  return meanOf(left.map((value, index) => (value - leftMean) * (nth(right, index) - rightMean)));
}
