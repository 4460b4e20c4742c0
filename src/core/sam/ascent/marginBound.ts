/**
 * The shared form of BiSAM's two ascent objectives: a soft maximum of a bounded function of the margins.
 *
 *   q(z, y) = (1/μ) · log Σ_j exp(μ · φ(m_j)),   m_j = z_j − z_y
 *   ∂q/∂m_j = softmax_j(μ·φ(m)) · φ′(m_j),       ∂q/∂z_j = ∂q/∂m_j for j ≠ y,  ∂q/∂z_y = −Σ_{j≠y} ∂q/∂m_j
 *
 * Source: Xie et al. 2024, "Improving SAM Requires Rethinking its Optimization Formulation", arXiv:2407.12993;
 *   algorithms.md §2. Deviation: the authors' code drops 1/μ; after the geometry normalizes the gradient this changes
 *   no perturbation, and with it the plotted value is the paper's. q − log(K)/μ bounds the 0-1 loss from below.
 */
import { lengthAt } from '../../tensor/shape';
import type { Table } from '../../tensor/tensor';
import type { FrameWords } from '../observation/words';
import type { Objective } from '../objective';
import type { PythonCode } from '../pythonCode';
import { rowSoftmax } from './rows';

/** φ and φ′ of the margins, element by element. */
export type MarginFunction = (margins: Table) => { readonly value: Table; readonly slope: Table };

/** Its gradient, told. */
export const boundGradient: FrameWords = {
  title: 'Gradient of the bound',
  caption: 'From here, which way does the error’s bound rise fastest?',
  formula: 'g = \\nabla Q(w)',
  numbers: '\\lVert g\\rVert = @gradNorm \\quad Q(w) = @ascentObjective \\quad L(w) = @lossClean',
};

/** The bound as Python; `phi` is φ of `margins` as an expression. */
export function boundInPython(mu: number, phi: string): PythonCode {
  return {
    function: [
      '# BiSAM (arXiv:2407.12993): a soft maximum of a bounded function of the margins',
      'margins = logits - logits.gather(1, y[:, None])',
      `return (torch.logsumexp(${mu} * (${phi}), 1) / ${mu}).mean()`,
    ],
  };
}

/** @param mu μ > 0; larger follows the worst class more closely. */
export function marginBound(mu: number, phi: MarginFunction): Objective {
  return (logits, targets) => {
    const own = logits.mul(targets).sum([1], true);
    const { value, slope } = phi(logits.sub(own));
    const { logSumExp, softmax } = rowSoftmax(value.mul(mu));
    // φ(m_y) = φ(0) is constant in z, whatever φ′(0) is: the own class gets only what balances the row.
    const others = withSpareBits(softmax.mul(slope)).mul(targets.mul(-1).add(1));
    return {
      perSample: logSumExp.div(mu).reshape([lengthAt(logits.shape, 0)]),
      logitGradient: others.sub(targets.mul(others.sum([1], true))),
    };
  };
}

/**
 * Rounds to six bits fewer than the device has (Veltkamp's splitting), so that sums of up to 64 equal terms are exact in
 * any order. By symmetry a batch's gradient can be exactly zero; rounding noise in its place would be normalized and
 * blown up to a climb of length ρ. Relative change: below 2e-6 in float32, 4e-15 in float64.
 */
function withSpareBits(table: Table): Table {
  const scaled = table.mul(2 ** 6 + 1);
  return scaled.sub(scaled.sub(table));
}
