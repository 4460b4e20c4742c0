/**
 * Images that are moved, mirrored and cut anew for every mini-batch, and how a mini-batch is made of packed bytes.
 *
 * What happens to an image is a draw of (seed, step, place in the batch): all runs of a group and both passes of a step see
 * the same pixels. Order (algorithms.md §9): zeros around the bytes, random crop, mirror, then scale and normalize, then
 * cutout. So the border of a shifted image is black, (0 − mean)/std, and a cut square is 0 as the network sees it.
 */
import { nth } from '../numbers';
import { randomStream } from '../random';
import type { FieldValue } from '../settings/field';
import type { Dataset, Normalization } from './dataset';

export interface Augmentation {
  /** Zeros on each side before a crop of the image's own size; 0 is no crop. */
  readonly crop: number;
  /** True if each image is mirrored left to right with probability ½. */
  readonly mirror: boolean;
  /** Side of the square that is set to 0 with probability ½; 0 is none. */
  readonly cutout: number;
}

/** Change of each image of one mini-batch. */
export interface Placements {
  readonly padding: number;
  readonly cutout: number;
  /**
   * Row-major [images, 5]: top and left of the crop in the padded image (0 … 2·padding), 1 where it is mirrored, and
   * bottom and right end of the cut square (exclusive, counted from the image's corner; 0 and 0 where nothing is cut).
   */
  readonly draws: Uint16Array;
}

/** Numbers per image in `Placements.draws`. */
export const DRAWN = 5;

/** Images as they lie in the files, with what the network sees for each byte. */
export interface PackedImages {
  /** Row-major [images, height, width, channels]. */
  readonly bytes: Uint8Array;
  /** [height, width, channels] of one image. */
  readonly shape: readonly [number, number, number];
  /** [channels, 256]: `byteValues`. */
  readonly values: Float32Array;
}

/** The augmentation among a data set's values; none where it has no such fields. */
export function augmentationOf({
  crop = 0,
  mirror = false,
  cutout = 0,
}: Partial<Augmentation> & Readonly<Record<string, FieldValue>>): Augmentation {
  return { crop, mirror, cutout };
}

/** True if anything happens to any image. */
export function isAugmented({ crop, mirror, cutout }: Augmentation): boolean {
  return crop > 0 || mirror || cutout > 0;
}

/** Why data of this shape cannot be augmented, one sentence; undefined where they can. */
export function augmentationRefusal(augmentation: Augmentation, inputShape: readonly number[]): string | undefined {
  if (!isAugmented(augmentation)) return undefined;
  if (inputShape.length !== 3) {
    return `Crop, mirror and cutout are for images, and these samples have the shape [${inputShape.join(', ')}].`;
  }
  const [height, width] = inputShape as readonly [number, number, number];
  const side = Math.min(height, width);
  if (augmentation.cutout <= side) return undefined;
  return `A square of ${augmentation.cutout} × ${augmentation.cutout} cannot be cut out of images of ${height} × ${width}.`;
}

/**
 * Augmentation of the mini-batch of `step`. Each kind of change has a stream of its own, so that switching one
 * on moves no other. Cut squares begin at left, top uniform in −⌊s/2⌋ … side − ⌊s/2⌋ − 1 (for s = 16 and 32 × 32: −8 … 23).
 *
 * @param purpose  which mini-batch of the step: its own, or that of the upper level
 */
export function drawPlacements(
  { crop, mirror, cutout }: Augmentation,
  [height, width]: readonly number[],
  {
    seed,
    step,
    count,
    purpose,
  }: { readonly seed: number; readonly step: number; readonly count: number; readonly purpose: 'step' | 'validation' },
): Placements {
  const stream = (kind: string) => randomStream(seed, `augmentation:${kind}:${purpose}`, step);
  const draws = new Uint16Array(DRAWN * count);
  const [cropping, mirroring, cutting] = [stream('crop'), stream('mirror'), stream('cutout')];
  const half = Math.floor(cutout / 2);
  for (let at = 0; at < draws.length; at += DRAWN) {
    if (crop > 0) {
      draws[at] = cropping.integer(2 * crop + 1);
      draws[at + 1] = cropping.integer(2 * crop + 1);
    }
    if (mirror) draws[at + 2] = mirroring.uniform() < 0.5 ? 1 : 0;
    if (cutout > 0 && cutting.uniform() < 0.5) {
      const left = cutting.integer(width as number) - half;
      const top = cutting.integer(height as number) - half;
      draws[at + 3] = top + cutout;
      draws[at + 4] = left + cutout;
    }
  }
  return { padding: crop, cutout, draws };
}

/** Placements that leave `count` images as they are. */
export function unmoved(count: number): Placements {
  return { padding: 0, cutout: 0, draws: new Uint16Array(DRAWN * count) };
}

/** (byte·scale − mean)/std for every byte and channel, row-major [channels, 256], rounded to float32 once, here, for all devices. */
export function byteValues({ scale, mean, std }: Normalization): Float32Array {
  return Float32Array.from({ length: 256 * mean.length }, (_, at) => {
    const channel = at >> 8;
    return ((at & 255) * scale - nth(mean, channel)) / nth(std, channel);
  });
}

/** The samples of a split as packed images; undefined where they are no images, or no bytes. */
export function packedImages(
  { inputShape, normalization }: Pick<Dataset, 'inputShape' | 'normalization'>,
  inputs: Float32Array | Uint8Array,
): PackedImages | undefined {
  if (!(inputs instanceof Uint8Array) || inputShape.length !== 3 || normalization.mean.length !== inputShape[2]) return undefined;
  return { bytes: inputs, shape: inputShape as readonly [number, number, number], values: byteValues(normalization) };
}

/**
 * A mini-batch out of packed images, in one pass over its bytes.
 *
 * @param rows  which images, in order
 * @returns row-major [rows, height, width, channels], normalized: what every device must equal bit for bit
 */
export function gatherImages(
  { bytes, shape, values }: PackedImages,
  rows: ArrayLike<number>,
  { padding, cutout, draws }: Placements,
): Float32Array {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const batch = new Float32Array(rows.length * size);
  for (let image = 0; image < rows.length; image++) {
    const from = nth(rows, image) * size;
    const drawn = DRAWN * image;
    const top = nth(draws, drawn) - padding;
    const left = nth(draws, drawn + 1) - padding;
    const isMirrored = draws[drawn + 2] === 1;
    const bottom = nth(draws, drawn + 3);
    const right = nth(draws, drawn + 4);
    let to = image * size;
    for (let y = 0; y < height; y++) {
      const row = y + top;
      const isRowInside = row >= 0 && row < height;
      const isRowCut = y < bottom && y >= bottom - cutout;
      for (let x = 0; x < width; x++, to += channels) {
        if (isRowCut && x < right && x >= right - cutout) continue;
        const column = (isMirrored ? width - 1 - x : x) + left;
        const pixel = isRowInside && column >= 0 && column < width ? from + (row * width + column) * channels : -1;
        for (let channel = 0; channel < channels; channel++) {
          const byte = pixel < 0 ? 0 : (bytes[pixel + channel] as number);
          batch[to + channel] = values[(channel << 8) | byte] as number;
        }
      }
    }
  }
  return batch;
}
