import { number } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import { type Geometry, part } from '../part';
import { normFloor } from './normFloor';

/**
 * RSAM's direction: the noise that was added, pushed along the gradient found there.
 *
 *   δ₁ = δ₀ + λ_R·g₀,   d = δ₁ / (‖δ₁‖ + 1e-12)
 *
 * Without an offset it is the Euclidean ball. Source: Liu et al. 2022, “Random Sharpness-Aware Minimization”, and its code
 * (RSAM-Optimizer/R-SAM), which has λ 2.
 */
export const smoothedAscent = part<Geometry>()({
  label: 'From the noise along the gradient',
  help: 'The climb starts at the random point and is pushed along the gradient there.',
  source: 'Liu et al. 2022 (R-SAM), “Random Sharpness-Aware Minimization”, with the authors’ code',
  fields: {
    push: number({ label: 'Push λ', help: 'How far the gradient pushes the noise.', default: 1, min: 0, max: 100, scale: 'log' }),
    floor: normFloor,
  },
  traits: () => ['shapes-climb', 'wants-base-point'],
  frames: {
    climb: {
      title: 'Climb',
      caption: 'From w by the radius, along the pushed noise.',
      formula: '\\varepsilon = \\rho\\,\\frac{\\delta_0+\\lambda g_0}{\\lVert\\delta_0+\\lambda g_0\\rVert}',
      numbers: '\\rho = @radius \\quad \\lVert\\varepsilon\\rVert = @perturbNorm \\quad \\lambda = @push',
    },
  },
  python: ({ push, floor }) => ({
    function: [
      `measured, moved = (v if offset is None else offset + ${push} * v for v in (g, along))`,
      `return moved / (measured.norm() + ${floor})`,
    ],
  }),
  create: ({ push, floor }) => ({
    direction(gradient, _context, offset, along = gradient) {
      const pushed = (by: Vector) => (offset ? offset.addScaled(by, push) : by);
      const measured = pushed(gradient);
      return (along === gradient ? measured : pushed(along)).div(measured.norm().add(floor));
    },
    length: (vector) => vector.norm(),
  }),
});
