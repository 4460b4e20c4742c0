/**
 * A QR code of a short text: byte mode, error correction M (15 % of the code may be lost), the smallest version that holds it.
 * Source: ISO/IEC 18004:2015; section numbers below are of that.
 */

/** Bytes that the largest version holds at level M (table 7). */
export const MOST_BYTES = 2331;

/** Level M, versions 1 … 40 (table 9): error correction codewords per block, and blocks. */
// biome-ignore format: tables are read by row
const CHECKS_PER_BLOCK = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
  26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
];
// biome-ignore format: tables are read by row
const BLOCKS = [
  1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
  17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
];
/** Indicator of level M in the format information (table 12). */
const LEVEL_M = 0b00;

type Grid = (boolean | null)[][];

/**
 * @param text any text; it is written as UTF-8.
 * @returns [edge][edge] from the top left, true is dark, without the light border of 4 modules that belongs around it.
 * @throws when the text has more than `MOST_BYTES` bytes.
 */
export function qrCode(text: string): readonly (readonly boolean[])[] {
  const bytes = utf8(text);
  const version = BLOCKS.findIndex((_, index) => bytes.length <= (dataCodewords(index + 1) * 8 - 4 - countBits(index + 1)) / 8) + 1;
  if (version === 0) throw new Error(`qrCode: ${bytes.length} bytes are more than the ${MOST_BYTES} that a QR code of level M holds.`);
  const codewords = withChecks(dataOf(bytes, version), version);
  const patterns = functionPatterns(version);
  const masked = MASKS.map((mask, index) => {
    const grid = placed(patterns, codewords, mask);
    writeFormat(grid, index);
    return grid as boolean[][];
  });
  const penalties = masked.map(penaltyOf);
  return masked[penalties.indexOf(Math.min(...penalties))] as boolean[][];
}

const edgeOf = (version: number) => 4 * version + 17;
const countBits = (version: number) => (version < 10 ? 8 : 16);

function utf8(text: string): number[] {
  return [...encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|(.)/g)].map(([, hex, plain]) =>
    hex === undefined ? (plain as string).charCodeAt(0) : Number.parseInt(hex, 16),
  );
}

/** Modules that are neither pattern nor format nor version, in bytes (table 1). */
function allCodewords(version: number): number {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2;
    modules -= (25 * aligned - 10) * aligned - 55;
    if (version >= 7) modules -= 36;
  }
  return Math.floor(modules / 8);
}

const checksOf = (version: number) => (CHECKS_PER_BLOCK[version - 1] as number) * (BLOCKS[version - 1] as number);
const dataCodewords = (version: number) => allCodewords(version) - checksOf(version);

/** Mode, count, bytes, terminator and padding (7.4). */
function dataOf(bytes: readonly number[], version: number): number[] {
  const bits: number[] = [];
  const write = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit--) bits.push((value >>> bit) & 1);
  };
  write(0b0100, 4);
  write(bytes.length, countBits(version));
  for (const byte of bytes) write(byte, 8);
  const room = 8 * dataCodewords(version);
  write(0, Math.min(4, room - bits.length));
  write(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) write(pad, 8);
  return Array.from({ length: room / 8 }, (_, index) => bits.slice(8 * index, 8 * index + 8).reduce((sum, bit) => 2 * sum + bit, 0));
}

/** Data split into blocks, each with its error correction, interleaved (7.5, 7.6). */
function withChecks(data: readonly number[], version: number): number[] {
  const count = BLOCKS[version - 1] as number;
  const checks = CHECKS_PER_BLOCK[version - 1] as number;
  const short = Math.floor(data.length / count);
  const longer = data.length % count;
  const generator = generatorOf(checks);
  const blocks = Array.from({ length: count }, (_, index) => {
    const start = index * short + Math.max(0, index - (count - longer));
    return data.slice(start, start + short + (index >= count - longer ? 1 : 0));
  });
  const corrections = blocks.map((block) => remainder(block, generator));
  const interleaved = (rows: readonly (readonly number[])[], length: number) =>
    Array.from({ length }, (_, column) => rows.flatMap((row) => row[column] ?? [])).flat();
  return [...interleaved(blocks, short + 1), ...interleaved(corrections, checks)];
}

/** Product in GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1. */
function product(one: number, other: number): number {
  let result = 0;
  for (let bit = 7; bit >= 0; bit--) {
    result = (result << 1) ^ ((result >>> 7) * 0x11d);
    result ^= ((other >>> bit) & 1) * one;
  }
  return result;
}

/** ∏ (x − 2ⁱ) for i < degree, without its leading 1, highest power first. */
function generatorOf(degree: number): number[] {
  let factors = [1];
  for (let index = 0, root = 1; index < degree; index++, root = product(root, 2)) {
    const shifted = [...factors, 0];
    factors = shifted.map((factor, power) => factor ^ product(factors[power - 1] ?? 0, root));
  }
  return factors.slice(1);
}

function remainder(block: readonly number[], generator: readonly number[]): number[] {
  let rest = generator.map(() => 0);
  for (const value of block) {
    const factor = value ^ (rest[0] as number);
    rest = [...rest.slice(1), 0].map((old, index) => old ^ product(generator[index] as number, factor));
  }
  return rest;
}

