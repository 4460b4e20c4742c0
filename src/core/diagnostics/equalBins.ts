/** Counts of a sample in bins of one width that begin at its smallest value. */
import { increase, nth } from '../numbers';

export interface EqualBins {
  /** Left edge of the first bin. */
  readonly from: number;
  readonly width: number;
  /** Bin i counts values in [from + i·width, from + (i + 1)·width); the last one includes its right edge. */
  readonly counts: readonly number[];
}

/** More bins than this are finer than a small chart. */
const MOST_BINS = 40;

/**
 * Bins of about 2·IQR·n^(−1/3), made to fit the range: as many as the sample can carry, and at most forty. Equal values
 * share one bin around them. Throws for an empty sample; all values must be finite.
 *
 * Source: Freedman and Diaconis 1981, "On the histogram as a density estimator".
 */
export function equalBins(values: readonly number[]): EqualBins {
  if (values.length === 0) throw new Error('equal bins: no values');
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => nth(sorted, Math.round(share * (sorted.length - 1)));
  const [low, high] = [at(0), at(1)];
  if (low === high) {
    const width = Math.abs(low) || 1;
    return { from: low - width / 2, width, counts: [values.length] };
  }
  const wanted = 2 * (at(0.75) - at(0.25)) * sorted.length ** (-1 / 3);
  const bins = wanted > 0 ? Math.min(MOST_BINS, Math.ceil((high - low) / wanted)) : MOST_BINS;
  const width = (high - low) / bins;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor((value - low) / width));
    increase(counts, bin, 1);
  }
  return { from: low, width, counts };
}
