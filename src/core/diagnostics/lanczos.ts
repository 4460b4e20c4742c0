import { accumulate, dot, type SymmetricOperator } from './hessian';

/** The tridiagonal matrix of a Krylov space: diagonal [m] and off-diagonal [m − 1]. */
export interface Tridiagonal {
  readonly diagonal: readonly number[];
  readonly offDiagonal: readonly number[];
}

/** An off-diagonal entry below this share of the largest entry is rounding: the Krylov space is exhausted. */
const EXHAUSTED = 1e-12;

/**
 * `steps` Lanczos steps from `start`, each orthogonalized twice against all before it; fewer when the space is exhausted.
 *
 * Cost: one product per step, and steps² · d numbers of work and steps · d of memory on the host. Throws for a zero start.
 */
export async function lanczos(operator: SymmetricOperator, start: Float64Array, steps: number): Promise<Tridiagonal> {
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  const basis: Float64Array[] = [];
  let next = start;
  let length = Math.sqrt(dot(start, start));
  let largest = 0;
  if (!(length > 0)) throw new Error('lanczos: the start is zero');
  for (let step = 0; step < steps; step++) {
    const scale = length;
    const vector = next.map((value) => value / scale);
    if (step > 0) offDiagonal.push(length);
    const product = (await operator(vector)).slice();
    const along = dot(product, vector);
    diagonal.push(along);
    accumulate(product, vector, -along);
    basis.push(vector);
    // Twice is enough (Kahan, Parlett): once leaves what cancellation spared.
    for (let pass = 0; pass < 2; pass++) for (const earlier of basis) accumulate(product, earlier, -dot(product, earlier));
    next = product;
    length = Math.sqrt(dot(product, product));
    largest = Math.max(largest, Math.abs(along), length);
    if (!(length > EXHAUSTED * largest)) break;
  }
  return { diagonal, offDiagonal };
}
