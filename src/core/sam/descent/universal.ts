/**
 * The universal class: descends L + λ·R_ρ, where R_ρ is any (φ, ψ, μ)-sharpness.
 *
 *   D_ij = (L(w + ρv_ij) − L(w))/ρ²,   s_j = mean_i ψ_j(D_ij),   R = φ(s_1 … s_k)
 *   ∇R = Σ_j ∂_jφ · mean_i ψ_j′(D_ij)·(g_ij − g)/ρ²,   u = g + λ∇R
 *
 * `code` scale leaves the 1/ρ² of ∇R to λ, as the authors' class ISAM does; published λ are for `code`. Components share
 * their samples. There is no ascent direction, so nothing is learned about ρ.
 *
 * Cost: 1 + n gradients (2n with antithetic pairs ±v, which remove the odd term of D exactly).
 * Source: Tahmasebi et al. 2024, "A Universal Class of Sharpness-Aware Minimization Algorithms", arXiv:2406.03682,
 * algorithm 3. D is clamped to ±30 before exponentials (our choice).
 */
import { choice, number, onOff } from '../../settings/field';
import type { Scalar, Vector } from '../../tensor/tensor';
import { NORM_FLOOR } from '../norm';
import type { Pass } from '../oracle';
import { type DescentRule, part, type StepContext } from '../part';

const LIMIT = 30;

type Psi = 'identity' | 'square' | 'exp-half';
const psis: Readonly<Record<Psi, { value(d: Scalar): Scalar; slope(d: Scalar): Scalar }>> = {
  identity: { value: (d) => d, slope: (d) => d.mul(0).add(1) },
  square: { value: (d) => d.square(), slope: (d) => d.mul(2) },
  'exp-half': { value: (d) => exponential(d), slope: (d) => exponential(d).mul(-0.5) },
};

/** exp(−D/2), D clamped. */
function exponential(d: Scalar): Scalar {
  return d.max(-LIMIT).min(LIMIT).mul(-0.5).exp();
}

type Phi = 'identity' | 'inverse-square' | 'minus-two-log' | 'two-variance';
/** Keeps 1/s³ finite in float32 where s is a mean of squares that vanish. */
const LEAST_AVERAGE = 1e-12;
/** φ and its partial derivatives at the inner averages. */
const phis: Readonly<Record<Phi, { value(s: readonly Scalar[]): Scalar; slopes(s: readonly Scalar[]): readonly Scalar[] }>> = {
  identity: { value: ([s]) => s as Scalar, slopes: ([s]) => [(s as Scalar).mul(0).add(1)] },
  'inverse-square': {
    value: ([s]) => one(s as Scalar).div(positive(s).square()),
    slopes: ([s]) => [
      one(s as Scalar)
        .mul(-2)
        .div(positive(s).square().mul(positive(s))),
    ],
  },
  'minus-two-log': {
    value: ([s]) => positive(s).log().mul(-2),
    slopes: ([s]) => [
      one(s as Scalar)
        .mul(-2)
        .div(positive(s)),
    ],
  },
  'two-variance': {
    value: ([s1, s2]) => (s1 as Scalar).sub((s2 as Scalar).square()).mul(2),
    slopes: ([s1, s2]) => [one(s1 as Scalar).mul(2), (s2 as Scalar).mul(-4)],
  },
};

function positive(average: Scalar | undefined): Scalar {
  return (average as Scalar).max(LEAST_AVERAGE);
}

function one(like: Scalar): Scalar {
  return like.mul(0).add(1);
}

const lambda = number({
  label: 'Weight λ',
  help: 'How much of the regularizer’s gradient is added.',
  default: 0.1,
  min: 0,
  max: 100,
  scale: 'log',
});
const count = number({
  label: 'Samples n',
  help: 'Directions drawn per step; each costs a gradient.',
  default: 1,
  min: 1,
  max: 64,
  integer: true,
});
const gradscale = choice({
  label: 'Scale of λ',
  help: 'Published values of λ are for the authors’ code, which leaves factors of ρ out.',
  default: 'code',
  options: [
    { value: 'code', label: 'as in the code' },
    { value: 'exact', label: 'exact' },
  ],
});
const AVERAGED = 'What is averaged over the directions.';
const PSI_OPTIONS = [
  { value: 'identity', label: 'D' },
  { value: 'square', label: 'D²' },
  { value: 'exp-half', label: 'e^(−D/2)' },
] as const;
const pairs = onOff({
  label: 'Antithetic pairs',
  help: 'Uses v and −v together, which removes the slope from the estimate exactly.',
  default: false,
});

