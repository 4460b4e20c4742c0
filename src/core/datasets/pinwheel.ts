import { arms, spread } from './fields';
import { generator } from './generator';

const RADIAL_SPREAD = 0.3;
const TWIST = 0.25;

/** Arms that bend with the radius, around a circle of radius 1: the default experiment's data. */
export const pinwheel = generator({
  name: 'pinwheel',
  label: 'Pinwheel',
  help: 'Curved arms around a centre.',
  source: 'The pinwheel of Johnson et al. 2016, arXiv:1603.06277: arm k is turned by 2πk/arms + 0.25·e^radius',
  fields: { arms: arms(5, 8), spread: spread(0.05, 0.3) },
  classes: (values) => values.arms,
  point(values, arm, stream) {
    const along = 1 + RADIAL_SPREAD * stream.normal();
    const across = values.spread * stream.normal();
    const angle = (2 * Math.PI * arm) / values.arms + TWIST * Math.exp(along);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return [along * cos - across * sin, along * sin + across * cos];
  },
});
