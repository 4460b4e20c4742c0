/** Eigenvalues of symmetric matrices on the host: Householder's reduction to tridiagonal form, then implicit QL. */
import { doubleAt } from '../numbers';
import { dot } from './hessian';
import type { Tridiagonal } from './lanczos';

const MAX_SWEEPS = 60;

/**
 * Eigenvalues in ascending order, each with the first component of its unit eigenvector.
 *
 * Cost: of order m² for m rows. Throws when an eigenvalue does not converge, which no finite matrix has been seen to do.
 * Source: Golub & Welsch 1969 (first components only); QL with implicit shifts as in EISPACK's `imtql2`.
 */
export function tridiagonalEigenvalues({ diagonal, offDiagonal }: Tridiagonal): {
  readonly values: readonly number[];
  readonly firstComponents: readonly number[];
} {
  const size = diagonal.length;
  const d = Float64Array.from(diagonal);
  const e = new Float64Array(size);
  e.set(offDiagonal);
  const first = new Float64Array(size);
  first[0] = 1;
  for (let low = 0; low < size; low++) {
    for (let sweep = 0; ; sweep++) {
      const high = firstSplit(d, e, low);
      if (high === low) break;
      if (sweep === MAX_SWEEPS) throw new Error('eigenvalues: no convergence');
      rotate(d, e, first, low, high);
    }
  }
  const order = Array.from(d.keys()).sort((a, b) => doubleAt(d, a) - doubleAt(d, b));
  return { values: order.map((index) => doubleAt(d, index)), firstComponents: order.map((index) => doubleAt(first, index)) };
}

/** Eigenvalues of a symmetric [size, size] matrix, row-major, in ascending order. Cost: of order size³. */
export function symmetricEigenvalues(matrix: Float64Array, size: number): readonly number[] {
  return tridiagonalEigenvalues(tridiagonalized(matrix, size)).values;
}

/** Householder reflections from the first column on: the same eigenvalues on three diagonals. */
export function tridiagonalized(matrix: Float64Array, size: number): Tridiagonal {
  const a = Array.from({ length: size }, (_, row) => matrix.slice(row * size, (row + 1) * size));
  const offDiagonal: number[] = [];
  for (let column = 0; column < size - 1; column++) {
    const below = (a[column] as Float64Array).subarray(column + 1);
    const length = Math.sqrt(dot(below, below));
    const head = doubleAt(below, 0);
    const end = head > 0 ? -length : length;
    offDiagonal.push(end);
    const reflector = below.slice();
    reflector[0] = head - end;
    const squared = dot(reflector, reflector);
    if (squared === 0) continue;
    reflectRest(a, reflector, 2 / squared, column + 1);
  }
  return { diagonal: a.map((row, index) => doubleAt(row, index)), offDiagonal };
}

/** A ← PAP on the block from `from`, with P = 1 − factor·vvᵀ: A − vwᵀ − wvᵀ, w = factor·(Av − ½factor·(vᵀAv)·v). */
function reflectRest(a: readonly Float64Array[], v: Float64Array, factor: number, from: number): void {
  const rows = a.slice(from).map((row) => row.subarray(from));
  const w = Float64Array.from(rows, (row) => factor * dot(row, v));
  const half = (factor / 2) * dot(w, v);
  for (let index = 0; index < v.length; index++) w[index] = doubleAt(w, index) - half * doubleAt(v, index);
  rows.forEach((row, index) => {
    const vi = doubleAt(v, index);
    const wi = doubleAt(w, index);
    for (let other = 0; other < v.length; other++) row[other] = doubleAt(row, other) - vi * doubleAt(w, other) - wi * doubleAt(v, other);
  });
}

/** The first place from `low` on where the matrix falls apart within rounding. */
function firstSplit(d: Float64Array, e: Float64Array, low: number): number {
  let place = low;
  while (place < d.length - 1) {
    const size = Math.abs(doubleAt(d, place)) + Math.abs(doubleAt(d, place + 1));
    if (Math.abs(doubleAt(e, place)) <= Number.EPSILON * size) break;
    place++;
  }
  return place;
}

/** One QL sweep with implicit shift on rows low … high; `first` follows the rotations. */
function rotate(d: Float64Array, e: Float64Array, first: Float64Array, low: number, high: number): void {
  const at = (list: Float64Array, index: number) => doubleAt(list, index);
  const slope = (at(d, low + 1) - at(d, low)) / (2 * at(e, low));
  const root = Math.hypot(slope, 1);
  let g = at(d, high) - at(d, low) + at(e, low) / (slope + (slope >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let index = high - 1; index >= low; index--) {
    const f = sine * at(e, index);
    const b = cosine * at(e, index);
    const r = Math.hypot(f, g);
    e[index + 1] = r;
    if (r === 0) {
      d[index + 1] = at(d, index + 1) - shift;
      e[high] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = at(d, index + 1) - shift;
    const t = (at(d, index) - g) * sine + 2 * cosine * b;
    shift = sine * t;
    d[index + 1] = g + shift;
    g = cosine * t - b;
    const upper = at(first, index + 1);
    first[index + 1] = sine * at(first, index) + cosine * upper;
    first[index] = cosine * at(first, index) - sine * upper;
  }
  d[low] = at(d, low) - shift;
  e[low] = g;
  e[high] = 0;
}
