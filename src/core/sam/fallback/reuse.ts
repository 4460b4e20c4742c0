import { number } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import { NORM_FLOOR } from '../norm';
import { type Fallback, part } from '../part';
import { indented } from '../pythonCode';

type Memory = { readonly orthogonal: Vector | null };

/** Below it ‖g‖² counts as zero in the projection; the reference's constant. */
const SQUARE_FLOOR = 1e-24;

/**
 * LookSAM's memory: the part of the last climb's gradient that is orthogonal to the plain one.
 *
 *   open step:   g_v = ĝ − (⟨ĝ, g⟩/‖g‖²)·g
 *   closed step: u = g + α·(‖g‖/‖g_v‖)·g_v,   u = g while there is no g_v
 *
 * Source: Liu et al. 2022, "Towards Efficient and Scalable Sharpness-Aware Minimization", arXiv:2203.02714. The
 * projection is global; packages that decompose tensor by tensor differ from the paper. Under BiSAM g costs one more
 * gradient on open steps.
 */
export const reuse = part<Fallback>()({
  label: 'Remembered direction',
  help: 'Steps that do not climb reuse the part of the last climb that was orthogonal to the gradient.',
  source: 'Liu et al. 2022 (LookSAM), arXiv:2203.02714',
  // A value of the grid in which Jiang et al. (arXiv:2304.14647) search: 0.1, 0.3, 0.6, 0.9.
  fields: { reuse: number({ label: 'Reuse α', help: 'How much of the remembered direction is added.', default: 0.6, min: 0, max: 2 }) },
  traits: () => ['remembers-climb', 'compares-gradients'],
  frames: {
    remember: {
      title: 'Remember',
      caption: 'Keep what the climb changed, for steps without one.',
      formula: 'g_v = \\hat g - \\frac{\\langle\\hat g,g\\rangle}{\\lVert g\\rVert^2}\\,g',
      numbers: '\\lVert g_v\\rVert = @gvNorm',
    },
    reuse: {
      title: 'Reuse',
      caption: 'What an earlier climb changed is added to the plain gradient.',
      formula: 'u = g + \\alpha\\,\\frac{\\lVert g\\rVert}{\\lVert g_v\\rVert}\\,g_v',
      numbers: '\\alpha = @reuse \\quad \\lVert g\\rVert = @gradNorm \\quad \\lVert u\\rVert = @updateNorm',
    },
  },
  deviation: 'the projection is over all tensors at once as in the paper, where published packages project tensor by tensor.',
  python: ({ reuse }) => ({
    state: ['orthogonal = None'],
    opened: [
      '# LookSAM (arXiv:2203.02714)',
      'g_clean, _ = gradient(loss_of, w, x, y)',
      'orthogonal = g_top - (g_top @ g_clean) / (g_clean @ g_clean + 1e-24) * g_clean',
    ],
    closed: ['if orthogonal is not None:', ...indented([`u = u + ${reuse} * u.norm() / (orthogonal.norm() + 1e-12) * orthogonal`])],
  }),
  records: ['gvNorm'],
  create: ({ reuse: alpha }) => ({
    init: (): Memory => ({ orthogonal: null }),
    asks: { closed: [{ of: 'loss', at: 'params' }], climbed: [{ of: 'loss', at: 'params' }] },
    closed(state, { oracle, params, batch }) {
      const clean = oracle.pass(oracle.descentLoss, params, batch);
      const { orthogonal } = state as Memory;
      if (!orthogonal) return { update: clean.gradient, sensitivities: [], clean };
      const scale = clean.gradient.norm().mul(alpha).div(orthogonal.norm().add(NORM_FLOOR));
      return { update: clean.gradient.addScaled(orthogonal, scale), sensitivities: [], clean, noted: { arrows: { gᵥ: orthogonal } } };
    },
    opened(_state, { oracle, params, batch }, { perturbed }) {
      const { gradient } = oracle.pass(oracle.descentLoss, params, batch);
      const along = perturbed.gradient.dot(gradient).div(gradient.dot(gradient).add(SQUARE_FLOOR));
      const orthogonal = perturbed.gradient.addScaled(gradient, along.mul(-1));
      return { state: { orthogonal }, record: { gvNorm: orthogonal.norm() }, noted: { arrows: { gᵥ: orthogonal } } };
    },
  }),
});
