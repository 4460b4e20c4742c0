/**
 * Descents that weigh the gradients at w and at w + ε.
 *
 *   WSAM, GNP   u = g + α·(ĝ − g) = (1 − α)·g + α·ĝ
 *
 * g is the cross-entropy gradient at w: SAM's own first pass, one gradient more under BiSAM. α = 1 is SAM, α = 0 plain descent, above
 * 1 it extrapolates. Sensitivity α.
 */
import { number, onOff } from '../../settings/field';
import { NORM_FLOOR } from '../norm';
import { type Ascent, type DescentRule, part, type StepContext } from '../part';

/** g and the climb. Cost: the climb, and g where it was not climbed. */
function* both({ oracle, params, batch }: StepContext, ascent: Ascent) {
  const climb = yield* ascent.climb();
  return { climb, clean: oracle.pass(oracle.descentLoss, params, batch) };
}

const asks = [{ of: 'loss', at: 'params' }] as const;
const frames = {
  descend: {
    title: 'Weigh both',
    caption: 'Part of the gradient here, part of the one up there.',
    formula: 'u = (1-\\alpha)\\,g + \\alpha\\,\\hat g',
    numbers: '\\lVert g\\rVert = @gradNorm \\quad \\lVert\\hat g\\rVert = @perturbedGradNorm \\quad \\lVert u\\rVert = @updateNorm',
  },
} as const;

/**
 * WSAM: the sharpness as a regularizer of its own weight, α = γ/(1 − γ).
 *
 *   coupled     u = (1 − α)·g + α·ĝ
 *   decoupled   the optimizer steps on g alone, then w ← w − η·α·(ĝ − g)
 *
 * γ = ½ is SAM. Decoupled, neither momentum nor Adam's moments see the sharpness. Source: Yue et al. 2023, arXiv:2305.15817, algorithms
 * 1 and 2, and the authors' `atorch/optimizers/wsam.py`, whose clipping is left out.
 */
export const wsam = part<DescentRule>()({
  label: 'Weighted sharpness (WSAM)',
  help: 'Weighs the rise of the loss against the loss itself; decoupled, it is added past the base optimizer.',
  source: 'Yue et al. 2023, arXiv:2305.15817',
  fields: {
    share: number({
      label: 'Weight of the sharpness γ',
      help: 'A half is SAM, 0 plain descent; above a half the sharpness weighs more than the loss.',
      default: 0.9,
      min: 0,
      max: 0.99,
    }),
    decouple: onOff({ label: 'Past the optimizer', help: 'Keeps the sharpness out of momentum and Adam’s moments.', default: true }),
  },
  traits: () => ['compares-gradients'],
  frames,
  framesWhere: [
    {
      holds: ({ decouple }) => decouple === true,
      frames: {
        descend: {
          title: 'Step twice',
          caption: 'The optimizer takes g; what the climb added follows past it.',
          formula: 'u = g,\\quad w \\leftarrow w - \\eta\\,\\alpha\\,(\\hat g - g)',
          numbers: '\\gamma = @share \\quad \\lVert g\\rVert = @gradNorm \\quad \\lVert\\hat g\\rVert = @perturbedGradNorm',
        },
      },
    },
  ],
  python: ({ share, decouple }) => ({
    combine: [
      '# WSAM (arXiv:2305.15817)',
      'g_clean, _ = gradient(loss_of, w, x, y)',
      ...(decouple
        ? ['u = g_clean', `past = ${share / (1 - share)} * (g_top - g_clean)`]
        : [`u = g_clean + ${share / (1 - share)} * (g_top - g_clean)`]),
    ],
    sensitivity: String(share / (1 - share)),
  }),
  create({ share, decouple }) {
    const alpha = share / (1 - share);
    return {
      climbs: true,
      asks,
      *descend(context, ascent) {
        const { climb, clean } = yield* both(context, ascent);
        const { perturbed, direction } = climb;
        const sharpness = perturbed.gradient.sub(clean.gradient);
        return {
          ...(decouple ? { update: clean.gradient, past: sharpness.mul(alpha) } : { update: clean.gradient.addScaled(sharpness, alpha) }),
          sensitivities: [{ coefficient: alpha, gradient: perturbed.gradient, direction }],
          noted: { arrows: { 'ĝ − g': sharpness } },
        };
      },
    };
  },
});

/**
 * GNP: a penalty on the norm of the gradient, λ·‖∇L‖, whose gradient is approximated by one more pass; α = λ/r with r the radius.
 *
 *   u = (1 − α)·g + α·ĝ
 *
 * The published code divides g by its norm in the first term by default (`norm_perturbations`), which the paper's formula does not: an
 * option here. Source: Zhao, Zhang and Hu 2022, arXiv:2202.03599, algorithm 1.
 */
export const gnp = part<DescentRule>()({
  label: 'Gradient-norm penalty (GNP)',
  help: 'Penalizes the length of the gradient: a mixture of the gradients at w and at w + ε.',
  source: 'Zhao, Zhang and Hu 2022, arXiv:2202.03599',
  fields: {
    penalty: number({
      label: 'Balance α',
      help: 'Weight of the penalty over the radius, λ/r: 0 is plain descent, 1 is SAM.',
      default: 0.8,
      min: 0,
      max: 10,
    }),
    unitclean: onOff({
      label: 'Plain part of length one',
      help: 'Divides the gradient at w by its length, as the published code does by default and the paper does not.',
      default: false,
    }),
  },
  traits: () => ['compares-gradients'],
  frames,
  python: ({ penalty, unitclean }) => ({
    combine: [
      '# GNP (arXiv:2202.03599)',
      'g_clean, _ = gradient(loss_of, w, x, y)',
      unitclean ? `u = ${1 - penalty} * g_clean / g_clean.norm() + ${penalty} * g_top` : `u = g_clean + ${penalty} * (g_top - g_clean)`,
    ],
    sensitivity: String(penalty),
  }),
  create: ({ penalty, unitclean }) => ({
    climbs: true,
    asks,
    *descend(context, ascent) {
      const { climb, clean } = yield* both(context, ascent);
      const { gradient } = climb.perturbed;
      const { gradient: own } = clean;
      const update = unitclean
        ? own
            .div(own.norm().add(NORM_FLOOR))
            .mul(1 - penalty)
            .addScaled(gradient, penalty)
        : own.addScaled(gradient.sub(own), penalty);
      return { update, sensitivities: [{ coefficient: penalty, gradient, direction: climb.direction }], noted: { arrows: { g: own } } };
    },
  }),
});
