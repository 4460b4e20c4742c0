import { choice, number } from '../../settings/field';
import { NORM_FLOOR } from '../norm';
import { type DescentRule, part } from '../part';

/**
 * GSAM: also reduces the surrogate gap, by taking away the part of the plain gradient that is orthogonal to ĝ.
 *
 *   cos = ⟨g, ĝ⟩/(‖g‖‖ĝ‖ + 1e-12),  c = cos·‖g‖/(‖ĝ‖ + 1e-12),  g⊥ = g − c·ĝ,  u = ĝ − α·g⊥
 *
 * g is the cross-entropy gradient at w: SAM's own first pass, one gradient more under BiSAM. Sensitivity 1 + αc with c held
 * fixed. With `minimize` clean (big_vision's `minimize_fp` off) u = g + α·ĝ⊥, ĝ⊥ = ĝ − (⟨ĝ, g⟩/‖g‖²)·g, and the sensitivity is α.
 * Source: Zhuang et al. 2022, "Surrogate Gap Minimization Improves Sharpness-Aware Training", arXiv:2203.08065;
 * the PyTorch code's form of c (algorithms.md §4.4).
 */
export const gsam = part<DescentRule>()({
  label: 'Minus the orthogonal part (GSAM)',
  help: 'Descends with the gradient at the top, minus what the plain gradient has across it.',
  source: 'Zhuang et al. 2022, arXiv:2203.08065',
  fields: {
    across: number({ label: 'Orthogonal part α', help: 'How much of it is taken away; 0 is SAM.', default: 0.4, min: 0, max: 2 }),
    minimize: choice({
      label: 'Which loss is minimized',
      help: 'That at w + ε, or as an option of the authors’ JAX code that at w, with the part of ĝ across g added.',
      default: 'perturbed',
      options: [
        { value: 'perturbed', label: 'at w + ε' },
        { value: 'clean', label: 'at w' },
      ],
    }),
  },
  traits: () => ['compares-gradients'],
  frames: {
    descend: {
      title: 'Split and subtract',
      caption: 'Take away what the plain gradient has across the other.',
      formula: 'u = \\hat g - \\alpha\\, g_\\perp',
      numbers: '\\alpha = @across \\quad \\lVert g_\\perp\\rVert = @perpNorm \\quad \\lVert u\\rVert = @updateNorm',
    },
  },
  framesWhere: [
    {
      holds: ({ minimize }) => minimize === 'clean',
      frames: {
        descend: {
          title: 'Split and add',
          caption: 'To the plain gradient, what the other has across it.',
          formula: 'u = g + \\alpha\\, \\hat g_\\perp',
          numbers: '\\alpha = @across \\quad \\lVert \\hat g_\\perp\\rVert = @perpNorm \\quad \\lVert u\\rVert = @updateNorm',
        },
      },
    },
  ],
  deviation: 'the projection is that of the authors’ PyTorch code.',
  python: ({ across, minimize }) => ({
    combine: [
      '# GSAM (arXiv:2203.08065)',
      'g_clean, _ = gradient(loss_of, w, x, y)',
      'cosine = g_clean @ g_top / (g_clean.norm() * g_top.norm() + 1e-12)',
      ...(minimize === 'perturbed'
        ? ['c = cosine * g_clean.norm() / (g_top.norm() + 1e-12)', `u = g_top - ${across} * (g_clean - c * g_top)`]
        : ['c = cosine * g_top.norm() / (g_clean.norm() + 1e-12)', `u = g_clean + ${across} * (g_top - c * g_clean)`]),
    ],
    sensitivity: minimize === 'perturbed' ? `(1 + ${across} * c)` : String(across),
  }),
  records: ['cosine', 'perpNorm', 'surrogateGap'],
  create: ({ across, minimize }) => ({
    climbs: true,
    asks: [{ of: 'loss', at: 'params' }],
    *descend({ oracle, params, batch }, ascent) {
      const { perturbed: pass, direction } = yield* ascent.climb();
      const clean = oracle.pass(oracle.descentLoss, params, batch);
      const [norm, perturbedNorm] = [clean.gradient.norm(), pass.gradient.norm()];
      const cosine = clean.gradient.dot(pass.gradient).div(norm.mul(perturbedNorm).add(NORM_FLOOR));
      const isAtTop = minimize === 'perturbed';
      const [kept, split] = isAtTop ? [pass.gradient, clean.gradient] : [clean.gradient, pass.gradient];
      const c = isAtTop ? cosine.mul(norm).div(perturbedNorm.add(NORM_FLOOR)) : cosine.mul(perturbedNorm).div(norm.add(NORM_FLOOR));
      const orthogonal = split.addScaled(kept, c.mul(-1));
      return {
        update: kept.addScaled(orthogonal, isAtTop ? -across : across),
        sensitivities: [{ coefficient: isAtTop ? c.mul(across).add(1) : across, gradient: pass.gradient, direction }],
        noted: { arrows: { [isAtTop ? 'g⊥' : 'ĝ⊥']: orthogonal } },
        record: { cosine, perpNorm: orthogonal.norm(), surrogateGap: pass.loss.sub(clean.loss) },
      };
    },
  }),
});
