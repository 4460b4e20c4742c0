import type { Registry } from '../settings/entry';
import { blobs } from './blobs';
import { circles } from './circles';
import type { Generator } from './generator';
import { moons } from './moons';
import { pinwheel } from './pinwheel';
import { spirals } from './spirals';

/** Data sets computed from a seed, by their word in the link. A new one is a file and a line here. */
export const generators = { pinwheel, moons, spirals, circles, blobs } as const satisfies Registry<Generator>;
