import { spread } from './fields';
import { generator } from './generator';

const SIZE = 1.2;

/** Two half circles, each reaching into the other. */
export const moons = generator({
  name: 'moons',
  label: 'Two moons',
  help: 'Two half circles, each reaching into the other.',
  fields: { spread: spread(0.15, 0.5) },
  classes: () => 2,
  point(values, moon, stream) {
    const angle = Math.PI * stream.uniform();
    const [x, y] = moon === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [SIZE * (x - 0.5) + values.spread * stream.normal(), SIZE * (y - 0.25) + values.spread * stream.normal()];
  },
});
