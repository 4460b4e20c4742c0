/**
 * PNG pictures (ISO/IEC 15948) of 8-bit grey or colour, as public data sets hold them, to the bytes they were made from. Not
 * drawn on a canvas and read back: browsers that protect their visitors from being recognized change what is read there.
 */
import { byteAt } from '../numbers';
import { unzlibSync } from 'fflate';
import { joinBytes } from './joinBytes';

export interface Picture {
  /** [height, width, channels]; 1 channel is grey, 3 are red, green, blue. */
  readonly shape: readonly [number, number, number];
  /** Row-major [height, width, channels]. */
  readonly pixels: Uint8Array;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const LARGEST_SIDE = 1024;
/** Channels by colour type; the others (palette, transparency) occur in none of the sets. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3 };

/** Throws an `Error` in one clause on anything but a whole, ordinary picture. */
export function decodePng(bytes: Uint8Array): Picture {
  if (SIGNATURE.some((byte, at) => bytes[at] !== byte)) throw new Error('this is no PNG picture');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: { width: number; height: number; channels: number } | undefined;
  const packed: Uint8Array[] = [];
  for (let at = SIGNATURE.length; ; ) {
    if (at + 12 > bytes.length) throw new Error('the picture ends too early');
    const length = view.getUint32(at);
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, at + 8 + length);
    at += 12 + length;
    if (at > bytes.length) throw new Error('the picture ends too early');
    if (kind === 'IHDR') header = readHeader(data);
    else if (kind === 'IDAT') packed.push(data);
    else if (kind === 'IEND') break;
  }
  if (!header) throw new Error('the picture has no header');
  const { width, height, channels } = header;
  const line = width * channels;
  const rows = unpacked(packed.length === 1 ? (packed[0] as Uint8Array) : joinBytes(packed), height * (1 + line));
  return { shape: [height, width, channels], pixels: unfiltered(rows, height, line, channels) };
}

/** The `length` bytes in a zlib stream. */
function unpacked(packed: Uint8Array, length: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    // One byte more than there should be tells what goes on beyond; nothing is written after it.
    bytes = unzlibSync(packed, { out: new Uint8Array(length + 1) });
  } catch {
    throw new Error('the packed data is damaged');
  }
  if (bytes.length < length) throw new Error(`the packed data holds ${bytes.length} bytes instead of ${length}`);
  if (bytes.length > length) throw new Error(`the packed data holds more than ${length} bytes`);
  return bytes;
}

function readHeader(data: Uint8Array): { width: number; height: number; channels: number } {
  if (data.length !== 13) throw new Error('the picture has a damaged header');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, , , interlace] = data.subarray(8) as unknown as number[];
  const channels = CHANNELS[colour as number];
  if (Math.min(width, height) < 1 || Math.max(width, height) > LARGEST_SIDE) throw new Error(`the picture is ${width} × ${height} large`);
  if (depth !== 8 || channels === undefined || interlace !== 0) throw new Error('the picture is neither 8-bit grey nor 8-bit RGB');
  return { width, height, channels };
}

/** Undoes the prediction of each byte from those to the left (a), above (b) and above left (c); clause 9 of the standard. */
function unfiltered(rows: Uint8Array, height: number, line: number, channels: number): Uint8Array {
  const pixels = new Uint8Array(height * line);
  for (let row = 0; row < height; row++) {
    const filter = byteAt(rows, row * (1 + line));
    if (filter > 4) throw new Error('the picture is damaged');
    const start = row * line;
    for (let at = 0; at < line; at++) {
      const a = at < channels ? 0 : byteAt(pixels, start + at - channels);
      const b = row === 0 ? 0 : byteAt(pixels, start + at - line);
      const c = at < channels || row === 0 ? 0 : byteAt(pixels, start + at - line - channels);
      pixels[start + at] = byteAt(rows, row * (1 + line) + 1 + at) + predicted(filter, a, b, c);
    }
  }
  return pixels;
}

function predicted(filter: number, a: number, b: number, c: number): number {
  switch (filter) {
    case 1:
      return a;
    case 2:
      return b;
    case 3:
      return (a + b) >> 1;
    case 4:
      return paeth(a, b, c);
    default:
      return 0;
  }
}

function paeth(a: number, b: number, c: number): number {
  const [fromA, fromB, fromC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (fromA <= fromB && fromA <= fromC) return a;
  return fromB <= fromC ? b : c;
}
