import { type Geometry, part } from '../part';
import { ballInPython, ballNorm, floorHasEffect, framesOfNorms, inBall, lengthIn, lengthInPython } from './ball';
import { normFloor } from './normFloor';

/**
 * The Euclidean ball of SAM.
 *
 *   d = g / (‖g‖ + 1e-12),   ‖ · ‖ over all tensors jointly
 *
 * Source: Foret et al. 2021, "Sharpness-Aware Minimization for Efficiently Improving Generalization",
 *   arXiv:2010.01412; the constant is that of the davda54/sam code (algorithms.md §1.4).
 */
export const l2 = part<Geometry>()({
  label: 'Euclidean ball',
  help: 'The perturbation has length ρ, whatever the sizes of the weights.',
  source: 'Foret et al. 2021, arXiv:2010.01412',
  fields: { floor: normFloor, norm: ballNorm },
  hasEffect: (key, values) => floorHasEffect(key, values),
  frames: {
    climb: {
      title: 'Climb',
      caption: 'Go uphill by the radius: the worst point the slope promises.',
      formula: '\\varepsilon = \\rho\\,\\frac{g}{\\lVert g\\rVert}',
      numbers: '\\rho = @radius \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
    },
  },
  framesWhere: framesOfNorms(''),
  python: ({ floor, norm }) => ({
    function: norm === 'l2' ? [`return along / (g.norm() + ${floor})`] : ballInPython(norm, floor, '1'),
    length: lengthInPython(norm, '1'),
  }),
  create: ({ floor, norm }) => ({
    direction: (gradient, _context, _offset, along) => inBall(norm, floor, null, gradient, along),
    length: (vector) => lengthIn(norm, null, vector),
  }),
});
