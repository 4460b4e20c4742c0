import { number } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import { type Heading, part } from '../part';

type Mean = { readonly mean: Vector | null };

/**
 * F-SAM: climbs along what is peculiar to this mini-batch, the gradient without what gradients have in common.
 *
 *   d_t = g_t − σ·m_{t−1},   m_t = λ·m_{t−1} + (1 − λ)·g_t;   d₀ = m₀ = g₀
 *
 * m is the mean of the gradients themselves and is renewed after it was subtracted, as in the authors' code (nblt/F-SAM); the paper
 * subtracts the renewed mean, which with σ = 1 is the same direction. It sees the first gradient of each climb, on steps that climb.
 * Source: Li et al. 2024, "Friendly Sharpness-Aware Minimization", arXiv:2403.12350.
 */
export const friendly = part<Heading>()({
  label: 'What is new in the gradient (F-SAM)',
  help: 'Takes the mean of earlier gradients away, so that the climb follows the noise of this batch.',
  source: 'Li et al. 2024 (F-SAM), arXiv:2403.12350',
  fields: {
    less: number({ label: 'Taken away σ', help: 'How much of the mean gradient is taken away; 0 is SAM.', default: 1, min: 0, max: 2 }),
    keep: number({ label: 'Memory λ', help: 'How slowly the mean gradient forgets.', default: 0.9, min: 0, max: 0.9999 }),
  },
  traits: () => ['shapes-climb'],
  frames: {
    heading: {
      title: 'Take the mean away',
      caption: 'What earlier gradients had too is not climbed.',
      formula: 'd = g - \\sigma\\, m,\\quad m \\leftarrow \\lambda m + (1-\\lambda)\\,g',
      numbers: '\\sigma = @less \\quad \\lambda = @keep \\quad \\lVert g\\rVert = @gradNorm',
    },
  },
  deviation: 'the mean is renewed after it was taken away, as in the authors’ code.',
  python: ({ less, keep }) => ({
    state: ['mean_g = None'],
    steer: [`along = g = g if mean_g is None else g - ${less} * mean_g`],
    steered: [`mean_g = g_first if mean_g is None else ${keep} * mean_g + (1 - ${keep}) * g_first`],
  }),
  create: ({ less, keep }) => ({
    init: (): Mean => ({ mean: null }),
    asksGradient: true,
    steer(gradient, state) {
      const { mean } = state as Mean;
      return { along: mean ? gradient().addScaled(mean, -less) : gradient() };
    },
    advance(state, gradient): Mean {
      const { mean } = state as Mean;
      return { mean: mean ? mean.mul(keep).addScaled(gradient(), 1 - keep) : gradient() };
    },
  }),
});
