/**
 * CIFAR-10 binary batches: records of one label byte and 32 × 32 red, then green, then blue bytes; no header.
 * https://www.cs.toronto.edu/~kriz/cifar.html
 */
import { Failure } from '../failures';
import { cifar10Classes } from './classNames';
import { confidence, digits, type FileFormat } from './fileFormat';

const SIDE = 32;
const PLANE = SIDE * SIDE;
const RECORD = 1 + 3 * PLANE;
const MOST_RECORDS = 60_000;

const known = {
  name: 'cifar10',
  classNames: cifar10Classes,
  // The usual constants of the training set, algorithms.md §9.
  normalization: { scale: 1 / 255, mean: [0.4914, 0.4822, 0.4465], std: [0.2023, 0.1994, 0.201] },
} as const;

export const cifar10: FileFormat = {
  label: 'CIFAR-10 binary batches',

  recognize(head, file, length) {
    const named = /(data|test)_batch.*\.bin|cifar.*\.bin/i.test(file);
    const fits = length !== undefined && length > 0 && length % RECORD === 0;
    const starts = (head[0] ?? known.classNames.length) < known.classNames.length;
    if (named) return fits && starts ? confidence.certain : starts ? confidence.likely : confidence.byName;
    return fits && starts ? confidence.byName : confidence.none;
  },

  limits: () => ({ most: MOST_RECORDS * RECORD }),

  decode(bytes, file) {
    const count = Math.floor(bytes.length / RECORD);
    if (count * RECORD !== bytes.length) {
      throw new Failure(
        'records-cut',
        `“${file}” has ${digits(bytes.length)} bytes: ${digits(count)} images of ${digits(RECORD)} bytes and ${digits(bytes.length - count * RECORD)} over.`,
      );
    }
    if (count === 0) throw new Failure('file-empty', `“${file}”:`);
    const labels = new Uint8Array(count);
    const values = new Uint8Array(count * 3 * PLANE);
    for (let record = 0; record < count; record++) {
      const label = bytes[record * RECORD] as number;
      if (label >= known.classNames.length) {
        throw new Failure('labels-out-of-range', `“${file}”: image ${digits(record + 1)} has the label ${label}, CIFAR-10 has 0 to 9.`);
      }
      labels[record] = label;
      interleave(bytes, record * RECORD + 1, values, record * 3 * PLANE);
    }
    return { file, count, images: { shape: [SIDE, SIDE, 3], values }, labels, known };
  },
};

/** Three colour planes to pixels: channels, height, width to height, width, channels. */
function interleave(from: Uint8Array, start: number, to: Uint8Array, begin: number): void {
  for (let channel = 0; channel < 3; channel++) {
    const plane = start + channel * PLANE;
    for (let pixel = 0; pixel < PLANE; pixel++) to[begin + 3 * pixel + channel] = from[plane + pixel] as number;
  }
}
