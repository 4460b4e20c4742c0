import { number } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import { type Geometry, part, type StepContext } from '../part';
import { ballInPython, ballNorm, floorHasEffect, framesOfNorms, inBall, lengthIn, lengthInPython } from './ball';
import { normFloor } from './normFloor';

/**
 * Fisher-SAM: a ball in the metric of the predictions instead of that of the weights.
 *
 *   ε = ρ·F⁻¹g/√(gᵀF⁻¹g),   F⁻¹ ≈ 1/(1 + η·g²) element by element
 *
 * The diagonal of the Fisher information is taken as the squared gradient of the mini-batch, as in the paper's section 3.2: where the
 * loss reacts, the ball is narrow. T = F^(−½) in the words of `ball.ts`; g is that of the loss at w, also under BiSAM, where it costs
 * one gradient more. Source: Kim, Li, Hu and Hospedales 2022, "Fisher SAM", arXiv:2206.04920, eq. 10 and 11.
 */
export const fisherBall = part<Geometry>()({
  label: 'In the Fisher metric (Fisher-SAM)',
  help: 'The ball is narrow along weights whose gradient is large, as they change the predictions most.',
  source: 'Kim, Li, Hu and Hospedales 2022 (Fisher-SAM), arXiv:2206.04920',
  fields: {
    narrow: number({
      label: 'Strength of the metric η',
      help: 'How much a large gradient narrows the ball; 0 is SAM.',
      default: 1,
      min: 0,
      max: 1e4,
      scale: 'log',
    }),
    floor: normFloor,
    norm: ballNorm,
  },
  hasEffect: (key, values) => floorHasEffect(key, values),
  traits: () => ['shapes-climb', 'relative-length'],
  frames: {
    climb: {
      title: 'Climb',
      caption: 'Uphill in a ball that is narrow where predictions react.',
      formula: '\\varepsilon = \\rho\\,\\frac{F^{-1}g}{\\sqrt{g^\\top F^{-1}g}},\\quad F^{-1} = \\frac1{1+\\eta g^2}',
      numbers: '\\rho = @radius \\quad \\eta = @narrow \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
    },
  },
  framesWhere: framesOfNorms('T'),
  python({ narrow, floor, norm }) {
    const scale = [
      '# Fisher-SAM (arXiv:2206.04920): the metric is the squared gradient of the batch',
      `scale = (1 + ${narrow} * gradient(loss_of, w, x, y)[0].square()).rsqrt()`,
    ];
    return { function: [...scale, ...ballInPython(norm, floor, 'scale')], length: [...scale, ...lengthInPython(norm, 'scale')] };
  },
  create({ narrow, floor, norm }) {
    const axes = ({ oracle, params, batch }: StepContext): Vector => {
      const { gradient } = oracle.pass(oracle.descentLoss, params, batch);
      return gradient.mul(0).add(1).div(gradient.square().mul(narrow).add(1).sqrt());
    };
    return {
      asks: [{ of: 'loss', at: 'params' }],
      direction: (gradient, context, _offset, along) => inBall(norm, floor, axes(context), gradient, along),
      length: (vector, context) => lengthIn(norm, axes(context), vector),
    };
  },
});
