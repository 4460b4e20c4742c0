import { number } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import { type Heading, part } from '../part';

type Steadied = { readonly steadied: Vector | null };

/**
 * VaSSO: suppresses the variance of the adversary by climbing along a running mean of gradients.
 *
 *   e₀ = g₀,   e_t = (1 − θ)·e_{t−1} + θ·g_t
 *
 * θ = 1 is SAM. The mean sees the first gradient of each climb, on steps that climb. Source: Li and Giannakis 2023, "Enhancing
 * Sharpness-Aware Optimization Through Variance Suppression", arXiv:2309.15639, and the authors' `solver/vasso.py`.
 */
export const averaged = part<Heading>()({
  label: 'A mean of gradients (VaSSO)',
  help: 'Climbs along a running mean of gradients, which is steadier than that of one batch.',
  source: 'Li and Giannakis 2023 (VaSSO), arXiv:2309.15639',
  fields: {
    theta: number({
      label: 'Weight of the newest θ',
      help: 'How much this step’s gradient counts in the mean; 1 is SAM.',
      default: 0.4,
      min: 0.01,
      max: 1,
    }),
  },
  traits: () => ['shapes-climb'],
  frames: {
    heading: {
      title: 'Steady the way',
      caption: 'Climb along the mean of this and earlier gradients.',
      formula: 'e \\leftarrow (1-\\theta)\\,e + \\theta\\,g',
      numbers: '\\theta = @theta \\quad \\lVert g\\rVert = @gradNorm',
    },
  },
  python: ({ theta }) => ({
    state: ['mean_g = None'],
    steer: [`along = g = g if mean_g is None else (1 - ${theta}) * mean_g + ${theta} * g`],
    steered: [`mean_g = g_first if mean_g is None else (1 - ${theta}) * mean_g + ${theta} * g_first`],
  }),
  create({ theta }) {
    const renewed = (state: Steadied, gradient: Vector): Vector =>
      state.steadied ? state.steadied.mul(1 - theta).addScaled(gradient, theta) : gradient;
    return {
      init: (): Steadied => ({ steadied: null }),
      asksGradient: true,
      steer: (gradient, state) => ({ along: renewed(state as Steadied, gradient()) }),
      advance: (state, gradient): Steadied => ({ steadied: renewed(state as Steadied, gradient()) }),
    };
  },
});
