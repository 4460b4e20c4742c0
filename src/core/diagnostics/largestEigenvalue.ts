import { lastOf } from '../numbers';
import { accumulate, dot, type SymmetricOperator } from './hessian';
import { symmetricEigenvectors } from './symmetricEigenvectors';

export interface LargestEigenvalue {
  /** A Ritz value: never above the largest eigenvalue, but for rounding. */
  readonly value: number;
  /** ‖Av − value·v‖ of its Ritz vector v of length one: no further away is an eigenvalue. */
  readonly residual: number;
  /** Products it took. */
  readonly products: number;
  /** True if the residual is below the tolerance; else `value` is a lower bound and no more. */
  readonly isConverged: boolean;
}

export interface LargestEigenvalueLimits {
  /** Most products. */
  readonly products: number;
  /** Largest residual, relative to the value. */
  readonly tolerance: number;
}

/** An off-diagonal entry below this share of the largest entry is rounding: the Krylov space is exhausted. */
const EXHAUSTED = 1e-12;

/**
 * The algebraically largest eigenvalue by Lanczos' recurrence, stopped by its residual |β_m·s_m|, where s_m is the last entry of the
 * tridiagonal matrix's eigenvector. The error of the value is far smaller: of the order of the residual's square.
 *
 * Nothing is orthogonalized and only two vectors are kept, so that a network of any size fits: lost orthogonality repeats eigenvalues
 * that are found, and moves none (Paige). A start without any part along the eigenvector would find another; draw it at random.
 *
 * Cost: one product per step. Throws for a zero start. Source: Golub & Van Loan 2013, "Matrix Computations", §10.1; Paige 1980.
 */
export async function largestEigenvalue(
  operator: SymmetricOperator,
  start: Float64Array,
  { products: most, tolerance }: LargestEigenvalueLimits,
): Promise<LargestEigenvalue> {
  const [diagonal, offDiagonal]: [number[], number[]] = [[], []];
  let length = Math.sqrt(dot(start, start));
  if (!(length > 0)) throw new Error('largest eigenvalue: the start is zero');
  let [before, next] = [new Float64Array(start.length), start];
  let largest = 0;
  for (;;) {
    const scale = length;
    const vector = next.map((value) => value / scale);
    const product = (await operator(vector)).slice();
    if (diagonal.length > 0) {
      offDiagonal.push(length);
      accumulate(product, before, -length);
    }
    const along = dot(product, vector);
    diagonal.push(along);
    accumulate(product, vector, -along);
    [before, next] = [vector, product];
    length = Math.sqrt(dot(product, product));
    largest = Math.max(largest, Math.abs(along), length);
    const isExhausted = !(length > EXHAUSTED * largest);
    const { value, vector: weights } = largestOf(diagonal, offDiagonal);
    const residual = isExhausted ? 0 : length * Math.abs(lastOf(weights));
    const isConverged = residual <= tolerance * Math.abs(value);
    if (isConverged || isExhausted || diagonal.length >= most || !Number.isFinite(value))
      return { value, residual, products: diagonal.length, isConverged };
  }
}

/** Largest eigenvalue of a tridiagonal matrix, with its eigenvector. */
function largestOf(diagonal: readonly number[], offDiagonal: readonly number[]) {
  const size = diagonal.length;
  const matrix = new Float64Array(size * size);
  diagonal.forEach((value, row) => {
    matrix[row * size + row] = value;
  });
  offDiagonal.forEach((value, row) => {
    matrix[row * size + row + 1] = matrix[(row + 1) * size + row] = value;
  });
  if (!matrix.every(Number.isFinite)) return { value: Number.NaN, vector: new Float64Array(size).fill(Number.NaN) };
  return symmetricEigenvectors(matrix, size)[0] as { readonly value: number; readonly vector: Float64Array };
}
