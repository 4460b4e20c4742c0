/** Data sets of the MNIST family carry no name and share their file names, but their brightness tells them apart. */
import { digitClasses, fashionClasses } from './classNames';

export interface KnownSet {
  readonly name: string;
  readonly classNames: readonly string[];
  /** Mean and standard deviation of the values (0 … 1) of the training set. */
  readonly mean: number;
  readonly std: number;
}

const KNOWN: readonly KnownSet[] = [
  { name: 'mnist', classNames: digitClasses, mean: 0.1307, std: 0.3081 },
  { name: 'fashion-mnist', classNames: fashionClasses, mean: 0.286, std: 0.353 },
];

/** Far wider than the distance between a set's own train and test split, far narrower than that between sets. */
const TOLERANCE = 0.005;
/** With fewer samples, the mean alone may be that far off. */
const FEWEST = 1000;

/** The known set of 28 × 28 grey images in ten classes with these statistics, if any. */
export function knownSet(shape: readonly number[], classes: number, count: number, mean: number, std: number): KnownSet | undefined {
  if (shape.join() !== '28,28,1' || classes !== 10 || count < FEWEST) return undefined;
  return KNOWN.find((known) => Math.abs(known.mean - mean) < TOLERANCE && Math.abs(known.std - std) < TOLERANCE);
}