/** Finders, timing, alignment and version; null where data, mask and format go (6.3, 7.10). Format modules are false. */
function functionPatterns(version: number): Grid {
  const edge = edgeOf(version);
  const grid: Grid = Array.from({ length: edge }, () => Array.from({ length: edge }, () => null));
  const set = (x: number, y: number, isDark: boolean) => {
    const row = grid[y];
    if (row && x >= 0 && x < edge) row[x] = isDark;
  };
  for (let at = 0; at < edge; at++) {
    set(at, 6, at % 2 === 0);
    set(6, at, at % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [edge - 4, 3],
    [3, edge - 4],
  ] as const) {
    for (let dy = -4; dy <= 4; dy++)
      for (let dx = -4; dx <= 4; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        set(x + dx, y + dy, ring !== 2 && ring !== 4);
      }
  }
  const places = alignmentPlaces(version);
  const last = places.at(-1);
  for (const y of places)
    for (const x of places) {
      const isFinder = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
      if (isFinder) continue;
      for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) set(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
  if (version >= 7) {
    const bits = (version << 12) | checkBits(version, 0x1f25, 12);
    for (let bit = 0; bit < 18; bit++) {
      const [near, far] = [Math.floor(bit / 3), edge - 11 + (bit % 3)];
      set(near, far, ((bits >>> bit) & 1) === 1);
      set(far, near, ((bits >>> bit) & 1) === 1);
    }
  }
  // Room for the format, so that no data goes there.
  for (const [x, y] of formatPlaces(edge)) set(x, y, false);
  set(8, edge - 8, true);
  return grid;
}

/** Centres of alignment patterns along an edge (annex E). */
function alignmentPlaces(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((4 * version + 4) / (2 * count - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, index) => edgeOf(version) - 7 - step * (count - 2 - index))];
}

/** Remainder of `value` · x^`length` by a generator of that degree. */
function checkBits(value: number, generator: number, length: number): number {
  let rest = value;
  for (let bit = 0; bit < length; bit++) rest = (rest << 1) ^ ((rest >>> (length - 1)) * generator);
  return rest;
}

/** Where the 15 bits of the format stand, bit 0 first, each twice (7.9). */
function formatPlaces(edge: number): readonly (readonly [number, number, number])[] {
  const places: [number, number, number][] = [];
  for (let bit = 0; bit < 15; bit++) {
    if (bit < 6) places.push([8, bit, bit]);
    else if (bit < 8) places.push([8, bit + 1, bit]);
    else if (bit === 8) places.push([7, 8, bit]);
    else places.push([14 - bit, 8, bit]);
    if (bit < 8) places.push([edge - 1 - bit, 8, bit]);
    else places.push([8, edge - 15 + bit, bit]);
  }
  return places;
}

function writeFormat(grid: Grid, mask: number): void {
  const value = (LEVEL_M << 3) | mask;
  const bits = ((value << 10) | checkBits(value, 0x537, 10)) ^ 0x5412;
  for (const [x, y, bit] of formatPlaces(grid.length)) (grid[y] as boolean[])[x] = ((bits >>> bit) & 1) === 1;
}

/** Whether a mask turns the module in column x of row y (7.8.2), in the order of their numbers. */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Codewords in pairs of columns from the bottom right, upwards and downwards in turn, round what is already there (7.7.3). */
function placed(patterns: Grid, codewords: readonly number[], mask: (x: number, y: number) => boolean): Grid {
  const grid = patterns.map((row) => [...row]);
  const edge = grid.length;
  let bit = 0;
  for (let right = edge - 1, isUp = true; right > 0; right -= 2, isUp = !isUp) {
    // The column of the timing pattern belongs to no pair.
    if (right === 6) right--;
    for (let index = 0; index < edge; index++) {
      const y = isUp ? edge - 1 - index : index;
      for (const x of [right, right - 1]) {
        const row = grid[y] as (boolean | null)[];
        if (row[x] !== null) continue;
        const value = (((codewords[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1) === 1;
        row[x] = value !== mask(x, y);
        bit++;
      }
    }
  }
  return grid;
}

/** How hard a masked code is to scan (7.8.3): runs, blocks, what looks like a finder, and imbalance. */
function penaltyOf(grid: readonly (readonly boolean[])[]): number {
  const edge = grid.length;
  const columns = grid.map((_, x) => grid.map((row) => row[x] as boolean));
  let penalty = 0;
  for (const line of [...grid, ...columns]) {
    const text = line.map(Number).join('');
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2;
    penalty += 40 * [...text.matchAll(/(?=10111010000|00001011101)/g)].length;
  }
  for (let y = 1; y < edge; y++)
    for (let x = 1; x < edge; x++) {
      const isDark = grid[y]?.[x];
      if (grid[y - 1]?.[x] === isDark && grid[y]?.[x - 1] === isDark && grid[y - 1]?.[x - 1] === isDark) penalty += 3;
    }
  const dark = grid.flat().filter(Boolean).length;
  return penalty + 10 * Math.floor(Math.abs((20 * dark) / (edge * edge) - 10));
}
