import { number } from '../../settings/field';
import type { FrameWords } from '../observation/words';
import { type Mask, part } from '../part';
import type { PythonCode } from '../pythonCode';

const keep = number({
  label: 'Kept share β',
  help: 'Chance that a weight is perturbed; the others stay.',
  default: 0.5,
  min: 0.01,
  max: 1,
  isShare: true,
});
const mask: FrameWords = {
  title: 'Choose weights',
  caption: 'A random part of the weights moves, scaled up for the rest.',
  formula: 'd \\leftarrow \\tfrac1\\beta\\, m\\odot d',
  numbers: '\\textstyle\\sum m = @activeWeights \\quad \\dim w = @weights \\quad \\beta = @beta',
};

type Acts = Pick<Mask, 'onGradient' | 'onDirection'>;

function swp(label: string, help: string, acts: (beta: number) => Acts, python: (beta: number) => PythonCode) {
  return part<Mask>()({
    label,
    help,
    source: 'Du et al. 2022 (ESAM), arXiv:2110.03141',
    fields: { beta: keep },
    traits: () => ['shapes-climb'],
    frames: { mask },
    python: ({ beta }) => python(beta),
    create: ({ beta }) => ({
      init: () => null,
      ...acts(beta),
      // oxlint-disable-next-line require-yield -- other masks read scores here
      *advance(state) {
        return state;
      },
    }),
  });
}

/**
 * Stochastic weight perturbation, the paper's rule: d = m ⊙ d/β with m_i ~ Bernoulli(β), the norm that of the full
 * gradient. Source: algorithms.md §4.3.
 */
export const swpElement = swp(
  'Random weights (SWP)',
  'Each step perturbs a random part of the weights, scaled up to make up for the rest.',
  (beta) => ({
    onGradient: (gradient) => gradient,
    onDirection: (direction, _state, { draws }) => direction.mul(draws.mask('swpMask', beta)).div(beta),
  }),
  (beta) => ({ onDirection: [`direction = direction * drawn("swpMask", step, lambda from_: float(from_.uniform() < ${beta})) / ${beta}`] }),
);

/**
 * The authors' code (`utils/Esam.py`): whole tensors are dropped before the norm is taken, nothing at step 0, so that
 * ‖ε‖ = ρ/β. Offered as the code rule only.
 */
export const swpTensor = swp(
  'Random tensors (SWP, code rule)',
  'Each step perturbs some whole tensors only, as in the authors’ code.',
  (beta) => ({
    onGradient: (gradient, _state, { draws, position }) =>
      position.step === 0 ? gradient : gradient.mul(draws.tensorMask('swpMask', beta)),
    onDirection: (direction) => direction.div(beta),
  }),
  (beta) => ({
    onGradient: [
      'if step > 0:',
      '    flags = Stream("draw:swpMask", step)',
      '    tensors = torch.cat([',
      `        torch.full((math.prod(shape),), float(flags.uniform() < ${beta})) for _, shape, _ in TENSORS`,
      '    ])',
      '    g, along = tensors * g, tensors * along',
    ],
    onDirection: [`direction = direction / ${beta}`],
  }),
);
