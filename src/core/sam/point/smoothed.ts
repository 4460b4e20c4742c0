import { number } from '../../settings/field';
import { byTensor } from '../byTensor';
import { type BasePoint, part } from '../part';

/**
 * RSAM's base point w + δ₀.
 *
 *   δ₀ = σ·s ⊙ z,  z ~ N(0, I),  s_i = root mean square of the filter i belongs to
 *
 * Filters are convolution output channels and dense output units; one-dimensional tensors are one filter each. A
 * reconstruction: it could not be checked against its authors' code (algorithms.md §4.10).
 */
export const smoothed = part<BasePoint>()({
  label: 'At a random point nearby',
  help: 'The ascent gradient is taken at w plus Gaussian noise that scales with each filter.',
  source: 'RSAM as quoted by arXiv:2408.08222 and arXiv:2406.03682 (reconstruction)',
  fields: {
    sigma: number({ label: 'Noise σ', help: 'Size of the noise relative to each filter.', default: 0.05, min: 0, max: 1, scale: 'log' }),
  },
  traits: () => ['moves-base-point'],
  frames: {
    noise: {
      title: 'Random start',
      caption: 'First a random nudge, as large as each filter allows.',
      formula: '\\delta_0 = \\sigma\\, s\\odot z',
      numbers: '\\lVert\\delta_0\\rVert = @noiseNorm',
    },
    gradient: {
      title: 'Gradient there',
      caption: 'From the random point, which way does the loss rise?',
      formula: 'g_0 = \\nabla L(w+\\delta_0)',
      numbers: '\\lVert g_0\\rVert = @gradNorm \\quad L(w+\\delta_0) = @lossSmoothed',
    },
  },
  records: ['lossSmoothed', 'noiseNorm'],
  deviation: 'a reconstruction, as the formula could not be checked against its authors’ code.',
  create: ({ sigma }) => ({
    moves: true,
    offset({ params, layout, backend, draws }) {
      const scales = byTensor(params, layout, backend, (piece, { kind, shape }) => {
        const axes = kind === 'kernel' ? shape.slice(0, -1).map((_, axis) => axis) : shape.map((_, axis) => axis);
        return piece.mul(0).add(piece.square().mean(axes, true).sqrt());
      });
      return scales.mul(draws.vector('z', { kind: 'normal' })).mul(sigma);
    },
  }),
});
