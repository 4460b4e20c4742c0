import { number } from '../../settings/field';
import { part, type Radius } from '../part';

/**
 * GSAM's radius, tied to the learning rate.
 *
 *   ρ_t = ρ_min + (ρ_max − ρ_min)·(η_t − η_min)/(η_max − η_min),   ρ_max when η is constant
 *
 * Source: Zhuang et al. 2022, arXiv:2203.08065; algorithms.md §4.4.
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
  },
  traits: () => ['steers-radius'],
  python: ({ rhomax, rhomin }, { learningRateRange: { max, min } }) => ({
    rho: max === min ? String(rhomax) : `${rhomin} + (${rhomax} - ${rhomin}) * (eta - ${min}) / (${max} - ${min})`,
  }),
  create: ({ rhomax, rhomin }) => ({
    init: () => null,
    radius: (_state, { backend, position }) => backend.scalar(radiusAt(rhomax, rhomin, position.learningRate, position.learningRateRange)),
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
