/** Noisy columns made readable: means over all rows so far, and over the last few. */

import { doubleAt } from '../numbers';
import type { Rows } from './growing';

/** Rows of a moving mean: about half an epoch of the smallest presets, and short enough to see a gate change its mind. */
export const WINDOW = 50;

/** How a column of single steps is reduced before it is drawn. `recent` is the mean of the last `WINDOW` steps. */
export type ColumnReduction = 'cumulative' | 'recent';

/** The mean of the finite numbers among each row and those before it that the reduction counts; rows must be asked in order. */
export function reducing(values: Rows, reduction: ColumnReduction): Rows {
  return movingMean(values, reduction === 'cumulative' ? Number.POSITIVE_INFINITY : WINDOW);
}

/** Mean of the finite numbers among each row and the `window` − 1 before it; NaN where there are none. Rows must be asked in order, from 0. */
export function movingMean(values: Rows, window: number): Rows {
  let sum = 0;
  let count = 0;
  return (row) => {
    const coming = values(row);
    const going = row >= window ? values(row - window) : Number.NaN;
    if (Number.isFinite(coming)) {
      sum += coming;
      count++;
    }
    if (Number.isFinite(going)) {
      sum -= going;
      count--;
      // What was added and taken away leaves rounding errors behind; an empty window has none.
      if (count === 0) sum = 0;
    }
    return count > 0 ? sum / count : Number.NaN;
  };
}

/** How much the rows of a thinned column stand for: rows of steps, and finite numbers among them. */
export interface Weights {
  readonly steps: Rows;
  readonly finite: Rows;
}

/** `reducing` of rows that stand for several steps each, given as their means. Rows must be asked in order. */
export function reducingMeans(means: Rows, weights: Weights, reduction: ColumnReduction): Rows {
  const window = reduction === 'cumulative' ? Number.POSITIVE_INFINITY : WINDOW;
  let [sum, count, steps, oldest] = [0, 0, 0, 0];
  const add = (row: number, sign: 1 | -1) => {
    steps += sign * weights.steps(row);
    const mean = means(row);
    if (!Number.isFinite(mean)) return;
    sum += sign * mean * weights.finite(row);
    count += sign * weights.finite(row);
    if (count === 0) sum = 0;
  };
  return (row) => {
    add(row, 1);
    while (oldest < row && steps - weights.steps(oldest) >= window) add(oldest++, -1);
    return count > 0 ? sum / count : Number.NaN;
  };
}

/**
 * Debiased exponential mean of irregular rows.
 *
 *   m_i = Σ_{j ≤ i} e^(−(t_i − t_j)/τ) y_j / Σ_{j ≤ i} e^(−(t_i − t_j)/τ)
 *
 * The quotient is what makes it unbiased from the first row on (Adam's correction, Kingma & Ba 2015, arXiv:1412.6980, §3).
 *
 * @param at   ascending, in steps.
 * @param tau  time constant in steps, > 0.
 * @returns    NaN where `values` is not finite; such rows count for nothing. Cost: one pass.
 */
export function exponentialMean(values: Float64Array, at: Float64Array, tau: number): Float64Array {
  const means = new Float64Array(values.length);
  let sum = 0;
  let weight = 0;
  let last = Number.NaN;
  for (let row = 0; row < values.length; row++) {
    const value = doubleAt(values, row);
    if (!Number.isFinite(value)) {
      means[row] = Number.NaN;
      continue;
    }
    const time = doubleAt(at, row);
    const kept = weight > 0 ? Math.exp((last - time) / tau) : 0;
    sum = kept * sum + value;
    weight = kept * weight + 1;
    last = time;
    means[row] = sum / weight;
  }
  return means;
}
