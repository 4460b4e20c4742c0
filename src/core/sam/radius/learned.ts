import { choice, number } from '../../settings/field';
import type { Scalar, Vector } from '../../tensor/tensor';
import type { Pass } from '../oracle';
import { part, type Radius, type Sensitivity } from '../part';

type LearnedState = { readonly nu: Scalar; readonly first: Scalar | null; readonly second: Scalar | null; readonly count: number };
type Metric = 'squared-gap' | 'gap' | 'val';

const BETA1 = 0.9;
const BETA2 = 0.999;
/** ρ is kept within these; never reached in the reference runs (algorithms.md §6.5). A run that comes there says so. */
export const RADIUS_LIMITS = { least: 1e-4, most: 10 } as const;
const LOWEST = Math.log(RADIUS_LIMITS.least);
const HIGHEST = Math.log(RADIUS_LIMITS.most);

/**
 * LETS: learns ρ = e^ν by descending an upper-level metric F of the updated parameters.
 *
 *   dF/dρ = −η·⟨∇F(θ_{t+1}), Σ_k κ_k ĝ_k² ⊙ d_k⟩,   dF/dν = ρ·dF/dρ,   ν ← Adam(ν)
 *   squared-gap: F = ½(L_val − L_train)²,  gap: F = L_val − L_train,  val: F = L_val
 *
 * The Hessian is replaced by diag(ĝ²); only the sign of dF/dν matters to Adam unless it falls near `letseps`. A step
 * without a perturbation leaves everything as it is: no Adam step, no decay.
 *
 * Cost: two gradients on steps that climbed. Source: Wang et al. 2024, "Enhancing Sharpness-Aware Minimization by
 * Learning Perturbation Radius", arXiv:2408.08222, algorithm 1; derivation and choices in algorithms.md §6.
 */
