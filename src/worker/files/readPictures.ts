/** Pictures in folders named after their classes, scaled to one size. */
import { FEWEST_SAMPLES } from '../../core/datasets/assemble';
import type { RawDataset, Samples } from '../../core/datasets/dataset';
import { digits, MOST_BYTES } from '../../core/datasets/fileFormat';
import { byteNormalization } from '../../core/datasets/normalization';
import { type PlacedPicture, sortPictures } from '../../core/datasets/pictureFolders';
import type { Reading } from '../../core/datasets/reading';
import { Failure } from '../../core/failures';
import type { NamedBlob } from './namedBlob';

/** A decoded picture. */
export interface OpenPicture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of it, scaled to cover width × height and cut to the middle of it, on white. */
  pixels(width: number, height: number): Uint8ClampedArray;
  close(): void;
}
/** Rejects where a picture cannot be decoded. */
export type DecodePicture = (blob: Blob) => Promise<OpenPicture>;

type Placed = PlacedPicture & { readonly blob: NamedBlob };

/** Longest side of a median size: beyond it, networks in a browser get nowhere. */
const LONGEST_SIDE = 64;
/** Pictures whose sizes the median is taken of, evenly spread over all. */
const MOST_LOOKED_AT = 200;
/** Pictures that are decoded at a time. */
const AT_A_TIME = 8;

/** Bytes [count, height, width, 3], or 1 where all pictures are grey. Throws a `Failure` that names the picture. */
export async function readPictures(
  blobs: readonly NamedBlob[],
  reading: Reading,
  decode: DecodePicture,
  onProgress: (done: number) => void,
): Promise<RawDataset> {
  const { name, classNames, pictures: places } = sortPictures(blobs.map((blob) => blob.name));
  const pictures: readonly Placed[] = places.map((placed) => ({ ...placed, blob: blobs[placed.index] as NamedBlob }));
  if (pictures.length < FEWEST_SAMPLES) throw new Failure('too-few-samples', `There are ${pictures.length} pictures in all.`);
  const { width, height } = reading.side > 0 ? { width: reading.side, height: reading.side } : await medianSize(pictures, decode);
  const size = 3 * width * height;
  if (size * pictures.length > MOST_BYTES)
    throw new Failure(
      'file-too-large',
      `${digits(pictures.length)} pictures of ${width} × ${height} are more than ${digits(MOST_BYTES)} bytes.`,
    );

  const values = new Uint8Array(size * pictures.length);
  let scaled = 0;
  let isGrey = true;
  const draw = async (place: number) => {
    const picture = await open((pictures[place] as Placed).blob, decode);
    if (picture.width !== width || picture.height !== height) scaled++;
    isGrey = copyColours(picture.pixels(width, height), values, place * size) && isGrey;
    picture.close();
  };
  for (let begin = 0; begin < pictures.length; begin += AT_A_TIME) {
    const end = Math.min(begin + AT_A_TIME, pictures.length);
    await Promise.all(Array.from({ length: end - begin }, (_, index) => draw(begin + index)));
    onProgress(end);
  }
  const channels = isGrey ? 1 : 3;
  const ofSplit = (forTest: boolean): Samples => {
    const rows = pictures.flatMap((picture, place) => (picture.forTest === forTest ? [place] : []));
    const inputs = new Uint8Array(rows.length * channels * width * height);
    rows.forEach((place, row) => {
      const own = values.subarray(place * size, (place + 1) * size);
      inputs.set(isGrey ? own.filter((_, at) => at % 3 === 0) : own, row * channels * width * height);
    });
    return { count: rows.length, inputs, labels: Uint8Array.from(rows, (place) => (pictures[place] as Placed).label) };
  };
  const [pool, test] = [ofSplit(false), ofSplit(true)];
  const shape = `${width} × ${height} pixels`;
  return {
    name,
    inputShape: [height, width, channels],
    classes: classNames.length,
    classNames,
    normalization: byteNormalization(pool.inputs as Uint8Array, channels),
    pool,
    ...(test.count > 0 ? { test } : {}),
    notes: [
      scaled === 0
        ? `All ${digits(pictures.length)} pictures have ${shape} and were left as they are.`
        : `${digits(scaled)} of ${digits(pictures.length)} pictures were scaled and cut to ${shape}.`,
      ...(isGrey ? ['All of them are grey, so one channel is kept.'] : []),
    ],
  };
}

/** Copies colours without alpha; whether all of them are grey. */
function copyColours(from: Uint8ClampedArray, to: Uint8Array, begin: number): boolean {
  let isGrey = true;
  for (let pixel = 0; 4 * pixel < from.length; pixel++) {
    const [red, green, blue] = [from[4 * pixel], from[4 * pixel + 1], from[4 * pixel + 2]] as [number, number, number];
    to.set([red, green, blue], begin + 3 * pixel);
    if (red !== green || green !== blue) isGrey = false;
  }
  return isGrey;
}

async function medianSize(
  pictures: readonly Placed[],
  decode: DecodePicture,
): Promise<{ readonly width: number; readonly height: number }> {
  const count = Math.min(pictures.length, MOST_LOOKED_AT);
  const sizes: { readonly width: number; readonly height: number }[] = [];
  for (let index = 0; index < count; index++) {
    const picture = await open((pictures[Math.floor((index * pictures.length) / count)] as Placed).blob, decode);
    sizes.push({ width: picture.width, height: picture.height });
    picture.close();
  }
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
  const [width, height] = [median(sizes.map((size) => size.width)), median(sizes.map((size) => size.height))];
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(scale * width)), height: Math.max(1, Math.round(scale * height)) };
}

async function open(blob: NamedBlob, decode: DecodePicture): Promise<OpenPicture> {
  try {
    return await decode(blob);
  } catch {
    throw new Failure('picture-unreadable', `“${blob.name}”:`);
  }
}
