/** Eigenvalues of largest size by power iteration with deflation (PyHessian; algorithms.md §12.10). */
import { accumulate, dot, type SymmetricOperator } from './hessian';

export interface EigenPair {
  /** Signed: the last Rayleigh quotient. */
  readonly value: number;
  /** Of length one. */
  readonly vector: Float64Array;
  /** vᵀAv of every iteration; they approach `value`. */
  readonly rayleighQuotients: readonly number[];
}
export interface PowerIterationLimits {
  readonly iterations: number;
  /** Stops when the quotient changes by less, relatively; 0 makes all iterations. */
  readonly tolerance: number;
}

const USUAL: PowerIterationLimits = { iterations: 100, tolerance: 1e-3 };

/**
 * One eigenpair, the largest in size among those orthogonal to `found`. Throws for a start without such a part.
 *
 * Cost: one product per iteration. Two eigenvalues of equal size and opposite sign do not converge.
 */
export async function powerIteration(
  operator: SymmetricOperator,
  start: Float64Array,
  found: readonly EigenPair[] = [],
  { iterations, tolerance }: PowerIterationLimits = USUAL,
): Promise<EigenPair> {
  const rayleighQuotients: number[] = [];
  let vector = unit(without(start, found));
  if (!vector) throw new Error('power iteration: the start has no part orthogonal to the eigenvectors found');
  for (let iteration = 0; iteration < iterations; iteration++) {
    const product = await operator(vector);
    const quotient = dot(vector, product);
    const before = rayleighQuotients.at(-1);
    rayleighQuotients.push(quotient);
    const next = unit(without(product, found));
    // A product of zero: the vector is in the kernel, and its eigenvalue is the quotient.
    if (!next || (before !== undefined && Math.abs(quotient - before) < tolerance * Math.abs(before))) break;
    vector = next;
  }
  return { value: rayleighQuotients.at(-1) ?? Number.NaN, vector, rayleighQuotients };
}

/** As many pairs as there are starts, by falling size. */
export async function topEigenvalues(
  operator: SymmetricOperator,
  starts: readonly Float64Array[],
  limits: PowerIterationLimits = USUAL,
): Promise<readonly EigenPair[]> {
  const found: EigenPair[] = [];
  for (const start of starts) found.push(await powerIteration(operator, start, found, limits));
  return found;
}

function without(vector: Float64Array, found: readonly EigenPair[]): Float64Array {
  const rest = vector.slice();
  for (const { vector: direction } of found) accumulate(rest, direction, -dot(rest, direction));
  return rest;
}

function unit(vector: Float64Array): Float64Array | undefined {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : undefined;
}