interface Probe {
  readonly pass: Pass;
  readonly distance: Scalar;
}

/** Passes at w ± ρv for every drawn v. */
function probes({ oracle, params, batch }: StepContext, vectors: readonly Vector[], radius: Scalar, antithetic: boolean): readonly Probe[] {
  return vectors.flatMap((vector) => {
    const step = vector.mul(radius);
    return (antithetic ? [1, -1] : [1]).map((sign) => ({
      pass: oracle.pass(oracle.descentLoss, params.addScaled(step, sign), batch),
      distance: step.norm(),
    }));
  });
}

export const universal = part<DescentRule>()({
  label: 'Universal class (φ, ψ, μ)',
  help: 'Adds the gradient of a sharpness measured at random points nearby; there is no adversary.',
  source: 'Tahmasebi et al. 2024, arXiv:2406.03682, algorithm 3',
  fields: {
    lambda,
    measure: choice({
      label: 'Directions μ',
      help: 'Where the directions are drawn from.',
      default: 'normal',
      options: [
        { value: 'normal', label: 'standard normal' },
        { value: 'sphere', label: 'unit sphere' },
        { value: 'cube', label: 'cube' },
        { value: 'gradient', label: 'the gradient’s own direction' },
      ],
    }),
    half: number({
      label: 'Half edge of the cube',
      help: 'Coordinates are uniform in plus and minus this.',
      default: 0.01,
      min: 1e-5,
      max: 10,
      scale: 'log',
    }),
    psi: choice<Psi>({ label: 'ψ', help: AVERAGED, default: 'identity', options: PSI_OPTIONS }),
    psi2: choice<Psi | 'none'>({
      label: 'ψ of a second component',
      help: AVERAGED,
      default: 'none',
      options: [{ value: 'none', label: 'none' }, ...PSI_OPTIONS],
    }),
    phi: choice({
      label: 'φ',
      help: 'How the inner averages become one number.',
      default: 'identity',
      options: [
        { value: 'identity', label: 's' },
        { value: 'inverse-square', label: '1/s²' },
        { value: 'minus-two-log', label: '−2 log s' },
        { value: 'two-variance', label: '2(s₁ − s₂²)' },
      ],
    }),
    n: count,
    gradscale,
    pairs,
  },
  traits: () => ['random-directions'],
  contradiction({ phi, psi, psi2 }) {
    if (phi === 'two-variance') return psi2 === 'none' ? '2(s₁ − s₂²) takes two components, and there is no second ψ.' : undefined;
    if (psi2 !== 'none') return 'Only 2(s₁ − s₂²) takes two components; this φ takes one, and a second ψ is chosen.';
    if (phi !== 'identity' && psi === 'identity') return 'This φ needs a positive average, and the mean of D can be negative.';
    return undefined;
  },
  create: ({ lambda: weight, measure, half, psi, psi2, phi, n, gradscale: scale, pairs: antithetic }) => ({
    climbs: false,
    asks: [
      { of: 'loss', at: 'params' },
      { of: 'loss', at: 'nearby', count: (measure === 'gradient' ? 1 : n) * (antithetic ? 2 : 1) },
    ],
    // oxlint-disable-next-line require-yield -- other rules climb here
    *descend(context, ascent) {
      const { oracle, params, batch, draws } = context;
      const clean = oracle.pass(oracle.descentLoss, params, batch);
      const radius = ascent.radius();
      const vectors =
        measure === 'gradient'
          ? [clean.gradient.div(clean.gradient.norm().add(NORM_FLOOR))]
          : Array.from({ length: n }, (_, index) =>
              draws.vector(`v:0:${index}`, measure === 'cube' ? { kind: 'cube', half } : { kind: measure }),
            );
      const seen = probes(context, vectors, radius, antithetic);
      const components = [psi, ...(psi2 === 'none' ? [] : [psi2])].map((name) => psis[name]);
      const rises = seen.map(({ pass }) => pass.loss.sub(clean.loss).div(radius.square()));
      const averages = components.map(({ value }) => mean(rises.map(value)));
      const slopes = phis[phi].slopes(averages);
      const regularizer = components
        .map(({ slope }, j) =>
          seen
            .map(({ pass }, i) =>
              pass.gradient
                .sub(clean.gradient)
                .mul(slope(rises[i] as Scalar))
                .mul(1 / seen.length),
            )
            .reduce((sum, piece) => sum.add(piece))
            .mul(slopes[j] as Scalar),
        )
        .reduce((sum, piece) => sum.add(piece));
      const strength = scale === 'exact' ? one(radius).mul(weight).div(radius.square()) : one(radius).mul(weight);
      return {
        update: clean.gradient.addScaled(regularizer, strength),
        sensitivities: [],
        clean,
        record: {
          ...lookOf(seen),
          regularizer: phis[phi].value(averages),
          regGradNorm: regularizer.norm(),
          innerAverage: averages[0] as Scalar,
        },
      };
    },
  }),
});

