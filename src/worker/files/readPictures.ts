/** Pictures in folders named after their classes, scaled to one size. */
import { FEWEST_SAMPLES } from '../../core/datasets/assemble';
import { PICTURES, type SortedFiles, sortByFolder, unsortedNote } from '../../core/datasets/classFolders';
import type { RawDataset, Samples } from '../../core/datasets/dataset';
import { digits, MOST_BYTES } from '../../core/datasets/fileFormat';
import { byteNormalization } from '../../core/datasets/normalization';
import type { Reading } from '../../core/datasets/reading';
import { Failure } from '../../core/failures';
import type { NamedBlob } from './namedBlob';

/** A decoded picture. */
export interface OpenPicture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of it, scaled to cover width × height and cut to the middle of it, on white. */
  pixels(width: number, height: number): Uint8ClampedArray | Promise<Uint8ClampedArray>;
  close(): void;
}
/** Rejects where a picture cannot be decoded. */
export type DecodePicture = (blob: Blob) => Promise<OpenPicture>;

/** Longest side of a median size: beyond it, networks in a browser get nowhere. */
const LONGEST_SIDE = 64;
/** Pictures whose sizes the median is taken of, evenly spread over all. */
const MOST_LOOKED_AT = 200;
/** Pictures that are decoded at a time. */
const AT_A_TIME = 8;

/**
 * Bytes [count, height, width, 3], or 1 where all pictures are grey. Takes what it has read from `blobs`, so that a picture is
 * not in memory twice. Throws a `Failure` that names the picture; those that cannot be decoded are counted first, and left out
 * where `reading` says so.
 */
export async function readPictures(
  blobs: (NamedBlob | undefined)[],
  reading: Reading,
  decode: DecodePicture,
  onProgress: (done: number) => void,
): Promise<RawDataset> {
  const paths = blobs.map((blob) => (blob as NamedBlob).name);
  const sorted = sortByFolder(paths, PICTURES);
  const { files } = sorted;
  refuseFew(files.length);
  const blobAt = (place: number) => blobs[files[place]?.index ?? -1] as NamedBlob;
  const { width, height } =
    reading.side > 0
      ? { width: reading.side, height: reading.side }
      : await medianSize(files.length, (place) => open(blobAt(place), decode));
  const size = 3 * width * height;
  if (size * files.length > MOST_BYTES)
    throw new Failure(
      'file-too-large',
      `“${sorted.name}”: ${digits(files.length)} pictures of ${width} × ${height} are more than ${digits(MOST_BYTES)} bytes.`,
    );

  const values = new Uint8Array(size * files.length);
  const unreadable: number[] = [];
  let scaled = 0;
  let isGrey = true;
  const draw = async (place: number) => {
    const picture = await open(blobAt(place), decode);
    blobs[files[place]?.index ?? -1] = undefined;
    if (!picture) {
      unreadable.push(place);
      return;
    }
    if (picture.width !== width || picture.height !== height) scaled++;
    const pixels = await picture.pixels(width, height);
    isGrey = copyColours(pixels, values, place * size) && isGrey;
    picture.close();
  };
  for (let begin = 0; begin < files.length; begin += AT_A_TIME) {
    const end = Math.min(begin + AT_A_TIME, files.length);
    await Promise.all(Array.from({ length: end - begin }, (_, index) => draw(begin + index)));
    onProgress(end);
  }
  unreadable.sort((one, other) => one - other);
  if (unreadable.length > 0 && reading.unreadable === 'refuse')
    throw new Failure(
      'picture-unreadable',
      `${listed(unreadable.map((place) => paths[files[place]?.index ?? -1] as string))} of ${digits(files.length)} pictures:`,
    );

  const lost = new Set(unreadable);
  const kept = files.flatMap((_, place) => (lost.has(place) ? [] : [place]));
  refuseFew(kept.length);
  const classes =
    lost.size === 0
      ? sorted
      : sortByFolder(
          kept.map((place) => paths[files[place]?.index ?? -1] as string),
          PICTURES,
        );
  const channels = isGrey ? 1 : 3;
  const { pool, test } = splits(values, kept, size, channels, classes);
  const shape = `${width} × ${height} pixels`;
  return {
    name: sorted.name,
    inputShape: [height, width, channels],
    classes: classes.classNames.length,
    classNames: classes.classNames,
    normalization: byteNormalization(pool.inputs as Uint8Array, channels),
    pool,
    ...(test.count > 0 ? { test } : {}),
    notes: [
      scaled === 0
        ? `All ${digits(kept.length)} pictures have ${shape} and were left as they are.`
        : `${digits(scaled)} of ${digits(kept.length)} pictures were scaled and cut to ${shape}.`,
      ...(isGrey ? ['All of them are grey, so one channel is kept.'] : []),
      ...(lost.size > 0
        ? [
            `${listed(unreadable.map((place) => paths[files[place]?.index ?? -1] as string))} could not be decoded and ${lost.size === 1 ? 'was' : 'were'} left out.`,
          ]
        : []),
      ...unsortedNote(sorted, paths, PICTURES),
    ],
  };
}

