/**
 * NPY, the format of NumPy's arrays; an NPZ file is a ZIP archive of them. Six bytes of magic, a version, a header in the
 * words of Python, the values. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * One axis is labels, two are rows of features (labels, where there is one column or each row is one-hot), three or four are
 * images, channels last or first.
 */
import { Failure } from '../failures';
import { confidence, type DecodedFile, digits, expectLength, type FileFormat, MOST_BYTES } from './fileFormat';

const MAGIC = '\x93NUMPY';
const LONGEST_SIDE = 1024;
const MOST_CLASSES = 256;

interface Header {
  /** Type of value: b bool, i, u, f, U letters, S bytes. */
  readonly kind: string;
  readonly size: number;
  readonly isLittle: boolean;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  readonly begin: number;
}

export const npy: FileFormat = {
  label: 'NumPy array',
  recognize: (head, file) => (hasMagic(head) ? confidence.certain : /\.npy$/i.test(file) ? confidence.byName : confidence.none),

  limits(head, file) {
    const { begin, shape, size } = readHeader(head, file);
    const exactly = begin + size * product(shape);
    if (exactly > MOST_BYTES) throw new Failure('file-too-large', `“${file}” declares ${shape.map(digits).join(' × ')} values.`);
    return { exactly, most: exactly };
  },

  decode(bytes, file) {
    const header = readHeader(bytes, file);
    const { begin, shape, size, kind } = header;
    expectLength(file, bytes.length, begin + size * product(shape));
    const [count = 0] = shape;
    if (count === 0) throw new Failure('file-empty', `“${file}” declares 0 samples.`);
    const isColumn = shape.length === 2 && shape[1] === 1;
    if (kind === 'U' || kind === 'S') {
      if (shape.length === 1 || isColumn) return named(file, words(bytes, header));
      throw unusable(file, header, 'words, and only labels can be words');
    }
    const values = numbersOf(bytes, header);
    if (shape.length === 1 || isColumn) return labels(file, values);
    if (shape.length === 2) return oneHot(file, values, shape) ?? features(file, values, shape);
    if (shape.length === 3 || shape.length === 4) return images(file, values, header);
    throw unusable(file, header, `${shape.length} axes`);
  },
};

function hasMagic(head: Uint8Array): boolean {
  return [...MAGIC].every((letter, at) => head[at] === letter.charCodeAt(0));
}

function readHeader(bytes: Uint8Array, file: string): Header {
  if (!hasMagic(bytes)) throw new Failure('file-not-recognized', `“${file}” does not begin as a NumPy array does.`);
  const isLong = (bytes[6] ?? 0) >= 2;
  const at = isLong ? 12 : 10;
  const byte = (place: number) => bytes[place] ?? 0;
  const length = isLong ? byte(8) + 256 * byte(9) + 65_536 * byte(10) + 16_777_216 * byte(11) : byte(8) + 256 * byte(9);
  if (bytes.length < at + length)
    throw new Failure('file-truncated', `“${file}” has ${digits(bytes.length)} bytes, less than its header of ${digits(at + length)}.`);
  const text = String.fromCharCode(...bytes.subarray(at, at + Math.min(length, 10_000)));
  const type = /'descr':\s*'([<>|=]?)([a-zA-Z])(\d*)'/.exec(text);
  const shape = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1];
  if (!type || shape === undefined) throw new Failure('array-unusable', `“${file}” holds records of several types.`);
  const [, order, kind = '', width] = type;
  if (kind === 'O') throw new Failure('array-unusable', `“${file}” holds pickled Python objects.`);
  const size = kind === 'U' ? 4 * Number(width) : Number(width);
  if (!'biufUS'.includes(kind) || size === 0 || ('iuf'.includes(kind) && ![1, 2, 4, 8].includes(size)))
    throw new Failure('array-unusable', `“${file}” holds values of the type ${kind}${width}.`);
  return {
    kind,
    size,
    isLittle: order !== '>',
    isFortran: /'fortran_order':\s*True/.test(text),
    shape: shape
      .split(',')
      .filter((axis) => axis.trim() !== '')
      .map(Number),
    begin: at + length,
  };
}

/** All values, row-major. Whole numbers of 64 bits beyond 2⁵³ are rounded. */
function numbersOf(bytes: Uint8Array, { kind, size, isLittle, isFortran, shape, begin }: Header): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + begin);
  const at = (index: number): number => {
    const place = index * size;
    if (kind === 'f')
      return size === 8
        ? view.getFloat64(place, isLittle)
        : size === 4
          ? view.getFloat32(place, isLittle)
          : half(view.getUint16(place, isLittle));
    if (kind === 'i')
      return size === 8
        ? Number(view.getBigInt64(place, isLittle))
        : size === 4
          ? view.getInt32(place, isLittle)
          : size === 2
            ? view.getInt16(place, isLittle)
            : view.getInt8(place);
    return size === 8
      ? Number(view.getBigUint64(place, isLittle))
      : size === 4
        ? view.getUint32(place, isLittle)
        : size === 2
          ? view.getUint16(place, isLittle)
          : view.getUint8(place);
  };
  const values = Float64Array.from({ length: product(shape) }, (_, index) => at(index));
  return isFortran && shape.length > 1 ? rowMajor(values, shape) : values;
}

/** IEEE 754 half precision. */
function half(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Values that were written with the first axis running fastest. */
function rowMajor(values: Float64Array, shape: readonly number[]): Float64Array {
  const strides = shape.map((_, axis) => product(shape.slice(0, axis)));
  const turned = new Float64Array(values.length);
  const place = shape.map(() => 0);
  for (let at = 0; at < turned.length; at++) {
    turned[at] = values[place.reduce((sum, index, axis) => sum + index * (strides[axis] as number), 0)] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place[axis] = (place[axis] as number) + 1;
      if ((place[axis] as number) < (shape[axis] as number)) break;
      place[axis] = 0;
    }
  }
  return turned;
}

