import { classes, spread } from './fields';
import { generator } from './generator';

const OUTER = 1.7;

/** Rings around one centre, evenly spaced. */
export const circles = generator({
  name: 'circles',
  label: 'Circles',
  help: 'Rings around one centre, the innermost half as wide as the outermost.',
  fields: { classes: classes(2, 5), spread: spread(0.15, 0.5) },
  classes: (values) => values.classes,
  point(values, ring, stream) {
    const radius = OUTER * (0.5 + (0.5 * ring) / (values.classes - 1)) + values.spread * stream.normal();
    const angle = 2 * Math.PI * stream.uniform();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
});
