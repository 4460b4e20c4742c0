import type { Registry } from '../settings/entry';
import { blobs } from './blobs';
import { brackets } from './brackets';
import { circles } from './circles';
import { digits } from './digits';
import type { Generator } from './generator';
import { moons } from './moons';
import { pinwheel } from './pinwheel';
import { shapes } from './shapes';
import { spirals } from './spirals';

/** Data sets computed from a seed, by their word in the link. A new one is a file and a line here. */
export const generators = { pinwheel, moons, spirals, circles, blobs, digits, shapes, brackets } as const satisfies Registry<Generator>;
