import { number } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import { type Averaging, part } from '../part';

type Mean = { readonly average: Vector | null; readonly count: number };

/**
 * SWA: the mean of the weights along the last stretch of training.
 *
 *   in steps t ≥ start with (t − start) mod every = 0, after the update:   a ← a + (w − a)/n,   n = 1, 2, …
 *
 * Training itself is untouched; batch norm's statistics are those of the average, computed anew before it is judged. Cost: a pass
 * forward over the training set per measurement, on networks with batch norm. Source: Izmailov et al. 2018, arXiv:1803.05407, as
 * `torch.optim.swa_utils` computes it; with SAM Kaddour et al. 2022, arXiv:2202.00661.
 */
export const swa = part<Averaging>()({
  label: 'Mean of the last stretch (SWA)',
  help: 'The mean of the weights since some point of training is judged.',
  source: 'Izmailov et al. 2018 (SWA), arXiv:1803.05407',
  fields: {
    swastart: number({
      label: 'From',
      help: 'Share of the steps after which weights enter the mean.',
      default: 0.75,
      min: 0,
      max: 1,
      isShare: true,
    }),
    swaevery: number({
      label: 'Every',
      help: 'Steps between two weights of the mean; 0 is an epoch.',
      default: 0,
      min: 0,
      max: 1e6,
      integer: true,
      unit: 'steps',
    }),
  },
  python: ({ swastart, swaevery }) => ({
    state: ['average, included = None, 0'],
    updated: [
      `since = step - round(${swastart} * TOTAL_STEPS)`,
      `if since >= 0 and since % ${swaevery || 'STEPS_PER_EPOCH'} == 0:`,
      '    included += 1',
      '    average = w if average is None else average + (w - average) / included',
    ],
  }),
  create: ({ swastart, swaevery }) => ({
    init: (): Mean => ({ average: null, count: 0 }),
    advance(state, { next, position: { step, steps, stepsPerEpoch }, backend }): Mean {
      const { average, count } = state as Mean;
      const since = step - Math.round(swastart * steps);
      if (since < 0 || since % (swaevery || stepsPerEpoch) !== 0) return { average, count };
      const share = backend.scalar(1 / (count + 1));
      return { average: average ? average.addScaled(next.sub(average), share) : next, count: count + 1 };
    },
    judged(state) {
      const { average } = state as Mean;
      return average && { params: average, statistics: null };
    },
  }),
});
