/**
 * Augmentation as algorithms.md §9 says it, step by step on whole arrays: pad with zeros, crop, mirror, scale and normalize,
 * cut. Slow and plain on purpose: what `gatherImages` and every device is compared with.
 */
import { DRAWN, type Placements } from '../../../src/core/datasets/augmentation';
import type { Normalization } from '../../../src/core/datasets/dataset';

type Pixels = number[][][];

export function augmentedReference(
  bytes: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
  { scale, mean, std }: Normalization,
  rows: readonly number[],
  { padding, cutout, draws }: Placements,
): number[] {
  return rows.flatMap((row, place) => {
    const [top, left, mirrored, bottom, right] = [...draws.subarray(DRAWN * place, DRAWN * (place + 1))] as [
      number,
      number,
      number,
      number,
      number,
    ];
    const image: Pixels = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) =>
        Array.from({ length: channels }, (_, channel) => bytes[((row * height + y) * width + x) * channels + channel] as number),
      ),
    );
    const black = () => Array.from({ length: channels }, () => 0);
    const sides = (line: number[][]) => [...Array.from({ length: padding }, black), ...line, ...Array.from({ length: padding }, black)];
    const blackLine = () => Array.from({ length: width + 2 * padding }, black);
    const padded = [...Array.from({ length: padding }, blackLine), ...image.map(sides), ...Array.from({ length: padding }, blackLine)];
    const cropped = padded.slice(top, top + height).map((line) => line.slice(left, left + width));
    const turned = mirrored ? cropped.map((line) => [...line].reverse()) : cropped;
    const normalized = turned.map((line) =>
      line.map((pixel) => pixel.map((byte, channel) => Math.fround((byte * scale - (mean[channel] as number)) / (std[channel] as number)))),
    );
    for (let y = bottom - cutout; y < bottom; y++)
      for (let x = right - cutout; x < right; x++) if (normalized[y]?.[x]) (normalized[y] as number[][])[x] = black();
    return normalized.flat(2);
  });
}