function words(bytes: Uint8Array, { kind, size, isLittle, shape, begin }: Header): readonly string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset + begin);
  const step = kind === 'U' ? 4 : 1;
  return Array.from({ length: product(shape) }, (_, index) => {
    const letters = Array.from({ length: size / step }, (_, letter) => {
      const place = index * size + letter * step;
      return kind === 'U' ? view.getUint32(place, isLittle) : view.getUint8(place);
    }).filter((code) => code > 0 && code <= 0x10ffff);
    return String.fromCodePoint(...letters);
  });
}

function named(file: string, all: readonly string[]): DecodedFile {
  const names = [...new Set(all)].sort((one, other) => Number(one) - Number(other) || (one < other ? -1 : 1));
  if (names.length > MOST_CLASSES) throw new Failure('too-many-classes', `“${file}” has ${digits(names.length)} different labels.`);
  const numbers = new Map(names.map((name, number) => [name, number]));
  return { file, count: all.length, labels: Uint8Array.from(all, (name) => numbers.get(name) as number), labelNames: names };
}

function labels(file: string, values: Float64Array): DecodedFile {
  const fraction = values.find((value) => !Number.isInteger(value));
  if (fraction !== undefined)
    throw new Failure('array-unusable', `“${file}” has one axis, as labels have, and holds ${fraction}, which is no whole number.`);
  const areBytes = values.every((value) => value >= 0 && value <= 255);
  return areBytes ? { file, count: values.length, labels: Uint8Array.from(values) } : named(file, Array.from(values, String));
}

/** Labels that were written as one column of 0 and 1 for each class, where the name says that they are labels. */
function oneHot(file: string, values: Float64Array, [count = 0, width = 0]: readonly number[]): DecodedFile | undefined {
  if (!/(^|[^a-z])(y|labels?|targets?)([^a-z]|$)/i.test(file) || width > MOST_CLASSES) return undefined;
  const found = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const own = values.subarray(row * width, (row + 1) * width);
    if (own.some((value) => value !== 0 && value !== 1) || own.filter((value) => value === 1).length !== 1) return undefined;
    found[row] = own.indexOf(1);
  }
  return { file, count, labels: found };
}

function features(file: string, values: Float64Array, [count = 0, width = 0]: readonly number[]): DecodedFile {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new Failure(
      'array-unusable',
      `“${file}”, row ${digits(Math.floor(bad / width) + 1)}: column ${(bad % width) + 1} is ${values[bad]}, which is not a number.`,
    );
  return { file, count, features: { shape: [width], values: Float32Array.from(values) } };
}

function images(file: string, values: Float64Array, header: Header): DecodedFile {
  const { shape } = header;
  const [count, one, two, three = 1] = shape as [number, number, number, number?];
  const isChannelsFirst = shape.length === 4 && one <= 4 && three > 4;
  const [height, width, channels] = isChannelsFirst ? [two, three, one] : [one, two, three];
  if ([height, width].some((side) => side < 1 || side > LONGEST_SIDE) || channels < 1 || channels > 4)
    throw new Failure('file-not-images', `“${file}” declares samples of ${shape.slice(1).map(digits).join(' × ')}.`);
  const ordered = isChannelsFirst ? channelsLast(values, count, channels, height * width) : values;
  const { bytes, note } = toBytes(file, ordered);
  return { file, count, images: { shape: [height, width, channels], values: bytes }, ...(note ? { note } : {}) };
}

function channelsLast(values: Float64Array, count: number, channels: number, pixels: number): Float64Array {
  const turned = new Float64Array(values.length);
  for (let image = 0; image < count; image++)
    for (let channel = 0; channel < channels; channel++)
      for (let pixel = 0; pixel < pixels; pixel++)
        turned[(image * pixels + pixel) * channels + channel] = values[(image * channels + channel) * pixels + pixel] as number;
  return turned;
}

/** Bytes as they are, or from 0 … 1, where they are 255ths exactly or nearly; other numbers are rounded to 256 levels, which is said. */
function toBytes(file: string, values: Float64Array): { readonly bytes: Uint8Array; readonly note?: string } {
  let [least, most, areWhole, are255ths] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true, true];
  for (const value of values) {
    if (!Number.isFinite(value)) throw new Failure('array-unusable', `“${file}” holds ${value}, which is no brightness.`);
    if (value < least) least = value;
    if (value > most) most = value;
    if (!Number.isInteger(value)) areWhole = false;
    if (Math.abs(255 * value - Math.round(255 * value)) > 0.02) are255ths = false;
  }
  if (areWhole && least >= 0 && most <= 255 && most > 1) return { bytes: Uint8Array.from(values) };
  if (least >= 0 && most <= 1 && are255ths) return { bytes: Uint8Array.from(values, (value) => Math.round(255 * value)) };
  const span = most - least || 1;
  return {
    bytes: Uint8Array.from(values, (value) => Math.round((255 * (value - least)) / span)),
    note: `Its values from ${Number(least.toPrecision(6))} to ${Number(most.toPrecision(6))} were rounded to 256 levels.`,
  };
}

function unusable(file: string, { kind, size, shape }: Header, what: string): Failure {
  return new Failure('array-unusable', `“${file}” of the shape ${shape.join(' × ')} and the type ${kind}${size} has ${what}.`);
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}
