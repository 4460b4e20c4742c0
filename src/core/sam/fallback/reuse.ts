import { choice, number } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import type { LaidTensor } from '../../models/layout';
import { NORM_FLOOR } from '../norm';
import { type Fallback, part, type StepContext } from '../part';
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
 * projection is global as in the paper; two popular packages (rollovd/LookSAM, pytorch_optimizer) project and scale tensor by tensor,
 * which is an option. Under BiSAM g costs one more
 * gradient on open steps.
 */
export const reuse = part<Fallback>()({
  label: 'Remembered direction',
  help: 'Steps that do not climb reuse the part of the last climb that was orthogonal to the gradient.',
  source: 'Liu et al. 2022 (LookSAM), arXiv:2203.02714',
  // A value of the grid in which Jiang et al. (arXiv:2304.14647) search: 0.1, 0.3, 0.6, 0.9.
  fields: {
    reuse: number({ label: 'Reuse α', help: 'How much of the remembered direction is added.', default: 0.6, min: 0, max: 2 }),
    scope: choice({
      label: 'Projected',
      help: 'Over all tensors at once is the paper; tensor by tensor is what two popular packages do.',
      default: 'all',
      options: [
        { value: 'all', label: 'over all tensors' },
        { value: 'tensor', label: 'tensor by tensor' },
      ],
    }),
    reusefloor: number({
      label: 'Added to its length',
      help: 'Keeps the ratio of lengths defined.',
      default: NORM_FLOOR,
      min: 1e-16,
      max: 1e-3,
      scale: 'log',
    }),
  },
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
  python: ({ reuse, scope, reusefloor }) => ({
    state: ['orthogonal = None'],
    opened: [
      '# LookSAM (arXiv:2203.02714)',
      'g_clean, _ = gradient(loss_of, w, x, y)',
      ...(scope === 'all'
        ? ['orthogonal = g_top - (g_top @ g_clean) / (g_clean @ g_clean + 1e-24) * g_clean']
        : [
            'orthogonal = torch.cat([',
            '    (top - (top * clean).sum() / (clean.square().sum() + 1e-24) * clean).reshape(-1)',
            '    for top, clean in zip(views(g_top), views(g_clean))',
            '])',
          ]),
    ],
    closed: [
      'if orthogonal is not None:',
      ...indented(
        scope === 'all'
          ? [`u = u + ${reuse} * u.norm() / (orthogonal.norm() + ${reusefloor}) * orthogonal`]
          : [
              'u = torch.cat([',
              `    (plain + ${reuse} * plain.norm() / (kept.norm() + ${reusefloor}) * kept).reshape(-1)`,
              '    for plain, kept in zip(views(u), views(orthogonal))',
              '])',
            ],
      ),
    ],
  }),
  records: ['gvNorm'],
  create: ({ reuse: alpha, scope, reusefloor }) => ({
    init: (): Memory => ({ orthogonal: null }),
    asks: { closed: [{ of: 'loss', at: 'params' }], climbed: [{ of: 'loss', at: 'params' }] },
    closed(state, context) {
      const { oracle, params, batch } = context;
      const clean = oracle.pass(oracle.descentLoss, params, batch);
      const { orthogonal } = state as Memory;
      if (!orthogonal) return { update: clean.gradient, sensitivities: [], clean };
      const added = (plain: Vector, kept: Vector) => plain.addScaled(kept, plain.norm().mul(alpha).div(kept.norm().add(reusefloor)));
      const update = inScope(scope, context, clean.gradient, orthogonal, added);
      return { update, sensitivities: [], clean, noted: { arrows: { gᵥ: orthogonal } } };
    },
    opened(_state, context, { perturbed }) {
      const { oracle, params, batch } = context;
      const { gradient } = oracle.pass(oracle.descentLoss, params, batch);
      const across = (top: Vector, plain: Vector) => top.addScaled(plain, top.dot(plain).div(plain.dot(plain).add(SQUARE_FLOOR)).mul(-1));
      const orthogonal = inScope(scope, context, perturbed.gradient, gradient, across);
      return { state: { orthogonal }, record: { gvNorm: orthogonal.norm() }, noted: { arrows: { gᵥ: orthogonal } } };
    },
  }),
});

/** `combine` of two vectors as wholes, or piece by piece of each tensor. */
function inScope(
  scope: 'all' | 'tensor',
  { layout, backend }: Pick<StepContext, 'layout' | 'backend'>,
  one: Vector,
  other: Vector,
  combine: (one: Vector, other: Vector) => Vector,
): Vector {
  if (scope === 'all') return combine(one, other);
  const piece = (vector: Vector, { offset, size }: LaidTensor) => vector.slice([offset], [size]);
  return backend.concat(layout.tensors.map((tensor) => combine(piece(one, tensor), piece(other, tensor))));
}
