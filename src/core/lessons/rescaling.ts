/**
 * One loss, one function, many sharpnesses: L(x₁, x₂) = (x₁x₂ − 1)². Going from (x₁, x₂) to (c·x₁, x₂/c) changes neither
 * the product nor the loss, and yet most measures of sharpness. The idea of the example: Tahmasebi et al. 2024,
 * arXiv:2406.03682 (scale-invariant sharpness; algorithms.md §7.6); the loss is ours, chosen so that the determinant is not zero.
 */
import { DualTensor } from '../diagnostics/dualTensor';
import { denseMatrix, hessianAt } from '../diagnostics/hessian';
import type { LossSurface } from '../diagnostics/lossSurface';
import { symmetricEigenvalues } from '../diagnostics/symmetricEigenvalues';
import { layoutOf } from '../models/layout';
import { float64Backend } from '../tensor/float64';
import type { Scalar, Vector } from '../tensor/tensor';

const swapMatrix = float64Backend.tensor([0, 1, 1, 0], [2, 2]);
/** (x₁, x₂) → (x₂, x₁), which is the gradient of their product. */
const swapped = (at: Vector, swap = swapMatrix): Vector => at.reshape([1, 2]).matMul(swap).reshape([2]);
const lossOf = (at: Vector): Scalar => at.dot(swapped(at)).div(2).sub(1).square();
const gradientOf = (at: Vector, swap = swapMatrix): Vector => {
  const other = swapped(at, swap);
  return other.mul(at.dot(other).div(2).sub(1).mul(2));
};

/** The loss with its gradient, and its Hessian by tangents of the gradient. */
export const productLoss: LossSurface = {
  backend: float64Backend,
  layout: layoutOf([{ name: 'x', shape: [2], kind: 'kernel' }]),
  loss: lossOf,
  gradient: (at) => gradientOf(at),
  hessianVector(at, direction) {
    const gradient = gradientOf(new DualTensor(at, direction), new DualTensor(swapMatrix)) as DualTensor;
    return gradient.tangent ?? gradient.value.mul(0);
  },
};

/** Measures of sharpness, by the word an option has. */
export const sharpnessMeasures = {
  trace: 'Trace',
  frobenius: 'Frobenius norm',
  largest: 'Largest eigenvalue',
  determinant: 'Determinant',
} as const;
export type SharpnessMeasure = keyof typeof sharpnessMeasures;

export interface Rescaled {
  readonly at: readonly [number, number];
  readonly loss: number;
  /** ∇²L, row by row. */
  readonly hessian: readonly number[];
  readonly sharpness: Readonly<Record<SharpnessMeasure, number>>;
}

/** Where everybody starts: off the minimum, where the determinant is not zero. */
export const START = [1, 0.5] as const;

/** Loss and sharpness at (c·x₁, x₂/c). Throws where c is not positive. Cost: two products with the Hessian. */
export async function rescaled(factor: number, [first, second]: readonly [number, number] = START): Promise<Rescaled> {
  if (!(factor > 0)) throw new Error(`rescaling: the factor is ${factor}, and must be positive`);
  const at = [factor * first, second / factor] as const;
  const point = float64Backend.tensor(at, [2]);
  const { matrix } = await denseMatrix(hessianAt(productLoss, point), 2);
  const [loss] = await float64Backend.read(lossOf(point));
  const eigenvalues = symmetricEigenvalues(matrix, 2);
  return {
    at,
    loss: loss as number,
    hessian: [...matrix],
    sharpness: {
      trace: eigenvalues.reduce((sum, value) => sum + value, 0),
      frobenius: Math.sqrt(eigenvalues.reduce((sum, value) => sum + value ** 2, 0)),
      largest: Math.max(...eigenvalues),
      determinant: eigenvalues.reduce((product, value) => product * value, 1),
    },
  };
}

/** The measure that rescaling by `factor` changes least, relative to its size. */
export async function steadiest(factor: number): Promise<SharpnessMeasure> {
  const [before, after] = await Promise.all([rescaled(1), rescaled(factor)]);
  const words = Object.keys(sharpnessMeasures) as SharpnessMeasure[];
  const change = (word: SharpnessMeasure) => Math.abs(after.sharpness[word] - before.sharpness[word]) / Math.abs(before.sharpness[word]);
  return words.reduce((least, word) => (change(word) < change(least) ? word : least));
}