/**
 * Frob-SAM: the covariance of loss and gradient over random points, an unbiased estimate.
 *
 *   Cov = Σ_i (L_i − L̄)·g_i/(n−1),   u = g + (λ/ρ²)·Cov (code) or g + (4λ/ρ⁴)·Cov (exact: R estimates ‖H‖²_F)
 *
 * Centred first, which float32 needs. Source: arXiv:2406.03682, algorithm 2; algorithms.md §7.4.
 */
export const frobenius = part<DescentRule>()({
  label: 'Frobenius norm (Frob-SAM)',
  help: 'Adds the gradient of the variance of the loss around w, which measures the Hessian’s Frobenius norm near a minimum.',
  source: 'Tahmasebi et al. 2024, arXiv:2406.03682, algorithm 2',
  fields: {
    lambda,
    n: number({ label: 'Samples n', help: 'Directions drawn per step; at least two.', default: 2, min: 2, max: 64, integer: true }),
    gradscale,
  },
  traits: () => ['random-directions'],
  create: ({ lambda: weight, n, gradscale: scale }) => ({
    climbs: false,
    asks: [
      { of: 'loss', at: 'params' },
      { of: 'loss', at: 'nearby', count: n },
    ],
    // oxlint-disable-next-line require-yield -- other rules climb here
    *descend(context, ascent) {
      const { oracle, params, batch, draws } = context;
      const clean = oracle.pass(oracle.descentLoss, params, batch);
      const radius = ascent.radius();
      const vectors = Array.from({ length: n }, (_, index) => draws.vector(`v:0:${index}`, { kind: 'normal' }));
      const seen = probes(context, vectors, radius, false);
      const centre = mean(seen.map(({ pass }) => pass.loss));
      const deviations = seen.map(({ pass }) => pass.loss.sub(centre));
      const covariance = seen
        .map(({ pass }, index) => pass.gradient.mul((deviations[index] as Scalar).mul(1 / (n - 1))))
        .reduce((sum, piece) => sum.add(piece));
      const square = radius.square();
      const strength = one(radius)
        .mul(scale === 'code' ? weight : 4 * weight)
        .div(scale === 'code' ? square : square.square());
      const variance = deviations
        .map((deviation) => deviation.square())
        .reduce((sum, piece) => sum.add(piece))
        .mul(1 / (n - 1));
      return {
        update: clean.gradient.addScaled(covariance, strength),
        sensitivities: [],
        clean,
        record: { ...lookOf(seen), covNorm: covariance.norm(), frobeniusEstimate: variance.mul(2).div(square.square()) },
      };
    },
  }),
});

/** What the random points looked like: mean loss and mean distance. */
function lookOf(seen: readonly Probe[]) {
  return { lossPerturbed: mean(seen.map(({ pass }) => pass.loss)), perturbNorm: mean(seen.map(({ distance }) => distance)) };
}

function mean(values: readonly Scalar[]): Scalar {
  return values.reduce((sum, value) => sum.add(value)).mul(1 / values.length);
}
