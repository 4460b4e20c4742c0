import { choice, number, onOff } from '../../settings/field';
import type { NetworkState } from '../../models/network';
import { type StateTree, isTensor } from '../../tensor/stateTree';
import type { Vector } from '../../tensor/tensor';
import { type Averaging, part } from '../part';

type Mean = { readonly average: Vector | null; readonly statistics: NetworkState | null };

/**
 * An exponential moving average of the weights: a ← d·a + (1 − d)·w after every update.
 *
 * From the first weights that enter it (as torch), or from the initial ones, which the first step already mixes (as
 * understanding-sam). No bias correction in either. Batch norm's statistics are those of the average, computed anew before it is
 * judged, or averaged along. Source: Polyak and Juditsky 1992; `torch.optim.swa_utils`; Andriushchenko and Flammarion 2022,
 * arXiv:2206.06232 (code).
 */
export const ema = part<Averaging>()({
  label: 'Moving average (EMA)',
  help: 'A moving average of the weights is judged.',
  source: 'Polyak and Juditsky 1992, “Acceleration of Stochastic Approximation by Averaging”',
  fields: {
    emadecay: number({ label: 'Memory d', help: 'How slowly the average forgets.', default: 0.99, min: 0, max: 0.99999 }),
    emafrom: choice({
      label: 'Starts from',
      help: 'The weights after the first step, or those before it.',
      default: 'first',
      options: [
        { value: 'first', label: 'the first update' },
        { value: 'initial', label: 'the initial weights' },
      ],
    }),
    emabuffers: onOff({
      label: 'Statistics too',
      help: 'Averages batch norm’s running statistics along instead of computing them anew.',
      default: false,
    }),
  },
  python: ({ emadecay, emafrom }) => ({
    state: [emafrom === 'first' ? 'average = None' : 'average = w'],
    updated: [`average = w if average is None else ${emadecay} * average + (1 - ${emadecay}) * w`],
  }),
  create({ emadecay, emafrom, emabuffers }) {
    const mixed = (old: StateTree, now: StateTree): StateTree => {
      if (isTensor(old) && isTensor(now)) return old.mul(emadecay).addScaled(now, 1 - emadecay);
      if (typeof now !== 'object' || now === null) return now;
      return Object.fromEntries(Object.entries(now).map(([key, item]) => [key, mixed((old as Record<string, StateTree>)[key], item)]));
    };
    return {
      init: (): Mean => ({ average: null, statistics: null }),
      advance(state, { before, next, statistics }): Mean {
        const { average, statistics: kept } = state as Mean;
        const from = average ?? (emafrom === 'initial' ? before.params : null);
        const keptFrom = kept ?? (emafrom === 'initial' ? before.statistics : null);
        return {
          average: from ? from.mul(emadecay).addScaled(next, 1 - emadecay) : next,
          statistics: emabuffers ? ((keptFrom ? mixed(keptFrom, statistics) : statistics) as NetworkState) : null,
        };
      },
      judged(state) {
        const { average, statistics } = state as Mean;
        return average && { params: average, statistics };
      },
    };
  },
});
