/** Data sets of the MNIST family carry no name and share their file names, but their brightness tells them apart. */
import { cifar100Classes, cifar100Superclasses, cifar10Classes, digitClasses, fashionClasses } from './classNames';

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
  { name: 'kmnist', classNames: ['お', 'き', 'す', 'つ', 'な', 'は', 'ま', 'や', 'れ', 'を'], mean: 0.1918, std: 0.3483 },
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

const DIGITS = '0123456789';
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Where a small letter looks like its capital, both are one class. */
const MERGED = `${DIGITS}${CAPITALS}abdefghnqrt`;

/** Characters by label; the labels of `letters` begin at 1. Cohen et al. 2017, arXiv:1702.05373, table II. */
const EMNIST: Readonly<Record<string, string>> = {
  byclass: `${DIGITS}${CAPITALS}${CAPITALS.toLowerCase()}`,
  bymerge: MERGED,
  balanced: MERGED,
  letters: ` ${CAPITALS}`,
  digits: DIGITS,
  mnist: DIGITS,
};

/** True if a file is of EMNIST, which only its name tells: `emnist-letters-train-images-idx3-ubyte.gz`. */
export function isEmnist(file: string): boolean {
  return /(^|[^a-z])emnist/i.test(file);
}

/** Name and class names of the part of EMNIST that a file belongs to, for the labels in use. */
export function emnistSet(file: string, labels: readonly number[]): Pick<KnownSet, 'name' | 'classNames'> | undefined {
  if (!isEmnist(file)) return undefined;
  const part = Object.keys(EMNIST).find((name) => file.toLowerCase().includes(name, file.toLowerCase().indexOf('emnist') + 6));
  const characters = part === undefined ? '' : (EMNIST[part] as string);
  return { name: part ? `emnist-${part}` : 'emnist', classNames: labels.map((label) => characters[label] ?? String(label)) };
}

/** True if class names are numbers from 0, or those that known sets have without anybody's saying. */
export function areOwnNames(names: readonly string[]): boolean {
  const known: readonly (readonly string[])[] = [
    names.map((_, label) => String(label)),
    ...KNOWN.map(({ classNames }) => classNames),
    ...Object.values(EMNIST).map((characters) => [...characters.trim()]),
    cifar10Classes,
    cifar100Classes,
    cifar100Superclasses,
  ];
  return known.some((own) => own.length === names.length && own.every((name, label) => name === names[label]));
}
