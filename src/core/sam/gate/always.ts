import { type Gate, part } from '../part';

export const always = part<Gate>()({
  label: 'Always',
  help: 'Every step climbs before it descends.',
  fields: {},
  python: () => ({}),
  traits: () => ['always-open'],
  create: () => ({
    climbs: true,
    openShare: 1,
    init: () => null,
    *decide(state) {
      return { open: true, state };
    },
  }),
});
