/**
 * The Hessian as an operator: a vector of the host goes in, its product comes out. Everything that is estimated from
 * products (trace, eigenvalues, density) knows only this type, and computes on the host in doubles.
 */
import { doubleAt } from '../numbers';
import type { Vector } from '../tensor/tensor';
import { type LossSurface, readOnce } from './lossSurface';

/** v ↦ A·v for a symmetric A. */
export type SymmetricOperator = (vector: Float64Array) => Promise<Float64Array>;

/** v ↦ ∇²L(at)·v. Cost of a call: about two gradient evaluations and one read. `at` stays the caller's. */
export function hessianAt(surface: LossSurface, at: Vector): SymmetricOperator {
  const { backend, layout } = surface;
  return (vector) => readOnce(backend, () => surface.hessianVector(at, backend.tensor(vector, [layout.size])));
}

/**
 * The same by a central difference of gradients, for a check and for surfaces that have no tangents:
 *
 *   Hv ≈ (4·D(h/2) − D(h))/3,   D(h) = [∇L(w + h·v/‖v‖) − ∇L(w − h·v/‖v‖)]·‖v‖/(2h)
 *
 * @param h  step in parameter space; its truncation error is of order h⁴, its rounding error of order 1/h: about 1e-3
 *   in doubles, 1e-3·(1 + ‖w‖) in floats. Across a kink of a ReLU net it is wrong by the kink's jump.
 *
 * Cost of a call: four gradient evaluations. Source: algorithms.md §12.7, with one step of Richardson's extrapolation.
 */
export function differencedHessianAt(surface: LossSurface, at: Vector, h: number): SymmetricOperator {
  const { backend, layout } = surface;
  return async (vector) => {
    const length = Math.sqrt(dot(vector, vector));
    if (length === 0) return vector.slice();
    return readOnce(backend, () => {
      const unit = backend.tensor(
        vector.map((value) => value / length),
        [layout.size],
      );
      const quotient = (step: number) =>
        surface
          .gradient(at.addScaled(unit, step))
          .sub(surface.gradient(at.addScaled(unit, -step)))
          .mul(length / (2 * step));
      return quotient(h / 2)
        .mul(4 / 3)
        .addScaled(quotient(h), -1 / 3);
    });
  };
}

/** All d columns, symmetrized, row-major, with the largest difference between an entry and its mirror. Cost: d products. */
export async function denseMatrix(
  operator: SymmetricOperator,
  size: number,
): Promise<{ readonly matrix: Float64Array; readonly asymmetry: number }> {
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const unit = new Float64Array(size);
    unit[row] = 1;
    matrix.set(await operator(unit), row * size);
  }
  let asymmetry = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      const below = doubleAt(matrix, row * size + column);
      const above = doubleAt(matrix, column * size + row);
      asymmetry = Math.max(asymmetry, Math.abs(below - above));
      matrix[row * size + column] = matrix[column * size + row] = (below + above) / 2;
    }
  }
  return { matrix, asymmetry };
}

export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += doubleAt(left, index) * doubleAt(right, index);
  return sum;
}

/** target += factor · other, in place. */
export function accumulate(target: Float64Array, other: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index++) target[index] = doubleAt(target, index) + factor * doubleAt(other, index);
}
