import type { Vector } from '../../tensor/tensor';
import { type Geometry, part, type StepContext } from '../part';
import { ballInPython, ballNorm, floorHasEffect, framesOfNorms, inBall, lengthIn, lengthInPython } from './ball';
import { normFloor } from './normFloor';

/**
 * A ball that is narrow where the base optimizer divides by much: T = P^(−½), P its preconditioner.
 *
 *   without a norm ε = ρ·g/s (bSAM, with s its precision);   Euclidean ε = ρ·P⁻¹g/‖P^(−½)g‖
 *
 * With an optimizer that divides by nothing it is the Euclidean ball. Source: Möllenhoff and Khan 2023, arXiv:2210.01620.
 */
export const preconditioned = part<Geometry>()({
  label: 'By the optimizer’s preconditioner',
  help: 'Weights of which the optimizer is unsure move further; with bSAM the size of its noise.',
  source: 'Möllenhoff and Khan 2023 (bSAM), arXiv:2210.01620',
  fields: { floor: normFloor, norm: ballNorm },
  hasEffect: (key, values) => floorHasEffect(key, values),
  traits: () => ['shapes-climb', 'relative-length', 'needs-preconditioner'],
  frames: {
    climb: {
      title: 'Climb',
      caption: 'Uphill, further where the optimizer divides by less.',
      formula: '\\varepsilon = \\rho\\,\\frac{P^{-1} g}{\\lVert P^{-1/2} g\\rVert}',
      numbers: '\\rho = @radius \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
    },
  },
  framesWhere: framesOfNorms('T'),
  python({ floor, norm }) {
    const scale = ['scale = torch.ones_like(w) if precision is None else precision.rsqrt()'];
    return { function: [...scale, ...ballInPython(norm, floor, 'scale')], length: [...scale, ...lengthInPython(norm, 'scale')] };
  },
  create({ floor, norm }) {
    const axes = ({ optimizer, params }: StepContext): Vector | null => {
      const divisor = optimizer.preconditioner();
      return divisor ? params.mul(0).add(1).div(divisor.sqrt()) : null;
    };
    return {
      direction: (gradient, context, _offset, along) => inBall(norm, floor, axes(context), gradient, along),
      length: (vector, context) => lengthIn(norm, axes(context), vector),
    };
  },
});
