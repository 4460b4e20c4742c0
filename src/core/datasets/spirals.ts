import { number } from '../settings/field';
import { arms, spread } from './fields';
import { generator } from './generator';

const INNER = 0.2;
const OUTER = 1.8;

/** Archimedean spirals, evenly turned against each other. */
export const spirals = generator({
  name: 'spirals',
  label: 'Spirals',
  help: 'Spirals wound into each other; more turns are harder.',
  fields: {
    arms: arms(2, 5),
    turns: number({ default: 1.25, min: 0.25, max: 3, label: 'Turns', help: 'How often each spiral goes around the centre.' }),
    spread: spread(0.08, 0.3),
  },
  classes: (values) => values.arms,
  point(values, arm, stream) {
    const along = stream.uniform();
    const radius = INNER + (OUTER - INNER) * along;
    const angle = 2 * Math.PI * (values.turns * along + arm / values.arms);
    return [radius * Math.cos(angle) + values.spread * stream.normal(), radius * Math.sin(angle) + values.spread * stream.normal()];
  },
});