/** Moves kept pictures to the front of `values`, one channel of them where that is all there is, and parts them into splits. */
function splits(
  values: Uint8Array,
  kept: readonly number[],
  size: number,
  channels: number,
  { files }: SortedFiles,
): { readonly pool: Samples; readonly test: Samples } {
  const own = (size / 3) * channels;
  // Of a picture left out the row is taken by one that comes after it: sorting again keeps the order.
  kept.forEach((place, row) => {
    if (channels === 3) values.copyWithin(row * own, place * size, (place + 1) * size);
    else for (let pixel = 0; pixel < own; pixel++) values[row * own + pixel] = values[place * size + 3 * pixel] as number;
  });
  const labels = Uint8Array.from(files, ({ label }) => label);
  const trained = files.filter(({ forTest }) => !forTest).length;
  const part = (begin: number, end: number): Samples => ({
    count: end - begin,
    inputs: values.subarray(begin * own, end * own),
    labels: labels.slice(begin, end),
  });
  return { pool: part(0, trained), test: part(trained, files.length) };
}

function refuseFew(count: number): void {
  if (count < FEWEST_SAMPLES) throw new Failure('too-few-samples', `There are ${count} pictures in all.`);
}

/** “a” · “a” and 3 others. */
function listed(names: readonly string[]): string {
  return names.length === 1 ? `“${names[0]}”` : `“${names[0]}” and ${digits(names.length - 1)} ${names.length === 2 ? 'other' : 'others'}`;
}

/** Copies colours without alpha; whether all of them are grey. */
function copyColours(from: Uint8ClampedArray, to: Uint8Array, begin: number): boolean {
  let isGrey = true;
  for (let [at, place] = [0, begin]; at < from.length; at += 4, place += 3) {
    const [red, green, blue] = [from[at] as number, from[at + 1] as number, from[at + 2] as number];
    to[place] = red;
    to[place + 1] = green;
    to[place + 2] = blue;
    if (red !== green || green !== blue) isGrey = false;
  }
  return isGrey;
}

async function medianSize(
  total: number,
  openAt: (place: number) => Promise<OpenPicture | undefined>,
): Promise<{ readonly width: number; readonly height: number }> {
  const count = Math.min(total, MOST_LOOKED_AT);
  const sizes: { readonly width: number; readonly height: number }[] = [];
  for (let index = 0; index < count; index++) {
    const picture = await openAt(Math.floor((index * total) / count));
    if (!picture) continue;
    sizes.push({ width: picture.width, height: picture.height });
    picture.close();
  }
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 1;
  const [width, height] = [median(sizes.map((size) => size.width)), median(sizes.map((size) => size.height))];
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(scale * width)), height: Math.max(1, Math.round(scale * height)) };
}

/** Undefined where it cannot be decoded. */
async function open(file: NamedBlob, decode: DecodePicture): Promise<OpenPicture | undefined> {
  try {
    return await decode(file instanceof Blob ? file : (file.blob?.() ?? new Blob([await file.arrayBuffer()])));
  } catch {
    return undefined;
  }
}
