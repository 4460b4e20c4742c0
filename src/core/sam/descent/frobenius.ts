import { number } from '../../settings/field';
import type { Scalar } from '../../tensor/tensor';
import { type DescentRule, part } from '../part';
import { mean, nearbyPoints, notedPoints, one, recordOfPoints, sum } from './nearby';
import { gradscale, lambda } from './regularizerFields';

/**
 * Frob-SAM: the covariance of loss and gradient over random points, an unbiased estimate.
 *
 *   Cov = Σ_i (L_i − L̄)·g_i/(n−1),   u = g + (λ/ρ²)·Cov (code) or g + (4λ/ρ⁴)·Cov (exact: R estimates ‖H‖²_F)
 *
 * Centred first, which float32 needs. Cost: 1 + n gradients. Source: arXiv:2406.03682, algorithm 2; algorithms.md §7.4.
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
  frames: {
    around: {
      title: 'Look around',
      caption: 'No adversary: how does the loss rise at random points?',
      formula: 'L_i = L(w+\\rho v_i)',
      numbers: '\\rho = @radius \\quad n = @points \\quad \\overline{L(w+\\rho v)} = @lossPerturbed',
    },
    descend: {
      title: 'Add the covariance',
      caption: 'Losses and gradients that vary together bend the plain gradient.',
      formula: 'u = g + \\frac{\\lambda}{\\rho^2}\\,\\mathrm{Cov}(L_i,\\nabla L_i)',
      numbers: '\\lambda = @lambda \\quad \\lVert\\mathrm{Cov}\\rVert = @covNorm \\quad \\lVert u\\rVert = @updateNorm',
    },
  },
  deviation: 'the printed coefficient is missing in the text at hand, and the authors’ code is followed.',
  records: ['covNorm', 'frobeniusEstimate'],
  python: ({ lambda: weight, n, gradscale: scale }) => ({
    instead: [
      '# Frob-SAM (arXiv:2406.03682)',
      'g, loss = gradient(loss_of, w, x, y)',
      'norm = g.norm()',
      `passes = [gradient(loss_of, w + rho * drawn(f"v:0:{i}", step), x, y) for i in range(${n})]`,
      `centre = sum(there for _, there in passes) / ${n}`,
      `covariance = sum((there - centre) * own for own, there in passes) / ${n - 1}`,
      scale === 'code' ? `u = g + ${weight} / rho ** 2 * covariance` : `u = g + ${4 * weight} / rho ** 4 * covariance`,
    ],
  }),
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
      const points = nearbyPoints(context, vectors, radius, false);
      const centre = mean(points.map(({ pass }) => pass.loss));
      const deviations = points.map(({ pass }) => pass.loss.sub(centre));
      const covariance = sum(points.map(({ pass }, index) => pass.gradient.mul((deviations[index] as Scalar).mul(1 / (n - 1)))));
      const square = radius.square();
      const strength = one(radius)
        .mul(scale === 'code' ? weight : 4 * weight)
        .div(scale === 'code' ? square : square.square());
      const variance = sum(deviations.map((deviation) => deviation.square())).mul(1 / (n - 1));
      return {
        update: clean.gradient.addScaled(covariance, strength),
        sensitivities: [],
        clean,
        noted: { arrows: { Cov: covariance }, points: notedPoints(points) },
        record: { ...recordOfPoints(points), covNorm: covariance.norm(), frobeniusEstimate: variance.mul(2).div(square.square()) },
      };
    },
  }),
});
