import { nth } from '../../numbers';
import { number } from '../../settings/field';
import { erf } from '../../tensor/operations';
import { type Gate, part } from '../part';
import { openness } from './openness';

type AdaptiveState = { readonly mu: number; readonly variance: number };

/**
 * AE-SAM's policy: climb only where the squared gradient norm is unusually large.
 *
 *   S = ‖∇L(B; w)‖²;  μ ← δμ + (1−δ)S;  σ² ← δσ² + (1−δ)(S − μ)² with the new μ
 *   c_t = (t/T)·λ₁ + (1 − t/T)·λ₂;  climb iff S ≥ μ + c_t·√σ²
 *
 * Decides on this step's own gradient: S is read to the host in the middle of the step (one number). An open step still
 * costs two gradients, because the oracle remembers the first.
 *
 * Source: Jiang et al. 2023, "An Adaptive Policy to Employ Sharpness-Aware Minimization", arXiv:2304.14647, algorithm 1.
 * Deviation: σ²₋₁ = e^(−10); the text prints "e -10".
 */
export const adaptive = part<Gate>()({
  label: 'Adaptive (AE-SAM)',
  help: 'Climbs when this step’s squared gradient norm is unusually large for the recent past.',
  source: 'Jiang et al. 2023, arXiv:2304.14647, algorithm 1',
  fields: {
    delta: number({ label: 'Memory δ', help: 'How slowly the running mean and variance forget.', default: 0.9, min: 0, max: 0.9999 }),
    lambda1: number({
      label: 'Threshold at the end λ₁',
      help: 'Standard deviations above the mean that a step needs at the end of training.',
      default: -1,
      min: -100,
      max: 100,
    }),
    lambda2: number({ label: 'Threshold at the start λ₂', help: 'The same at the start.', default: 1, min: -100, max: 100 }),
  },
  traits: ({ lambda1, lambda2 }) => openness(expectedShare(lambda1, lambda2)),
  frames: {
    open: {
      title: 'Sharp enough',
      caption: 'The squared gradient norm reaches the threshold: climb.',
      formula: 'S = \\lVert\\nabla L(w)\\rVert^2 \\ge \\mu + c\\,\\sigma',
      numbers: '@sqGradNorm \\ge @threshold \\quad \\mu = @mu \\quad c = @ct',
    },
    closed: {
      title: 'No climb',
      caption: 'The squared gradient norm stays below the threshold: no climb.',
      formula: 'S = \\lVert\\nabla L(w)\\rVert^2 < \\mu + c\\,\\sigma',
      numbers: '@sqGradNorm < @threshold \\quad \\mu = @mu \\quad c = @ct',
    },
  },
  deviation: 'the variance starts at e⁻¹⁰, which the text prints as “e -10”.',
  python: ({ delta, lambda1, lambda2 }) => ({
    state: ['mean, variance = 0.0, math.exp(-10)'],
    open: [
      '# AE-SAM (arXiv:2304.14647, algorithm 1)',
      'squared = float(gradient(loss_of, w, x, y)[0].square().sum())',
      `mean = ${delta} * mean + (1 - ${delta}) * squared`,
      `variance = ${delta} * variance + (1 - ${delta}) * (squared - mean) ** 2`,
      `threshold = step / TOTAL_STEPS * ${lambda1} + (1 - step / TOTAL_STEPS) * ${lambda2}`,
      'is_open = squared >= mean + threshold * math.sqrt(variance)',
    ],
  }),
  records: ['sqGradNorm', 'mu', 'sigma2', 'ct', 'threshold'],
  create: ({ delta, lambda1, lambda2 }) => ({
    climbs: true,
    openShare: expectedShare(lambda1, lambda2),
    isEstimate: true,
    asks: [{ of: 'loss', at: 'params', onWhole: true }],
    init: () => ({ mu: 0, variance: Math.exp(-10) }),
    *decide(state, { oracle, params, position }) {
      const before = state as AdaptiveState;
      const read: Float64Array = yield oracle.pass(oracle.descentLoss, params, oracle.whole).gradient.square().sum();
      const sqGradNorm = nth(read, 0);
      const mu = delta * before.mu + (1 - delta) * sqGradNorm;
      const variance = delta * before.variance + (1 - delta) * (sqGradNorm - mu) ** 2;
      const ct = thresholdAt(position.step / position.steps, lambda1, lambda2);
      const threshold = mu + ct * Math.sqrt(variance);
      return { open: sqGradNorm >= threshold, state: { mu, variance }, record: { sqGradNorm, mu, sigma2: variance, ct, threshold } };
    },
  }),
});

/** c_t: λ₂ at the start (progress 0), λ₁ at the end (progress 1). */
export function thresholdAt(progress: number, lambda1: number, lambda2: number): number {
  return progress * lambda1 + (1 - progress) * lambda2;
}

/**
 * Share of open steps if S is normal with the mean and deviation that the gate keeps: the mean of 1 − Φ(c) for c from λ₂
 * to λ₁. Gives the papers' rounded figures: 0.5 for (−1, 1), 0.195 for (0, 2).
 */
export function expectedShare(lambda1: number, lambda2: number): number {
  const [low, high] = [Math.min(lambda1, lambda2), Math.max(lambda1, lambda2)];
  const tail = (c: number) => (1 - erf(c / Math.SQRT2)) / 2;
  if (high - low < 1e-6) return tail(low);
  const integral = (c: number) => c * tail(c) - Math.exp((-c * c) / 2) / Math.sqrt(2 * Math.PI);
  return Math.min(1, Math.max(0, (integral(high) - integral(low)) / (high - low)));
}
