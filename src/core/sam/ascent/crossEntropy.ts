import { lengthAt } from '../../tensor/shape';
import { part } from '../part';
import type { Objective } from '../objective';
import { rowSoftmax } from './rows';

/** Where the smoothed mass goes: to the K−1 wrong classes (davda54, BiSAM) or to all K (timm, PyTorch). */
export type OffTarget = 'K-1' | 'K';

/**
 * Softmax cross-entropy with a soft target p.
 *
 *   ℓ(z, p) = log Σ_j exp(z_j) − Σ_j p_j z_j,     ∂ℓ/∂z = softmax(z) − p
 *   "K−1": p_y = 1 − s, p_j = s/(K−1)             "K": p_y = 1 − s + s/K, p_j = s/K
 *
 * @param smoothing  s in [0, 1), dimensionless.
 * @returns objective on logits [b, K] and one-hot labels [b, K]; values in nats.
 *
 * Each gradient row sums to zero (tested). Source: algorithms.md §2.
 */
export function crossEntropyWith(smoothing: number, offTarget: OffTarget): Objective {
  return (logits, targets) => {
    const classes = lengthAt(logits.shape, 1);
    const off = offTarget === 'K' ? smoothing / classes : smoothing / (classes - 1);
    const on = offTarget === 'K' ? 1 - smoothing + off : 1 - smoothing;
    const soft = smoothing === 0 ? targets : targets.mul(on - off).add(off);
    const { logSumExp, softmax } = rowSoftmax(logits);
    const expected = logits.mul(soft).sum([1], true);
    return { perSample: logSumExp.sub(expected).reshape([lengthAt(logits.shape, 0)]), logitGradient: softmax.sub(soft) };
  };
}

export const crossEntropy = part<Objective | 'descent'>()({
  label: 'Training loss',
  help: 'The adversary climbs the same loss that is descended.',
  source: 'Foret et al. 2021, arXiv:2010.01412',
  fields: {},
  python: () => ({}),
  create: () => 'descent' as const,
});
