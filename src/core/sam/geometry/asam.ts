/**
 * ASAM's balls: the perturbation is measured relative to the weights.
 *
 *   d = T²g / (‖T g‖ + 1e-12),   ‖T⁻¹ε‖ = ρ,   T diagonal, taken at the current w and constant within the step
 *
 * Three operators T exist and good values of ρ depend on the choice; ‖ε‖ is not ρ. With η = 0 a weight that is exactly 0
 * is never perturbed.
 *
 * Source: Kwon et al. 2021, "ASAM: Adaptive Sharpness-Aware Minimization", arXiv:2102.11600; algorithms.md §4.2.
 */
import { number } from '../../settings/field';
import type { Tensor, Vector } from '../../tensor/tensor';
import type { LaidTensor } from '../../models/layout';
import { byTensor } from '../byTensor';
import { type Geometry, type Part, part, type StepContext } from '../part';
import { normFloor } from './normFloor';

const SOURCE = 'Kwon et al. 2021, arXiv:2102.11600';

const fields = {
  eta: number({
    label: 'Added to the weights η',
    help: 'Lets weights near zero be perturbed too.',
    default: 0.01,
    min: 0,
    max: 1,
    scale: 'log',
  }),
  floor: normFloor,
};

/** @param inPython  diag(T) of a `tensor` of a `kind` as an expression. */
function scaled(
  label: string,
  help: string,
  operator: (context: StepContext, eta: number) => Vector,
  inPython: (eta: number) => string,
): Part<Geometry, typeof fields> {
  return part<Geometry>()({
    label,
    help,
    source: SOURCE,
    fields,
    traits: () => ['shapes-climb', 'relative-length'],
    frames: {
      climb: {
        title: 'Climb',
        caption: 'Go uphill in a ball that is wider along large weights.',
        formula: '\\varepsilon = \\rho\\,\\frac{T^2 g}{\\lVert T g\\rVert}',
        numbers: '\\rho = @radius \\quad \\lVert T^{-1}\\varepsilon\\rVert = @ballLength \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
      },
    },
    python: ({ eta, floor }) => ({
      function: [
        '# ASAM (arXiv:2102.11600): relative to the weights',
        'scale = torch.cat([',
        `    (${inPython(eta)}).reshape(-1)`,
        '    for tensor, (_, _, kind) in zip(views(w), TENSORS)',
        '])',
        `return scale * (scale * g) / ((scale * g).norm() + ${floor})`,
      ],
    }),
    create: ({ eta, floor }) => ({
      direction(gradient, context) {
        const scale = operator(context, eta);
        const relative = scale.mul(gradient);
        return scale.mul(relative).div(relative.norm().add(floor));
      },
      length: (vector, context) => vector.div(operator(context, eta)).norm(),
    }),
  });
}

const perTensor = (map: (piece: Tensor, tensor: LaidTensor, eta: number) => Tensor) => (context: StepContext, eta: number) =>
  byTensor(context.params, context.layout, context.backend, (piece, tensor) => map(piece, tensor, eta));

/** Samsung's code: T = |w| + η for kernels and γ of batch and layer norm, 1 for biases, β and learned positions. */
export const elementwiseWeights = scaled(
  'Relative to each weight (ASAM)',
  'Large weights may move further than small ones; biases move as in SAM. ASAM’s ρ is not SAM’s ρ.',
  perTensor((piece, { kind }, eta) => (kind === 'kernel' || kind === 'gamma' ? piece.abs().add(eta) : piece.mul(0).add(1))),
  (eta) => `tensor.abs() + ${eta} if kind in ("kernel", "gamma") else torch.ones_like(tensor)`,
);

/** T = |w| + η for every tensor (universal_sam; davda54 and BiSAM with η = 0). */
export const elementwiseAll = scaled(
  'Relative to each weight, biases too',
  'As ASAM, with biases and batch-norm offsets scaled like weights.',
  ({ params }, eta) => params.abs().add(eta),
  (eta) => `tensor.abs() + ${eta}`,
);

/** The paper's operator for convolutions: T = ‖filter‖ + η on a filter's entries, |w| + η elsewhere. */
export const filterwise = scaled(
  'Relative to each filter',
  'All weights of a convolution filter move on the scale of its length.',
  perTensor((piece, { kind, shape }, eta) => {
    if (kind !== 'kernel' || shape.length !== 4) return piece.abs().add(eta);
    return piece
      .mul(0)
      .add(piece.square().sum([0, 1, 2], true).sqrt())
      .add(eta);
  }),
  (eta) =>
    `tensor.square().sum((0, 1, 2), keepdim=True).sqrt().expand_as(tensor) + ${eta}` +
    ` if kind == "kernel" and tensor.ndim == 4 else tensor.abs() + ${eta}`,
);
