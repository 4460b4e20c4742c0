/**
 * The plane in which a set of points in weight space is spread most: principal components, found from inner products alone,
 * because there are few points and each is long.
 */
import { doubleAt } from '../numbers';
import { symmetricEigenvectors } from './symmetricEigenvectors';

export interface PrincipalPlane {
  /** Mean of the points, [d]. */
  readonly mean: Float64Array;
  /** Two directions of length one at a right angle, [d] each, the one with more variance first. */
  readonly axes: readonly [Float64Array, Float64Array];
  /** Shares of the points' squared distances from the mean that lie along each axis, 0 … 1. */
  readonly shares: readonly [number, number];
  /** Places of the points along both axes, from the mean. */
  readonly places: readonly (readonly [number, number])[];
}

/** Coordinates that are centred at a time: small enough for a processor's nearest memory. */
const BLOCK = 1024;
/** Below this share of all variance an axis is rounding. */
const LEAST_SHARE = 1e-12;

/**
 * First two principal components of n points; null where the points lie on one line, or are one.
 *
 *   G = C Cᵀ,   C = rows w_i − w̄;   G a = λ a;   axis u = Cᵀa/√λ,   places √λ·a,   share λ/tr G
 *
 * Signs are chosen so that the first point has no positive place.
 *
 * Cost: n²d/2 products on the host, and n³ for the eigenvectors. Source: Jolliffe 2002, "Principal Component Analysis", §3.5; for
 * training, Li et al. 2018, arXiv:1712.09913, §7.2.
 */
export function principalPlane(points: readonly ArrayLike<number>[]): PrincipalPlane | null {
  const count = points.length;
  const size = points[0]?.length ?? 0;
  const mean = new Float64Array(size);
  for (const point of points) for (let at = 0; at < size; at++) mean[at] = (mean[at] as number) + (point[at] as number) / count;
  const gram = centredGram(points, mean);
  const trace = Array.from({ length: count }, (_, row) => doubleAt(gram, row * count + row)).reduce((sum, value) => sum + value, 0);
  const [first, second] = symmetricEigenvectors(gram, count);
  if (!first || !second || !(second.value > LEAST_SHARE * trace)) return null;
  const sides = [first, second].map(({ value, vector }) => {
    const scale = Math.sqrt(value) * (doubleAt(vector, 0) > 0 ? -1 : 1);
    return { share: value / trace, places: vector.map((part) => part * scale) };
  }) as [Side, Side];
  return {
    mean,
    axes: [axisOf(points, mean, sides[0].places), axisOf(points, mean, sides[1].places)],
    shares: [sides[0].share, sides[1].share],
    places: points.map((_, index) => [doubleAt(sides[0].places, index), doubleAt(sides[1].places, index)]),
  };
}

interface Side {
  readonly share: number;
  readonly places: Float64Array;
}

/** Inner products of what is left of the points without their mean, [n, n]. Centred first: their difference is small beside them. */
function centredGram(points: readonly ArrayLike<number>[], mean: Float64Array): Float64Array {
  const count = points.length;
  const gram = new Float64Array(count * count);
  const block = points.map(() => new Float64Array(BLOCK));
  for (let begin = 0; begin < mean.length; begin += BLOCK) {
    const length = Math.min(BLOCK, mean.length - begin);
    for (const [row, centred] of block.entries()) {
      const point = points[row] as ArrayLike<number>;
      for (let at = 0; at < length; at++) centred[at] = (point[begin + at] as number) - (mean[begin + at] as number);
    }
    for (let row = 0; row < count; row++) {
      const one = block[row] as Float64Array;
      for (let column = 0; column <= row; column++) {
        const other = block[column] as Float64Array;
        let sum = 0;
        for (let at = 0; at < length; at++) sum += (one[at] as number) * (other[at] as number);
        gram[row * count + column] = (gram[row * count + column] as number) + sum;
      }
    }
  }
  for (let row = 0; row < count; row++)
    for (let column = 0; column < row; column++) gram[column * count + row] = gram[row * count + column] as number;
  return gram;
}

/** Σ p_i (w_i − w̄)/λ with places p and λ = Σ p_i²: of length one. */
function axisOf(points: readonly ArrayLike<number>[], mean: Float64Array, places: Float64Array): Float64Array {
  const squared = places.reduce((sum, place) => sum + place * place, 0);
  const axis = new Float64Array(mean.length);
  for (const [row, place] of places.entries()) {
    const point = points[row] as ArrayLike<number>;
    for (let at = 0; at < axis.length; at++)
      axis[at] = (axis[at] as number) + ((point[at] as number) - (mean[at] as number)) * (place / squared);
  }
  return axis;
}
