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
import { ballInPython, ballNorm, floorHasEffect, framesOfNorms, inBall, lengthIn, lengthInPython } from './ball';
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
  norm: ballNorm,
};

/** @param inPython  diag(T) of a `tensor` of a `kind` as an expression. */
function scaled(
  label: string,
  help: string,
  operator: (context: StepContext, eta: number) => Vector,
  inPython: (eta: number) => string,
  source = SOURCE,
): Part<Geometry, typeof fields> {
  return part<Geometry>()({
    label,
    help,
    source,
    fields,
    hasEffect: (key, values) => floorHasEffect(key, values),
    traits: () => ['shapes-climb', 'relative-length'],
    frames: {
      climb: {
        title: 'Climb',
        caption: 'Go uphill in a ball that is wider along large weights.',
        formula: '\\varepsilon = \\rho\\,\\frac{T^2 g}{\\lVert T g\\rVert}',
        numbers: '\\rho = @radius \\quad \\lVert T^{-1}\\varepsilon\\rVert = @ballLength \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
      },
    },
    framesWhere: framesOfNorms('T'),
    python({ eta, floor, norm }) {
      const scale = [
        '# ASAM (arXiv:2102.11600): relative to the weights',
        'scale = torch.cat([',
        `    (${inPython(eta)}).reshape(-1)`,
        '    for tensor, (_, _, kind) in zip(views(w), TENSORS)',
        '])',
      ];
      return { function: [...scale, ...ballInPython(norm, floor, 'scale')], length: [...scale, ...lengthInPython(norm, 'scale')] };
    },
    create: ({ eta, floor, norm }) => ({
      direction: (gradient, context, _offset, along) => inBall(norm, floor, operator(context, eta), gradient, along),
      length: (vector, context) => lengthIn(norm, operator(context, eta), vector),
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

/** Müller's code: T = ‖w‖₂·(1 + η) of a whole tensor, for kernels and γ; note the product, where one expects ‖w‖₂ + η. */
const ofTensor = (piece: Tensor, eta: number): Tensor =>
  piece
    .mul(0)
    .add(piece.square().sum().sqrt())
    .mul(1 + eta);
const ofTensorInPython = (eta: number) => `torch.full_like(tensor, float(tensor.norm()) * (1 + ${eta}))`;
const LAYERS = 'Müller et al. 2023, arXiv:2306.04226 (the authors’ code), after Kwon et al. 2021, arXiv:2102.11600';

export const layerwiseWeights = scaled(
  'Relative to each layer',
  'All weights of a tensor move on the scale of its length; biases move as in SAM.',
  perTensor((piece, { kind }, eta) => (kind === 'kernel' || kind === 'gamma' ? ofTensor(piece, eta) : piece.mul(0).add(1))),
  (eta) => `${ofTensorInPython(eta)} if kind in ("kernel", "gamma") else torch.ones_like(tensor)`,
  LAYERS,
);

export const layerwiseAll = scaled(
  'Relative to each layer, biases too',
  'As by layer, with biases and offsets scaled by their lengths: one that is all zeros stays.',
  perTensor((piece, _, eta) => ofTensor(piece, eta)),
  ofTensorInPython,
  LAYERS,
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
