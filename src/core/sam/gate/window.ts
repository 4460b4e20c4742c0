import { number } from '../../settings/field';
import { type Gate, part, type StepPosition } from '../part';
import { epochsOf } from '../stepContext';
import { openness } from './openness';

const progressOf = (position: StepPosition) => (position.epoch + 1) / epochsOf(position);

/** True within the window; epochs count from one, and both ends belong to it. */
export function isWithin({ start, end }: { readonly start: number; readonly end: number }, position: StepPosition): boolean {
  const progress = progressOf(position);
  return start <= progress && progress <= end;
}

/**
 * SAM in a window of epochs: “late SAM” where it starts after the middle, “early” where it ends before.
 *
 *   climb iff start ≤ e/E ≤ end,   e = 1, …, E the epoch
 *
 * Momentum runs through. Epochs count from one and both ends are included, as in the authors' code: of four epochs, a window from 0.5
 * has the last three. Source: Andriushchenko and Flammarion 2022, arXiv:2206.06232, and tml-epfl/understanding-sam.
 */
export const window = part<Gate>()({
  label: 'In a window of epochs',
  help: 'Climbs in one stretch of training only, such as its end (late SAM).',
  source: 'Andriushchenko and Flammarion 2022, arXiv:2206.06232',
  fields: {
    start: number({
      label: 'From',
      help: 'Share of the epochs after which the window opens.',
      default: 0.75,
      min: 0,
      max: 1,
      isShare: true,
    }),
    end: number({ label: 'To', help: 'Share of the epochs after which it closes.', default: 1, min: 0, max: 1, isShare: true }),
  },
  traits: ({ start, end }) => openness(Math.max(0, end - start)),
  contradiction: ({ start, end }) => (end < start ? 'The window ends before it starts, so no step would climb.' : undefined),
  frames: {
    open: {
      title: 'In the window',
      caption: 'This epoch lies within the window: climb.',
      formula: '\\text{start} \\le e/E \\le \\text{end}',
      numbers: '@start \\le @progress \\le @end',
    },
    closed: {
      title: 'No climb',
      caption: 'This epoch lies outside the window: no climb.',
      formula: 'e/E < \\text{start} \\;\\text{or}\\; e/E > \\text{end}',
      numbers: 'e/E = @progress \\quad @start, @end',
    },
  },
  python: ({ start, end }) => ({
    open: [`is_open = ${start} <= (step // STEPS_PER_EPOCH + 1) / math.ceil(TOTAL_STEPS / STEPS_PER_EPOCH) <= ${end}`],
  }),
  create: ({ start, end }) => ({
    climbs: true,
    openShare: Math.max(0, end - start),
    init: () => null,
    // oxlint-disable-next-line require-yield -- other gates read a number here
    *decide(state, { position }) {
      return {
        open: isWithin({ start, end }, position),
        state,
        noted: { numbers: { progress: progressOf(position) } },
      };
    },
  }),
});
