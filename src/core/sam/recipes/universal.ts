/** The universal class: no adversary, but the gradient of a sharpness measured at random points. λ as published, for the authors' code. */
import { citations } from './citations';
import type { Recipe } from './recipe';

const CLASS = 'u = g + \\lambda\\,\\nabla R,\\quad D(v)=\\frac{L(w+\\rho v)-L(w)}{\\rho^2}';

export const universal = {
  'trace-sam': {
    label: 'Trace-SAM',
    idea: 'Lower the mean of the loss around you: near a minimum that is the trace of the Hessian.',
    formula: `${CLASS},\\quad R = \\mathbb E_v\\,D(v)`,
    ...citations.universal,
    parts: { descent: 'universal' },
    values: { rho: 0.01, lambda: 0.1, n: 1 },
    rhoBand: [0.005, 0.1],
    color: 'brown',
  },
  'frob-sam': {
    label: 'Frob-SAM',
    idea: 'Lower the variance of the loss around you: near a minimum that is the Frobenius norm of the Hessian.',
    formula: 'u = g + \\frac{\\lambda}{\\rho^2}\\,\\mathrm{Cov}_v\\bigl(L(w+\\rho v),\\,\\nabla L(w+\\rho v)\\bigr)',
    ...citations.universal,
    parts: { descent: 'frobenius' },
    values: { rho: 0.01, lambda: 0.005, n: 2 },
    rhoBand: [0.005, 0.05],
    color: 'brown',
  },
  'det-sam': {
    label: 'Det-SAM',
    idea: 'Lower the product of the curvatures, which no diagonal rescaling of the weights can hide.',
    formula: `${CLASS},\\quad R = \\bigl(\\mathbb E_v\\,e^{-D(v)/2}\\bigr)^{-2}`,
    ...citations.universal,
    parts: { descent: 'universal' },
    values: { rho: 1, lambda: 0.1, n: 1, measure: 'cube', half: 0.01, psi: 'exp-half', phi: 'inverse-square' },
    rhoBand: [0.5, 2],
    color: 'brown',
  },
  'logdet-sam': {
    label: 'Log-det-SAM (ours)',
    idea: 'Det-SAM on the logarithm of the determinant, which is better conditioned.',
    formula: `${CLASS},\\quad R = -2\\log \\mathbb E_v\\,e^{-D(v)/2}`,
    ...citations.universal,
    parts: { descent: 'universal' },
    values: { rho: 1, lambda: 0.1, n: 1, measure: 'cube', half: 0.01, psi: 'exp-half', phi: 'minus-two-log' },
    rhoBand: [0.5, 2],
    color: 'brown',
  },
  'universal-sam': {
    label: 'Universal SAM (φ, ψ, μ)',
    idea: 'Lower any sharpness that is a φ of averages of ψ over directions μ: choose all three, for up to four components.',
    formula: `${CLASS},\\quad R = \\varphi(s_1,\\dots,s_k),\\quad s_j = \\mathbb E_{v\\sim\\mu_j}\\,\\psi_j\\bigl(D(v)\\bigr)`,
    ...citations.universal,
    parts: { descent: 'universal' },
    // It starts as Frob-SAM in two components. Its covariance divides by n where Frob-SAM's divides by n − 1, and φ brings a factor
    // of 4: with two samples, half of Frob-SAM's λ is the same regularizer.
    values: { rho: 0.01, lambda: 0.0025, n: 2, psi: 'square', psi2: 'identity', phi: 'two-variance' },
    rhoBand: [0.005, 0.1],
    color: 'brown',
  },
} satisfies Record<string, Recipe>;
