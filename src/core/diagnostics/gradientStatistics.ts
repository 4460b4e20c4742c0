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

/** The same statistics collected bit by bit, for those who must listen in between. Bits of any size give the same numbers. */
export interface GradientScatter {
  /** Takes more mini-batches. Cost: one gradient evaluation per batch, one read for all. Two vectors are held at a time. */
  add(batches: readonly Batch[]): Promise<void>;
  /** Of all batches so far. Throws when there is none. Cost: one read of a vector. */
  statistics(): Promise<GradientStatistics>;
  /** Frees the sum of the gradients. */
  free(): void;
}

/** @param at  borrowed: it must live, unchanged, until the last batch was added. */
export function gradientScatter(view: View, at: Vector): GradientScatter {
  const { backend } = view;
  const squaredNorms: number[] = [];
  let sum: Vector | undefined;
  return {
    async add(batches) {
      const squares = batches.map((batch) => {
        const { total, squared } = backend.scope(() => {
          const gradient = surfaceOf(view, [batch]).gradient(at);
          return { total: sum ? sum.add(gradient) : gradient, squared: gradient.dot(gradient).reshape([1]) };
        });
        backend.free(sum);
        sum = total;
        return squared;
      });
      if (squares.length === 0) return;
      const joined = backend.scope(() => backend.concat(squares));
      backend.free(squares);
      squaredNorms.push(...(await backend.read(joined)));
      backend.free(joined);
    },
    async statistics() {
      if (!sum) throw new Error('gradient statistics: no batches');
      const total = await backend.read(sum);
      const mean = meanOf(squaredNorms);
      const meanGradientSquaredNorm = total.reduce((squares, value) => squares + (value / squaredNorms.length) ** 2, 0);
      return { squaredNorms: [...squaredNorms], mean, meanGradientSquaredNorm, variance: mean - meanGradientSquaredNorm };
    },
    free() {
      backend.free(sum);
      sum = undefined;
    },
  };
}

/** Cost: one gradient evaluation per batch. Two vectors are held at a time. Throws when there is no batch. */
export async function gradientStatistics(view: View, at: Vector, batches: readonly Batch[]): Promise<GradientStatistics> {
  const scatter = gradientScatter(view, at);
  try {
    await scatter.add(batches);
    return await scatter.statistics();
  } finally {
    scatter.free();
  }
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
