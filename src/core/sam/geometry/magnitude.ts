import { type Geometry, part } from '../part';
import { LEAST_AXIS } from './ball';
import { normFloor } from './normFloor';

/**
 * GSAM's adaptive perturbation in JAX: each weight's share of the climb grows with its size.
 *
 *   d = |w| ⊙ g / (‖g‖ + 1e-12)
 *
 * Neither ASAM's numerator (w²) nor its denominator (‖w ⊙ g‖): ‖d/|w|‖ = 1 where no weight is zero, and it is not the steepest of that ball. Source:
 * google-research/big_vision, `gsam_gradient` with `adaptive_perturbation`; an addition of that code to arXiv:2203.08065.
 */
export const magnitude = part<Geometry>()({
  label: 'By the size of each weight (GSAM’s code)',
  help: 'SAM’s climb with every weight’s part multiplied by its size; weights of zero stay.',
  source: 'Zhuang et al. 2022, arXiv:2203.08065 (authors’ JAX code)',
  fields: { floor: normFloor },
  traits: () => ['shapes-climb', 'relative-length'],
  frames: {
    climb: {
      title: 'Climb',
      caption: 'Uphill, large weights further than small ones.',
      formula: '\\varepsilon = \\rho\\,|w|\\odot\\frac{g}{\\lVert g\\rVert}',
      numbers: '\\rho = @radius \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
    },
  },
  python: ({ floor }) => ({
    function: [`return w.abs() * along / (g.norm() + ${floor})`],
    length: ['return (way / w.abs().clamp(min=1e-12)).norm()'],
  }),
  create: ({ floor }) => ({
    isSteepest: false,
    direction: (gradient, { params }, _offset, along = gradient) => params.abs().mul(along).div(gradient.norm().add(floor)),
    length: (vector, { params }) => vector.div(params.abs().max(LEAST_AXIS)).norm(),
  }),
});
