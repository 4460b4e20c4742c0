import { classes, spread } from './fields';
import { generator } from './generator';

const DISTANCE = 1.2;

/** Round normal clouds whose centres stand on a circle. */
export const blobs = generator({
  name: 'blobs',
  label: 'Blobs',
  help: 'Round clouds whose centres stand on a circle.',
  fields: { classes: classes(3, 8), spread: spread(0.35, 1) },
  classes: (values) => values.classes,
  point(values, blob, stream) {
    const angle = (2 * Math.PI * blob) / values.classes;
    return [DISTANCE * Math.cos(angle) + values.spread * stream.normal(), DISTANCE * Math.sin(angle) + values.spread * stream.normal()];
  },
});
