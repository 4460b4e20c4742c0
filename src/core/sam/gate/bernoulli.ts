import { number } from '../../settings/field';
import { type Gate, type StepPosition, type Part, part } from '../part';
import { openness } from './openness';

const share = (label: string, help: string) => number({ label, help, default: 0.5, min: 0, max: 1, isShare: true });

type When = Pick<StepPosition, 'step' | 'steps'>;

function randomGate(openShare: number, chance: (at: When) => number): Gate {
  return {
    climbs: true,
    openShare,
    init: () => null,
    drawn: (draws, at) => draws.uniform('u') < chance(at),
    // oxlint-disable-next-line require-yield -- other gates read a number here
    *decide(state, { draws, position }) {
      const [draw, probability] = [draws.uniform('u'), chance(position)];
      return { open: draw < probability, state, noted: { numbers: { draw, probability } } };
    },
  };
}

const frames: Part<Gate>['frames'] = {
  open: {
    title: 'The coin says climb',
    caption: 'A random number below p: this step climbs.',
    formula: 'r < p',
    numbers: '@draw < @probability',
  },
  closed: {
    title: 'No climb',
    caption: 'A random number not below p: the climb is skipped.',
    formula: 'r \\ge p',
    numbers: '@draw \\ge @probability',
  },
};

/** SS-SAM, also called RST: ξ_t ~ Bernoulli(p) decides. Source: algorithms.md §4.6. */
export const bernoulli = part<Gate>()({
  label: 'At random',
  help: 'Each step climbs with probability p.',
  source: 'Zhao et al. 2022 (SS-SAM, RST), arXiv:2203.09962',
  fields: { p: share('Probability p', 'Chance that a step climbs.') },
  traits: ({ p }) => openness(p),
  frames,
  python: () => ({}),
  create: ({ p }) => randomGate(p, () => p),
});

/** RST with a probability that moves linearly from the first step to the last. */
export const bernoulliLinear = part<Gate>()({
  label: 'At random, changing linearly',
  help: 'Each step climbs with a probability that moves in a straight line over training.',
  source: 'Zhao et al. 2022 (RST), arXiv:2203.09962',
  fields: {
    p: share('Probability at the start', 'Chance that the first step climbs.'),
    pend: share('Probability at the end', 'Chance that the last step climbs.'),
  },
  traits: ({ p, pend }) => openness((p + pend) / 2),
  frames,
  python: () => ({}),
  create: ({ p, pend }) => randomGate((p + pend) / 2, ({ step, steps }) => p + (pend - p) * (step / Math.max(1, steps - 1))),
});
