import { choice, number } from '../../settings/field';
import { byTensor } from '../byTensor';
import { type BasePoint, part } from '../part';

/**
 * R-SAM's base point w + δ₀.
 *
 *   δ₀ = σ_t·N ⊙ z,  z ~ N(0, I),  N_i = ‖filter that i belongs to‖₂, or its root mean square
 *   σ_t = σ·(1 + (times − 1)·(½ − ½·cos(π·(t + 1)/T)))       from σ to times·σ
 *
 * Filters are convolution output channels and dense output units; one-dimensional tensors are one filter each. Source: Liu et al. 2022,
 * “Random Sharpness-Aware Minimization”, and its code (RSAM-Optimizer/R-SAM, `sam_gradient`), which gives tensors of equal shape equal
 * noise: not imitated. The root mean square with constant σ is what other papers quote of it.
 */
export const smoothed = part<BasePoint>()({
  label: 'At a random point nearby',
  help: 'The ascent gradient is taken at w plus Gaussian noise that scales with each filter.',
  source: 'Liu et al. 2022 (R-SAM), “Random Sharpness-Aware Minimization”, with the authors’ code',
  fields: {
    sigma: number({ label: 'Noise σ', help: 'Size of the noise relative to each filter.', default: 0.05, min: 0, max: 1, scale: 'log' }),
    noisescale: choice({
      label: 'Relative to',
      help: 'The Euclidean length of each filter, as in the authors’ code, or its root mean square.',
      default: 'rms',
      options: [
        { value: 'rms', label: 'the root mean square of each filter' },
        { value: 'norm', label: 'the length of each filter' },
      ],
    }),
    times: number({
      label: 'Grows to',
      help: 'How many times σ the noise has at the end; it rises along a cosine.',
      default: 1,
      min: 0,
      max: 100,
      unit: '× σ',
    }),
    rise: number({
      label: 'Steps of the rise',
      help: 'Steps until it is there; 0 is the whole training.',
      default: 0,
      min: 0,
      max: 1e7,
      integer: true,
    }),
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
  python: ({ sigma, noisescale, times, rise }) => ({
    offset: [
      `risen = 0.5 - 0.5 * math.cos(math.pi * (step + 1) / ${rise > 0 ? rise : 'TOTAL_STEPS'})`,
      'scales = torch.cat([',
      '    torch.ones_like(tensor).mul(',
      `        tensor.square().${noisescale === 'rms' ? 'mean' : 'sum'}(tuple(range(tensor.ndim - (kind == "kernel"))), keepdim=True).sqrt()`,
      '    ).reshape(-1)',
      '    for tensor, (_, _, kind) in zip(views(w), TENSORS)',
      '])',
      `offset = scales * drawn("z", step) * ${sigma} * (1 + ${times - 1} * risen)`,
    ],
  }),
  records: ['lossSmoothed', 'noiseNorm'],
  create: ({ sigma, noisescale, times, rise }) => ({
    moves: true,
    offset({ params, layout, backend, draws, position }) {
      const scales = byTensor(params, layout, backend, (piece, { kind, shape }) => {
        const axes = kind === 'kernel' ? shape.slice(0, -1).map((_, axis) => axis) : shape.map((_, axis) => axis);
        const square = piece.square();
        return piece.mul(0).add((noisescale === 'rms' ? square.mean(axes, true) : square.sum(axes, true)).sqrt());
      });
      const noise = scales.mul(draws.vector('z', { kind: 'normal' }));
      if (times === 1) return noise.mul(sigma);
      const risen = 0.5 - 0.5 * Math.cos((Math.PI * (position.step + 1)) / (rise > 0 ? rise : position.steps));
      return noise.mul(backend.scalar(sigma * (1 + (times - 1) * risen)));
    },
  }),
});
