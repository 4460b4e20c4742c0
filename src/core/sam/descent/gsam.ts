import { number } from '../../settings/field';
import { NORM_FLOOR } from '../norm';
import { type DescentRule, part } from '../part';

/**
 * GSAM: also reduces the surrogate gap, by taking away the part of the plain gradient that is orthogonal to ĝ.
 *
 *   cos = ⟨g, ĝ⟩/(‖g‖‖ĝ‖ + 1e-12),  c = cos·‖g‖/(‖ĝ‖ + 1e-12),  g⊥ = g − c·ĝ,  u = ĝ − α·g⊥
 *
 * g is the cross-entropy gradient at w: SAM's own first pass, one gradient more under BiSAM. Sensitivity 1 + αc with c held
 * fixed. Source: Zhuang et al. 2022, "Surrogate Gap Minimization Improves Sharpness-Aware Training", arXiv:2203.08065;
 * the PyTorch code's form of c (algorithms.md §4.4).
 */
export const gsam = part<DescentRule>()({
  label: 'Minus the orthogonal part (GSAM)',
  help: 'Descends with the gradient at the top, minus what the plain gradient has across it.',
  source: 'Zhuang et al. 2022, arXiv:2203.08065',
  fields: { across: number({ label: 'Orthogonal part α', help: 'How much of it is taken away; 0 is SAM.', default: 0.4, min: 0, max: 2 }) },
  traits: () => ['compares-gradients'],
  frames: {
    descend: {
      title: 'Split and subtract',
      caption: 'Take away what the plain gradient has across the other.',
      formula: 'u = \\hat g - \\alpha\\, g_\\perp',
      numbers: '\\alpha = @across \\quad \\lVert g_\\perp\\rVert = @perpNorm \\quad \\lVert u\\rVert = @updateNorm',
    },
  },
  deviation: 'the projection is that of the authors’ PyTorch code.',
  python: ({ across }) => ({
    combine: [
      '# GSAM (arXiv:2203.08065)',
      'g_clean, _ = gradient(loss_of, w, x, y)',
      'cosine = g_clean @ g_top / (g_clean.norm() * g_top.norm() + 1e-12)',
      'c = cosine * g_clean.norm() / (g_top.norm() + 1e-12)',
      `u = g_top - ${across} * (g_clean - c * g_top)`,
    ],
    sensitivity: `(1 + ${across} * c)`,
  }),
  records: ['cosine', 'perpNorm', 'surrogateGap'],
  create: ({ across }) => ({
    climbs: true,
    asks: [{ of: 'loss', at: 'params' }],
    *descend({ oracle, params, batch }, ascent) {
      const { perturbed: pass, direction } = yield* ascent.climb();
      const clean = oracle.pass(oracle.descentLoss, params, batch);
      const [norm, perturbedNorm] = [clean.gradient.norm(), pass.gradient.norm()];
      const cosine = clean.gradient.dot(pass.gradient).div(norm.mul(perturbedNorm).add(NORM_FLOOR));
      const c = cosine.mul(norm).div(perturbedNorm.add(NORM_FLOOR));
      const orthogonal = clean.gradient.addScaled(pass.gradient, c.mul(-1));
      return {
        update: pass.gradient.addScaled(orthogonal, -across),
        sensitivities: [{ coefficient: c.mul(across).add(1), gradient: pass.gradient, direction }],
        noted: { arrows: { 'g⊥': orthogonal } },
        record: { cosine, perpNorm: orthogonal.norm(), surrogateGap: pass.loss.sub(clean.loss) },
      };
    },
  }),
});
