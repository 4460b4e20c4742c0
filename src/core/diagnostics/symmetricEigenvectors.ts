/** Eigenvectors of small symmetric matrices on the host, where vectors are wanted too: Jacobi's rotations. */
import { doubleAt } from '../numbers';

const MAX_SWEEPS = 60;

/**
 * Eigenvalues of a symmetric [size, size] matrix, row-major, by falling value, each with its eigenvector of length one.
 *
 * Cost: of order size³ per sweep, some ten sweeps. Throws when they do not converge, which no finite matrix has been seen to do.
 * Source: Golub & Van Loan 2013, "Matrix Computations", §8.5 (cyclic by rows).
 */
export function symmetricEigenvectors(
  matrix: Float64Array,
  size: number,
): readonly { readonly value: number; readonly vector: Float64Array }[] {
  const a = Array.from({ length: size }, (_, row) => matrix.slice(row * size, (row + 1) * size));
  const vectors = a.map((_, row) => Float64Array.from({ length: size }, (__, column) => Number(row === column)));
  const all = matrix.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; outside(a) > (Number.EPSILON * size) ** 2 * all; sweep++) {
    if (sweep === MAX_SWEEPS) throw new Error('eigenvectors: no convergence');
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, p, q);
  }
  return vectors
    .map((vector, row) => ({ value: doubleAt(a[row] as Float64Array, row), vector }))
    .sort((one, other) => other.value - one.value);
}

/** Squares off the diagonal. */
function outside(a: readonly Float64Array[]): number {
  return a.reduce((sum, row, index) => sum + row.reduce((own, value, column) => own + (column === index ? 0 : value * value), 0), 0);
}

/** A ← JᵀAJ with the rotation that makes a_pq zero; rows of `vectors` follow it. */
function rotate(a: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  const [rowP, rowQ] = [a[p] as Float64Array, a[q] as Float64Array];
  const off = doubleAt(rowP, q);
  if (off === 0) return;
  const slope = (doubleAt(rowQ, q) - doubleAt(rowP, p)) / (2 * off);
  const tangent = (slope >= 0 ? 1 : -1) / (Math.abs(slope) + Math.hypot(slope, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  const turn = (one: Float64Array, other: Float64Array, i: number, j: number) => {
    const [x, y] = [doubleAt(one, i), doubleAt(other, j)];
    one[i] = cosine * x - sine * y;
    other[j] = sine * x + cosine * y;
  };
  for (const row of a) turn(row, row, p, q);
  for (let column = 0; column < a.length; column++) {
    turn(rowP, rowQ, column, column);
    turn(vectors[p] as Float64Array, vectors[q] as Float64Array, column, column);
  }
}
