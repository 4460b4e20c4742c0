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
  frames: {
    open: {
      title: 'Its turn',
      caption: 'Every k-th step climbs, and this is one.',
      formula: 't \\bmod k = 0',
      numbers: '@time \\bmod @k = 0',
    },
    closed: {
      title: 'No climb',
      caption: 'Only every k-th step climbs: this one does not.',
      formula: 't \\bmod k \\ne 0',
      numbers: '@time \\bmod @k = @remainder',
    },
  },
  python: ({ k }) => ({ open: [`is_open = step % ${k} == 0`] }),
  create: ({ k }) => ({
    climbs: true,
    openShare: 1 / k,
    init: () => null,
    // oxlint-disable-next-line require-yield -- other gates read a number here
    *decide(state, { position }) {
      const remainder = position.step % k;
      return { open: remainder === 0, state, noted: { numbers: { time: position.step, remainder } } };
    },
  }),
});
