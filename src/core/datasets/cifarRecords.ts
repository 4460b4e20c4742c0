/**
 * The binary versions of CIFAR-10 and CIFAR-100: records of one or two label bytes and 32 × 32 red, then green, then blue
 * bytes; no header. Krizhevsky 2009; https://www.cs.toronto.edu/~kriz/cifar.html
 */
import { byteAt } from '../numbers';
import { Failure } from '../failures';
import { confidence, type DecodedFile, digits, type FileFormat } from './fileFormat';
import { defaultReading, type Reading } from './reading';

const SIDE = 32;
const PLANE = SIDE * SIDE;
const MOST_RECORDS = 60_000;

interface Version {
  readonly label: string;
  /** As its home page calls it. */
  readonly title: string;
  /** Names its files have. */
  readonly names: RegExp;
  /** Number of classes of each label byte of a record, in order. */
  readonly labels: readonly number[];
  /** Which of them is read. */
  readonly labelAt: (reading: Reading) => number;
  readonly known: (reading: Reading) => NonNullable<DecodedFile['known']>;
}

export function cifarFormat({ label, title, names, labels: bytesOfLabels, labelAt, known }: Version): FileFormat {
  const record = bytesOfLabels.length + 3 * PLANE;
  return {
    label,

    recognize(head, file, length) {
      const fits = length !== undefined && length > 0 && length % record === 0;
      const starts = bytesOfLabels.every((most, at) => (head[at] ?? most) < most);
      if (names.test(file)) return fits && starts ? confidence.certain : starts ? confidence.likely : confidence.byName;
      return fits && starts ? confidence.byName : confidence.none;
    },

    limits: () => ({ most: MOST_RECORDS * record }),

    decode(bytes, file, reading = defaultReading) {
      const count = Math.floor(bytes.length / record);
      if (count * record !== bytes.length) {
        throw new Failure(
          'records-cut',
          `“${file}” has ${digits(bytes.length)} bytes: ${digits(count)} images of ${digits(record)} bytes and ${digits(bytes.length - count * record)} over.`,
        );
      }
      if (count === 0) throw new Failure('file-empty', `“${file}”:`);
      const at = labelAt(reading);
      const labels = new Uint8Array(count);
      const values = new Uint8Array(count * 3 * PLANE);
      for (let row = 0; row < count; row++) {
        const begin = row * record;
        for (const [place, most] of bytesOfLabels.entries()) {
          const found = byteAt(bytes, begin + place);
          if (found < most) continue;
          throw new Failure(
            'labels-out-of-range',
            `“${file}”: image ${digits(row + 1)} has the label ${found}, ${title} has 0 to ${most - 1}.`,
          );
        }
        labels[row] = byteAt(bytes, begin + at);
        interleave(bytes, begin + bytesOfLabels.length, values, row * 3 * PLANE);
      }
      return { file, count, images: { shape: [SIDE, SIDE, 3], values }, labels, known: known(reading) };
    },
  };
}

/** Three colour planes to pixels: channels, height, width to height, width, channels. */
function interleave(from: Uint8Array, start: number, to: Uint8Array, begin: number): void {
  for (let channel = 0; channel < 3; channel++) {
    const plane = start + channel * PLANE;
    for (let pixel = 0; pixel < PLANE; pixel++) to[begin + 3 * pixel + channel] = byteAt(from, plane + pixel);
  }
}
