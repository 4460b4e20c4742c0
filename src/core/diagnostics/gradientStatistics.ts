/** How gradients of mini-batches scatter at one point (AE-SAM eq. 3, fig. 1–3; algorithms.md §12.2, §12.3, §12.17). */
import type { Batch } from '../sam/oracle';
import type { Vector } from '../tensor/tensor';
import { surfaceOf, type View } from './lossSurface';
import { meanOf } from './normalFit';

export interface GradientStatistics {
  /** ‖∇L(B)‖² of every mini-batch, in the order given. */
  readonly squaredNorms: readonly number[];
  /** Mean of them. */
  readonly mean: number;
  /** ‖mean of the gradients‖²; that of the whole set when the batches are a partition into equal parts. */
  readonly meanGradientSquaredNorm: number;
  /** mean ‖∇L(B)‖² − ‖mean ∇L(B)‖². */
  readonly variance: number;
}

/** Cost: one gradient evaluation and one read per batch. Two vectors are held at a time. Throws when there is no batch. */
export async function gradientStatistics(view: View, at: Vector, batches: readonly Batch[]): Promise<GradientStatistics> {
  if (batches.length === 0) throw new Error('gradient statistics: no batches');
  const { backend } = view;
  const squaredNorms: number[] = [];
  let sum: Vector | undefined;
  for (const batch of batches) {
    const { total, squared } = backend.scope(() => {
      const gradient = surfaceOf(view, [batch]).gradient(at);
      return { total: sum ? sum.add(gradient) : gradient, squared: gradient.dot(gradient) };
    });
    backend.free(sum);
    sum = total;
    squaredNorms.push((await backend.read(squared))[0] as number);
    backend.free(squared);
  }
  const meanGradient = await backend.read(sum as Vector);
  backend.free(sum);
  const mean = meanOf(squaredNorms);
  const meanGradientSquaredNorm = meanGradient.reduce((total, value) => total + (value / batches.length) ** 2, 0);
  return { squaredNorms, mean, meanGradientSquaredNorm, variance: mean - meanGradientSquaredNorm };
}

/**
 * (1/N) Σ ‖∇ℓᵢ‖² over batches of one sample each: the trace of the empirical Fisher matrix, with the norms it is the mean
 * of. Cost: one gradient evaluation per sample.
 */
export async function empiricalFisherTrace(
  view: View,
  at: Vector,
  samples: readonly Batch[],
): Promise<{ readonly trace: number; readonly squaredNorms: readonly number[] }> {
  const { mean, squaredNorms } = await gradientStatistics(view, at, samples);
  return { trace: mean, squaredNorms };
}
