import { number } from '../../settings/field';
import { type Gate, part } from '../part';
import { openness } from './openness';

/** LookSAM's gate: open at steps 0, k, 2k, … */
export const everyK = part<Gate>()({
  label: 'Every k steps',
  help: 'Climbs on every k-th step.',
  source: 'Liu et al. 2022 (LookSAM), arXiv:2203.02714',
  fields: { k: number({ label: 'k', help: 'Climbs on steps 0, k, 2k and so on.', default: 5, min: 1, max: 1000, integer: true }) },
  traits: ({ k }) => openness(1 / k),
  create: ({ k }) => ({
    climbs: true,
    openShare: 1 / k,
    init: () => null,
    // oxlint-disable-next-line require-yield -- other gates read a number here
    *decide(state, { moment }) {
      return { open: moment.step % k === 0, state };
    },
  }),
});
