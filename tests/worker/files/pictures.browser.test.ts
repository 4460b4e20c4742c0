import { expect, it } from 'vitest';
import { readDroppedFiles } from '../../../src/worker/files';
import { decodePicture } from '../../../src/worker/files/decodePicture';
import { named } from '../../../src/worker/files/namedBlob';

/** A picture of one colour on the left and another on the right, encoded by the browser itself. */
async function drawn(type: string, width: number, height: number, left: string, right: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = left;
  context.fillRect(0, 0, width / 2, height);
  context.fillStyle = right;
  context.fillRect(width / 2, 0, width / 2, height);
  return canvas.convertToBlob({ type, quality: 1 });
}

it.each(['image/png', 'image/jpeg', 'image/webp'])('pictures as %s are decoded, scaled and cut to the middle', async (type) => {
  const ten = Array.from({ length: 10 }, (_, index) => index);
  const files = await Promise.all(
    ten.map(async (index) =>
      named(`s/${index % 2 ? 'wide' : 'square'}/${index}`, await drawn(type, index % 2 ? 32 : 16, 16, '#c00000', '#0000c0')),
    ),
  );
  const raw = await readDroppedFiles(files, { decodePicture });
  expect([raw.inputShape, raw.classNames]).toEqual([
    [16, 32, 3],
    ['square', 'wide'],
  ]);
  const pixel = (row: number, x: number, y: number) => [
    ...raw.pool.inputs.subarray(((row * 16 + y) * 32 + x) * 3, ((row * 16 + y) * 32 + x) * 3 + 3),
  ];
  for (const row of ten) {
    const [left, right] = [pixel(row, 4, 8), pixel(row, 27, 8)];
    // Lossy formats are off by a few counts.
    left.forEach((value, channel) => expect(Math.abs(value - [192, 0, 0][channel]!)).toBeLessThan(16));
    right.forEach((value, channel) => expect(Math.abs(value - [0, 0, 192][channel]!)).toBeLessThan(16));
  }
  expect(raw.notes).toEqual(['5 of 10 pictures were scaled and cut to 32 × 16 pixels.']);
});

it('a picture that lies is named', async () => {
  const files = Array.from({ length: 12 }, (_, index) => named(`s/${index % 2}/${index}.png`, new Blob(['\x89PNG no more'])));
  await expect(readDroppedFiles(files, { decodePicture })).rejects.toThrow(/“s\/0\/0\.png” and 11 others of 12 pictures: /);
});
