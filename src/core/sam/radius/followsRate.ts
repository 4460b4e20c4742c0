import { number } from '../../settings/field';
import { part, type Radius } from '../part';

/**
 * GSAM's radius, tied to the learning rate.
 *
 *   ρ_t = ρ_min + (ρ_max − ρ_min)·(η_t − η_min)/(η_max − η_min),   ρ_max when η is constant
 *
 * R-SAM's code has ρ_t = ρ_max·η_t/η_max before a step counted from one, during its warm-up (`proportional`). Source: Zhuang et al. 2022,
 * arXiv:2203.08065; algorithms.md §4.4; RSAM-Optimizer/R-SAM.
 */
export const followsRate = part<Radius>()({
  label: 'Follows the learning rate',
  help: 'ρ shrinks together with η.',
  source: 'Zhuang et al. 2022 (GSAM), arXiv:2203.08065',
  fields: {
    rhomax: number({
      label: 'Largest radius',
      help: 'ρ at the largest learning rate.',
      default: 0.05,
      min: 0,
      max: 10,
      scale: 'log',
      live: true,
      band: [0.1, 0.6],
    }),
    rhomin: number({
      label: 'Smallest radius',
      help: 'ρ at the smallest learning rate.',
      default: 0.01,
      min: 0,
      max: 10,
      scale: 'log',
      live: true,
    }),
    proportional: number({
      label: 'Proportional before step',
      help: 'Until this step ρ is its largest value times η over the largest η, so that it starts from nothing under a warm-up.',
      default: 0,
      min: 0,
      max: 1e7,
      integer: true,
    }),
  },
  traits: () => ['steers-radius'],
  python({ rhomax, rhomin, proportional }, { learningRateRange: { max, min } }) {
    const between = max === min ? String(rhomax) : `${rhomin} + (${rhomax} - ${rhomin}) * (eta - ${min}) / (${max} - ${min})`;
    return { rho: proportional > 0 ? `${rhomax} * eta / ${max} if step + 1 < ${proportional} else ${between}` : between };
  },
  create: ({ rhomax, rhomin, proportional }) => ({
    init: () => null,
    radius(_state, { backend, position: { step, learningRate, learningRateRange: range } }) {
      const isEarly = step + 1 < proportional;
      return backend.scalar(isEarly ? (rhomax * learningRate) / range.max : radiusAt(rhomax, rhomin, learningRate, range));
    },
    // oxlint-disable-next-line require-yield -- learned radii read validation passes here
    *learn(state) {
      return { state };
    },
  }),
});

/** ρ at learning rate η of [min, max]. */
export function radiusAt(
  largest: number,
  smallest: number,
  rate: number,
  { max, min }: { readonly max: number; readonly min: number },
): number {
  return max === min ? largest : smallest + ((largest - smallest) * (rate - min)) / (max - min);
}
