import { number } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import { part, type Update } from '../part';

type Posterior = { readonly mean: Vector | null; readonly precision: Vector | null };

/**
 * bSAM's own optimizer: the mean and the diagonal precision s of a Gaussian over the weights.
 *
 *   m ← β₁·m + (1 − β₁)·(u + δ·w),   w ← w − η·m/s                     with s as it was, no bias correction
 *   s ← β₂·s + (1 − β₂)·(h + γ + δ),   h = mean over micro-batches of √s·|g|, g the gradient that was climbed
 *
 * On steps that climb nothing h takes u. The precision is renewed after the weights, as in the authors' code; a published summary of
 * the algorithm does it before. Source: Möllenhoff and Khan 2023, “SAM as an Optimal Relaxation of Bayes”, arXiv:2210.01620, and
 * team-approx-bayes/bayesian-sam.
 */
export const bayesian = part<Update>()({
  label: 'Mean and precision (bSAM)',
  help: 'An optimizer of its own that learns how sure each weight is; the one chosen for all runs is not used.',
  source: 'Möllenhoff and Khan 2023 (bSAM), arXiv:2210.01620',
  fields: {
    precision: number({
      label: 'First precision',
      help: 'How sure each weight is at the start.',
      default: 1,
      min: 1e-6,
      max: 1e6,
      scale: 'log',
    }),
    damping: number({ label: 'Damping γ', help: 'Added to the precision at every step.', default: 0.1, min: 1e-6, max: 1e3, scale: 'log' }),
    meanmemory: number({
      label: 'Memory of the mean β₁',
      help: 'How slowly the mean gradient forgets.',
      default: 0.9,
      min: 0,
      max: 0.9999,
    }),
    surememory: number({
      label: 'Memory of the precision β₂',
      help: 'How slowly the precision forgets.',
      default: 0.999,
      min: 0,
      max: 0.99999,
    }),
    prior: number({
      label: 'Prior δ',
      help: 'Pulls the weights to zero and adds to the precision: its weight decay.',
      default: 5e-4,
      min: 0,
      max: 1,
      scale: 'log',
    }),
  },
  traits: () => ['has-momentum', 'has-preconditioner'],
  deviation: 'the precision is renewed after the weights, as in the authors’ code.',
  python: ({ precision, damping, meanmemory, surememory, prior }) => ({
    state: [`mean, sure = torch.zeros_like(w), torch.full_like(w, ${precision})`],
    view: { momentum: 'mean', precision: 'sure' },
    update: [
      `mean = ${meanmemory} * mean + (1 - ${meanmemory}) * (u + ${prior} * w)`,
      'w = w - eta * mean / sure',
      'h = sure.sqrt() * (sum(share * own.abs() for own, share in climbed) if climbed else u.abs())',
      `sure = ${surememory} * sure + (1 - ${surememory}) * (h + ${damping + prior})`,
    ],
  }),
  create:
    ({ precision: first, damping, meanmemory, surememory, prior }) =>
    () => ({
      init: (): Posterior => ({ mean: null, precision: null }),
      update(update, params, state, { eta, climbed }) {
        const { mean, precision } = state as Posterior;
        const sure = precision ?? params.mul(0).add(first);
        const pulled = update.addScaled(params, prior).mul(1 - meanmemory);
        const next = mean ? pulled.addScaled(mean, meanmemory) : pulled;
        const root = sure.sqrt();
        const sizes = climbed.length > 0 ? climbed.map(({ gradient, share }) => gradient.abs().mul(share)) : [update.abs()];
        const h = root.mul(sizes.reduce((sum, size) => sum.add(size)));
        return {
          params: params.addScaled(next.div(sure), eta.mul(-1)),
          state: { mean: next, precision: sure.mul(surememory).addScaled(h.add(damping + prior), 1 - surememory) },
        };
      },
      view: (state, params) => ({
        momentum: () => (state as Posterior).mean,
        preconditioner: () => (state as Posterior).precision ?? params.mul(0).add(first),
      }),
    }),
});
