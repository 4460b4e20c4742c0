import { number, onOff } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import { type Legs, part } from '../part';

/** From here on a step costs so much that it is said. */
const MANY = 10;

/**
 * n legs, each along the gradient where the one before it ended.
 *
 *   δ₀ = 0,   δ_{i+1} = δ_i + s·ρ·d(∇L(w + δ_i)),   then pulled back into the ball of radius ρ where it left it
 *
 * s is the length of a leg as a share of ρ. The same mini-batch serves all passes. Without the ball ‖δ‖ may reach n·s·ρ, which is
 * what `optax.contrib.sam` does with `sync_period` n + 1 (s = 1). The ball is that of the geometry, so that ASAM's is relative.
 *
 * Cost: n + 1 gradients. Source: Foret et al. 2021, arXiv:2010.01412, §4 (m-step ascent); Andriushchenko and Flammarion 2022,
 * arXiv:2206.06232, whose code projects.
 */
export const chain = part<Legs>()({
  label: 'Several',
  help: 'Each leg goes along the gradient found at the end of the one before.',
  source: 'Andriushchenko and Flammarion 2022, arXiv:2206.06232',
  fields: {
    count: number({ label: 'Legs n', help: 'Gradients that are climbed in a step.', default: 2, min: 1, max: 50, integer: true }),
    stride: number({
      label: 'Length of a leg',
      help: 'As a share of ρ; 1 reaches the edge of the ball at once.',
      default: 1,
      min: 0.001,
      max: 10,
      scale: 'log',
    }),
    project: onOff({
      label: 'Stay in the ball',
      help: 'Pulls the climb back to length ρ where it is longer; off, it may reach n times the length of a leg.',
      default: true,
    }),
  },
  traits: ({ count }) => [
    'shapes-climb',
    ...(count > 1 ? (['several-legs'] as const) : []),
    ...(count > MANY ? (['many-legs'] as const) : []),
  ],
  frames: {
    climb: {
      title: 'Climb on',
      caption: 'Leg by leg uphill, each along the gradient found there.',
      formula: '\\delta_{i+1} = \\delta_i + s\\rho\\, d\\bigl(\\nabla L(w+\\delta_i)\\bigr)',
      numbers: 'n = @count \\quad s = @stride \\quad \\rho = @radius \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
    },
  },
  python: ({ count, stride, project }) => ({ legs: { count, stride, project } }),
  create: ({ count, stride, project }) => ({
    count,
    climb(leg, length) {
      let gone: Vector | null = null;
      for (let made = 0; made < count; made++) {
        const next = leg(gone);
        const further: Vector = gone === null ? (stride === 1 ? next : next.mul(stride)) : gone.addScaled(next, stride);
        gone = project ? further.div(length(further).max(1)) : further;
      }
      if (gone === null) throw new Error('chain: a climb without legs');
      return gone;
    },
  }),
});