export const learned = part<Radius>()({
  label: 'Learned (LETS)',
  help: 'ρ follows the generalization gap, measured on validation batches after every step.',
  source: 'Wang et al. 2024, arXiv:2408.08222, algorithm 1',
  fields: {
    rho0: number({
      label: 'Initial radius ρ₀',
      help: 'Where learning of the radius starts.',
      default: 0.05,
      min: RADIUS_LIMITS.least,
      max: RADIUS_LIMITS.most,
      scale: 'log',
      band: [0.1, 0.6],
    }),
    letslr: number({
      label: 'Radius learning rate',
      help: 'Length of a step of log ρ; the paper’s 1e-4 needs thousands of steps.',
      default: 0.01,
      min: 1e-6,
      max: 1,
      scale: 'log',
    }),
    letsdecay: number({ label: 'Its decay', help: 'Factor on that rate after every epoch.', default: 0.99, min: 0.1, max: 1 }),
    letseps: number({
      label: 'Adam’s eps',
      help: 'Damps the update where the hypergradient is tiny; 1e-12 makes it scale-free.',
      default: 1e-8,
      min: 1e-16,
      max: 1e-2,
      scale: 'log',
    }),
    metric: choice({
      label: 'Upper level',
      help: 'What the radius is learned to make small.',
      default: 'squared-gap',
      options: [
        { value: 'squared-gap', label: '½ (validation − training loss)²' },
        { value: 'gap', label: 'validation − training loss' },
        { value: 'val', label: 'validation loss' },
      ],
    }),
    from: choice({
      label: 'Validation batches from',
      help: 'The paper draws them from the training set; a held-out split is the better option.',
      default: 'train',
      options: [
        { value: 'train', label: 'the training set' },
        { value: 'validation', label: 'the validation split' },
      ],
    }),
  },
  traits: () => ['steers-radius', 'learns-radius'],
  frames: {
    learn: {
      title: 'Learn the radius',
      caption: 'Would another radius have generalized better? Take that step.',
      formula: '\\frac{\\mathrm dF}{\\mathrm d\\rho} = -\\eta\\,\\langle\\nabla F(w_{t+1}),\\hat g^2\\odot d\\rangle',
      numbers: '\\mathrm dF/\\mathrm d\\rho = @hyperGradRho \\quad \\rho: @radius \\to @radiusAfter',
    },
  },
  deviation:
    'formulas were derived, as the text at hand has none; the learning rate of ρ is larger and decays by a factor of 0.99 per epoch.',
  python: ({ rho0, letslr, letsdecay, letseps, metric }) => ({
    state: [`nu, nu_first, nu_second, nu_count = math.log(${rho0}), 0.0, 0.0, 0`],
    rho: 'math.exp(nu)',
    learn: [
      '# LETS (arXiv:2408.08222, algorithm 1), the Hessian replaced by diag(g_hat^2)',
      'g_train, loss_train = gradient(loss_of, w, x, y)',
      'g_val, loss_val = gradient(loss_of, w, samples[upper[step]], labels[upper[step]])',
      `slope = float(-eta * ((${upperInPython[metric]}) @ drift)) * math.exp(nu)`,
      'nu_count += 1',
      'nu_first = 0.9 * nu_first + (1 - 0.9) * slope',
      'nu_second = 0.999 * nu_second + (1 - 0.999) * slope ** 2',
      `length = ${letslr} * ${letsdecay} ** (step // STEPS_PER_EPOCH) / (1 - 0.9 ** nu_count)`,
      `nu -= length * nu_first / (math.sqrt(nu_second) / math.sqrt(1 - 0.999 ** nu_count) + ${letseps})`,
      'nu = min(max(nu, math.log(1e-4)), math.log(10.0))',
    ],
  }),
  records: ['nu', 'upperTrainLoss', 'upperValLoss', 'upperMetric', 'hyperGradRho', 'hyperGradNu', 'lrNu', 'nuNext', 'radiusUpdated'],
  create: ({ rho0, letslr, letsdecay, letseps, metric, from }) => ({
    upperLevel: { gradients: 2, source: from },
    init: (backend) => ({ nu: backend.scalar(Math.log(rho0)), first: null, second: null, count: 0 }),
    radius: (state) => (state as LearnedState).nu.exp(),
    // oxlint-disable-next-line require-yield -- other radii may read here
    *learn(state, { oracle, position, backend }, sensitivities, next) {
      const { nu, first, second, count } = state as LearnedState;
      if (sensitivities.length === 0) return { state, record: { nu, radiusUpdated: 0 } };
      const train = oracle.pass(oracle.descentLoss, next, oracle.whole);
      const validation = oracle.pass(oracle.descentLoss, next, oracle.validation(from));
      const upper = upperLevel(metric, validation, train);
      const hyperGradRho = upper.gradient.dot(drift(sensitivities)).mul(position.eta).mul(-1);
      const hyperGradNu = hyperGradRho.mul(nu.exp());
      const a = first ? first.mul(BETA1).add(hyperGradNu.mul(1 - BETA1)) : hyperGradNu.mul(1 - BETA1);
      const square = hyperGradNu.square();
      const s = second ? second.mul(BETA2).add(square.mul(1 - BETA2)) : square.mul(1 - BETA2);
      const lrNu = letslr * letsdecay ** position.epoch;
      const length = backend.scalar(lrNu / (1 - BETA1 ** (count + 1)));
      const root = s.sqrt().mul(backend.scalar(1 / Math.sqrt(1 - BETA2 ** (count + 1))));
      const nuNext = nu
        .sub(a.mul(length).div(root.add(letseps)))
        .max(LOWEST)
        .min(HIGHEST);
      return {
        state: { nu: nuNext, first: a, second: s, count: count + 1 },
        record: {
          nu,
          upperTrainLoss: train.loss,
          upperValLoss: validation.loss,
          upperMetric: upper.value,
          hyperGradRho,
          hyperGradNu,
          lrNu,
          nuNext,
          radiusUpdated: 1,
        },
      };
    },
  }),
});

/** ∇F as Python. */
const upperInPython: Readonly<Record<Metric, string>> = {
  'squared-gap': '(g_val - g_train) * (loss_val - loss_train)',
  gap: 'g_val - g_train',
  val: 'g_val',
};

/** Σ κ·ĝ² ⊙ d, which is −∂θ_{t+1}/∂ρ divided by η. */
function drift(sensitivities: readonly Sensitivity[]): Vector {
  return sensitivities
    .map(({ coefficient, gradient, direction }) => gradient.square().mul(direction).mul(coefficient))
    .reduce((sum, one) => sum.add(one));
}

function upperLevel(metric: Metric, validation: Pass, train: Pass): { readonly value: Scalar; readonly gradient: Vector } {
  if (metric === 'val') return { value: validation.loss, gradient: validation.gradient };
  const gap = validation.loss.sub(train.loss);
  const gradient = validation.gradient.sub(train.gradient);
  return metric === 'gap' ? { value: gap, gradient } : { value: gap.square().mul(0.5), gradient: gradient.mul(gap) };
}
