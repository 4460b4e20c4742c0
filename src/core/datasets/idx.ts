/**
 * IDX, the format of the MNIST family: two zero bytes, a value type, the number of axes, their sizes as big-endian
 * 32-bit integers, then the values row-major. http://yann.lecun.com/exdb/mnist/
 */
import { Failure } from '../failures';
import { confidence, digits, expectLength, type FileFormat, MOST_BYTES } from './fileFormat';
import { isEmnist } from './knownSets';

const TYPES: Readonly<Record<number, string>> = {
  8: 'unsigned bytes',
  9: 'signed bytes',
  11: '16-bit integers',
  12: '32-bit integers',
  13: '32-bit floats',
  14: '64-bit floats',
};
const BYTES = 8;
const LONGEST_SIDE = 1024;
const MOST_CHANNELS = 4;

export const idx: FileFormat = {
  label: 'IDX (MNIST family)',

  recognize(head, file, length) {
    if (!hasMagic(head)) return /idx\d|ubyte/i.test(file) ? confidence.byName : confidence.none;
    return length !== undefined && declaredBytes(head) === length ? confidence.certain : confidence.likely;
  },

  limits(head, file) {
    const { sizes, headerBytes } = readHeader(head, file);
    const exactly = headerBytes + product(sizes);
    if (exactly > MOST_BYTES) throw new Failure('file-too-large', `“${file}” declares ${sizes.map(digits).join(' × ')} values.`);
    return { exactly, most: exactly };
  },

  decode(bytes, file) {
    const { sizes, headerBytes } = readHeader(bytes, file);
    expectLength(file, bytes.length, headerBytes + product(sizes));
    const values = bytes.subarray(headerBytes);
    const [count, height, width, channels = 1] = sizes as [number, number?, number?, number?];
    if (height === undefined || width === undefined) return { file, count, labels: values };
    if (isEmnist(file) && height === width && channels === 1) {
      const note = 'Its images lie on their side in the files, as all of EMNIST does, and were turned upright.';
      return { file, count, images: { shape: [height, width, 1], values: transposed(values, height) }, note };
    }
    return { file, count, images: { shape: [height, width, channels], values } };
  },
};

function hasMagic(head: Uint8Array): boolean {
  const [first, second, type = 0, axes = 0] = head;
  return first === 0 && second === 0 && type in TYPES && axes >= 1 && axes <= 8;
}

function declaredBytes(head: Uint8Array): number {
  const axes = head[3] as number;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 4 + 4 * axes) return Number.NaN;
  return 4 + 4 * axes + product(Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis)));
}

/** Sizes per axis: [samples] for labels, [samples, height, width] or [samples, height, width, channels] for images. */
function readHeader(head: Uint8Array, file: string): { readonly sizes: readonly number[]; readonly headerBytes: number } {
  if (head.length < 4) throw new Failure('file-truncated', `“${file}” has ${head.length} bytes, less than an IDX header.`);
  if (!hasMagic(head)) {
    const start = [...head.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new Failure('file-not-recognized', `“${file}” starts with the bytes ${start}, which is no IDX header.`);
  }
  const [, , type, axes] = head as unknown as [number, number, number, number];
  if (type !== BYTES) throw new Failure('values-not-bytes', `“${file}” holds ${TYPES[type]}.`);
  if (axes === 2 || axes > 4) {
    throw new Failure('file-not-images', `“${file}” has ${axes} axes; labels have 1, images 3 or 4 (samples, height, width, channels).`);
  }
  const headerBytes = 4 + 4 * axes;
  if (head.length < headerBytes)
    throw new Failure('file-truncated', `“${file}” has ${head.length} bytes, less than its header of ${headerBytes}.`);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const sizes = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const [count = 0, height = 1, width = 1, channels = 1] = sizes;
  if (count === 0) throw new Failure('file-empty', `“${file}” declares 0 samples.`);
  if ([height, width].some((side) => side < 1 || side > LONGEST_SIDE) || channels < 1 || channels > MOST_CHANNELS) {
    throw new Failure('file-not-images', `“${file}” declares samples of ${sizes.slice(1).map(digits).join(' × ')}.`);
  }
  return { sizes, headerBytes };
}

/** Square images with rows and columns exchanged. Cohen et al. 2017, arXiv:1702.05373: written by MATLAB, columns first. */
function transposed(values: Uint8Array, side: number): Uint8Array {
  const turned = new Uint8Array(values.length);
  for (let begin = 0; begin < values.length; begin += side * side) {
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) turned[begin + row * side + column] = values[begin + column * side + row] as number;
    }
  }
  return turned;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}
