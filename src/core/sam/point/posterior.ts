import { number } from '../../settings/field';
import { type BasePoint, part } from '../part';

/**
 * bSAM's noisy point: a draw from the posterior over the weights, w + z/√(N·s), z ~ N(0, I), another one for every micro-batch.
 *
 * s is the optimizer's preconditioner (1 where it has none) and N the number of training samples. Source: Möllenhoff and Khan 2023,
 * arXiv:2210.01620, and team-approx-bayes/bayesian-sam.
 */
export const posterior = part<BasePoint>()({
  label: 'At a draw from the posterior',
  help: 'The ascent gradient is taken at w plus noise that is small where the optimizer is sure of a weight.',
  source: 'Möllenhoff and Khan 2023 (bSAM), arXiv:2210.01620',
  fields: {
    population: number({
      label: 'Samples N',
      help: 'Data the posterior rests on: more make it narrower; 0 is the number of training samples.',
      default: 0,
      min: 0,
      max: 1e9,
      integer: true,
    }),
  },
  traits: () => ['moves-base-point', 'needs-preconditioner'],
  frames: {
    noise: {
      title: 'Draw weights',
      caption: 'First a draw from what the weights may be.',
      formula: '\\delta_0 = z/\\sqrt{N s}',
      numbers: '\\lVert\\delta_0\\rVert = @noiseNorm',
    },
    gradient: {
      title: 'Gradient there',
      caption: 'From the drawn weights, which way does the loss rise?',
      formula: 'g_0 = \\nabla L(w+\\delta_0)',
      numbers: '\\lVert g_0\\rVert = @gradNorm \\quad L(w+\\delta_0) = @lossSmoothed',
    },
  },
  python: ({ population }) => ({
    offset: [
      'divisor = torch.ones_like(w) if precision is None else precision',
      `offset = drawn("z" if part == 0 else f"z:{part}", step) / (${population > 0 ? population : 'sum(CLASS_COUNTS)'} * divisor).sqrt()`,
    ],
  }),
  records: ['lossSmoothed', 'noiseNorm'],
  create: ({ population }) => ({
    moves: true,
    offset({ draws, optimizer, params, piece, classCounts = [] }) {
      const known = population > 0 ? population : classCounts.reduce((sum, count) => sum + count, 0);
      const sure = optimizer.preconditioner() ?? params.mul(0).add(1);
      return draws.vector(piece === 0 ? 'z' : `z:${piece}`, { kind: 'normal' }).div(sure.mul(Math.max(1, known)).sqrt());
    },
  }),
});
