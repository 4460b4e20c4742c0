import { crc32, deflateSync } from 'node:zlib';

/** The PNG writer's inverse of `decodePng`, from the standard: row r is predicted by `filters[r mod their number]`. */
export function encodePng(
  [height, width, channels]: readonly [number, number, number],
  pixels: ArrayLike<number>,
  {
    filters = [0],
    level = 6,
    pieces = 1,
  }: { readonly filters?: readonly number[]; readonly level?: number; readonly pieces?: number } = {},
): Uint8Array {
  const line = width * channels;
  const rows = Buffer.alloc(height * (1 + line));
  const at = (row: number, place: number) => (row < 0 || place < 0 ? 0 : (pixels[row * line + place] as number));
  for (let row = 0; row < height; row++) {
    const filter = filters[row % filters.length] as number;
    rows[row * (1 + line)] = filter;
    for (let place = 0; place < line; place++) {
      const [a, b, c] = [at(row, place - channels), at(row - 1, place), place < channels ? 0 : at(row - 1, place - channels)];
      const guess = a + b - c;
      const [, nearest] = [a, b, c]
        .map((one) => [Math.abs(guess - one), one] as const)
        .reduce((best, one) => (one[0] < best[0] ? one : best));
      rows[row * (1 + line) + 1 + place] = at(row, place) - ([0, a, b, (a + b) >> 1, nearest][filter] as number);
    }
  }
  const packed = deflateSync(rows, { level });
  const size = Math.ceil(packed.length / pieces);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 3 ? 2 : 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...Array.from({ length: pieces }, (_, piece) => chunk('IDAT', packed.subarray(piece * size, (piece + 1) * size))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(kind, 4, 'latin1');
  data.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}
