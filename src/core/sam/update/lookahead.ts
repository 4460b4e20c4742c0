import { number } from '../../settings/field';
import type { StateTree } from '../../tensor/stateTree';
import type { Vector } from '../../tensor/tensor';
import { part, type Update } from '../part';

type LookaheadState = { readonly base: StateTree; readonly slow: Vector | null; readonly made: number };

/**
 * Lookahead: every k steps the weights go back towards where they were k steps ago.
 *
 *   every k-th step after the optimizer's:  φ ← (1 − α)·φ + α·w,   w ← φ;   φ₀ = w₀
 *
 * The optimizer's own state (momentum) runs through, as the authors' code does by default. Cost: none. Source: Zhang et al. 2019,
 * “Lookahead Optimizer: k steps forward, 1 step back”, arXiv:1907.08610, algorithm 1; k 5 and α 0.8 are those of its code.
 */
export const lookahead = part<Update>()({
  label: 'Lookahead',
  help: 'Every few steps the weights go part of the way back to where they were.',
  source: 'Zhang, Lucas, Hinton and Ba 2019 (Lookahead), arXiv:1907.08610',
  fields: {
    forward: number({ label: 'Steps forward k', help: 'Steps between two steps back.', default: 5, min: 1, max: 1000, integer: true }),
    back: number({
      label: 'Part kept α',
      help: 'How much of the k steps is kept; 1 is the base optimizer.',
      default: 0.8,
      min: 0.01,
      max: 1,
    }),
  },
  python: ({ forward, back }) => ({
    state: ['slow = w'],
    updated: [`if (step + 1) % ${forward} == 0:`, `    w = slow = (1 - ${back}) * slow + ${back} * w`],
  }),
  create:
    ({ forward, back }) =>
    (optimizer) => ({
      init: (): LookaheadState => ({ base: optimizer.init(), slow: null, made: 0 }),
      update(update, params, state, at) {
        const { base, slow, made } = state as LookaheadState;
        const stepped = optimizer.update(update, params, base, at);
        const from = slow ?? params;
        const isBack = (made + 1) % forward === 0;
        const next = isBack ? from.mul(1 - back).addScaled(stepped.params, back) : stepped.params;
        return { params: next, state: { base: stepped.state, slow: isBack ? next : from, made: made + 1 } };
      },
      view: (state, params) => optimizer.view((state as LookaheadState).base, params),
    }),
});
