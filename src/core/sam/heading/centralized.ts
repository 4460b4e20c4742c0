import type { Vector } from '../../tensor/tensor';
import { byTensor } from '../byTensor';
import { type Heading, part, type StepContext } from '../part';

/**
 * GCSAM: climbs along the centralized gradient.
 *
 *   ε = ρ·c(g)/(‖g‖ + 1e-12),   c takes from each unit of a kernel its mean over all axes but the last; vectors stay
 *
 * The ball measures g before it is centralized, so that ‖ε‖ < ρ; ĝ is not centralized. In ASAM's ball ε = ρ·T²c(g)/‖Tg‖. Source: Hassan
 * et al. 2025, arXiv:2501.11584 (authors' code), after Yong et al. 2020, arXiv:2004.01461.
 */
export const centralized = part<Heading>()({
  label: 'The centralized gradient (GCSAM)',
  help: 'Takes from the gradient of each unit its mean before it is climbed.',
  source: 'Hassan et al. 2025 (GCSAM), arXiv:2501.11584',
  fields: {},
  traits: () => ['shapes-climb'],
  frames: {
    heading: {
      title: 'Centralize',
      caption: 'Each unit’s gradient loses its mean before it is climbed.',
      formula: 'c(g) = g - \\overline{g}_{\\text{unit}}',
      numbers: '\\lVert g\\rVert = @gradNorm',
    },
  },
  python: () => ({
    steer: [
      'along = torch.cat([',
      '    (piece - piece.mean(tuple(range(piece.ndim - 1)), keepdim=True) if kind == "kernel" else piece).reshape(-1)',
      '    for piece, (_, _, kind) in zip(views(g), TENSORS)',
      '])',
    ],
  }),
  create: () => ({
    init: () => null,
    asksGradient: true,
    steer(gradient, _state, context) {
      const measured = gradient();
      return { along: centred(measured, context), measured };
    },
    advance: (state) => state,
  }),
});

/** Kernels without the mean of each unit over all axes but the last. */
export function centred(gradient: Vector, { layout, backend }: Pick<StepContext, 'layout' | 'backend'>): Vector {
  return byTensor(gradient, layout, backend, (piece, { kind, shape }) => {
    if (kind !== 'kernel') return piece;
    const axes = shape.slice(0, -1).map((_, axis) => axis);
    return piece.sub(piece.mean(axes, true));
  });
}
