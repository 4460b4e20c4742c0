/**
 * Unpacks a zlib stream (RFC 1950 around RFC 1951), as pictures hold them. Browsers’ own `DecompressionStream` takes a stream
 * and some turns of the event loop for each of 60,000 pictures of 300 bytes; this takes microseconds.
 */

/** RFC 1951, 3.2.5: what a length symbol above 256 stands for at least, and its extra bits. */
const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
  24577,
];
/** The order in which a block tells the code lengths of its code lengths. */
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST_CODE = 15;
/** Codes up to this length are looked up at once; longer ones are rare and read bit by bit. */
const QUICK_BITS = 9;

/** A canonical prefix code. */
interface Code {
  /** How many symbols have each length. */
  readonly counts: Uint16Array;
  /** Symbols in the order of their codes. */
  readonly symbols: Uint16Array;
  /** By the next `QUICK_BITS` bits: 16 · symbol + length of its code, or 0. */
  readonly quick: Uint16Array;
}

const fixedLiterals = codeOf(Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)));
const fixedDistances = codeOf(new Array<number>(30).fill(5));

/**
 * The `length` bytes that the zlib stream `bytes` unpacks to.
 *
 * Throws an `Error` in one clause when the stream is damaged, ends early, or unpacks to another number of bytes.
 */
export function inflate(bytes: Uint8Array, length: number): Uint8Array {
  const [method = 0, flags = 0] = bytes;
  if ((method & 15) !== 8 || ((method << 8) | flags) % 31 !== 0 || (flags & 32) !== 0) throw new Error('this is no zlib data');
  const out = new Uint8Array(length);
  let written = 0;
  let at = 2;
  let held = 0;
  let heldBits = 0;

  function bits(count: number): number {
    while (heldBits < count) {
      if (at >= bytes.length) throw new Error('the packed data ends too early');
      held |= (bytes[at++] as number) << heldBits;
      heldBits += 8;
    }
    const value = held & ((1 << count) - 1);
    held >>>= count;
    heldBits -= count;
    return value;
  }

  function symbolOf({ counts, symbols, quick }: Code): number {
    while (heldBits < QUICK_BITS && at < bytes.length) {
      held |= (bytes[at++] as number) << heldBits;
      heldBits += 8;
    }
    const found = quick[held & ((1 << QUICK_BITS) - 1)] as number;
    const length = found & 15;
    if (found !== 0 && length <= heldBits) {
      held >>>= length;
      heldBits -= length;
      return found >> 4;
    }
    let [code, first, index] = [0, 0, 0];
    for (let size = 1; size <= LONGEST_CODE; size++) {
      code |= bits(1);
      const count = counts[size] as number;
      if (code - first < count) return symbols[index + code - first] as number;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error('the packed data is damaged');
  }

  function room(count: number): void {
    if (written + count > length) throw new Error(`the packed data holds more than ${length} bytes`);
  }

  function stored(): void {
    at -= heldBits >> 3; // a stored block begins at the next whole byte
    held = heldBits = 0;
    const size = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    const check = (bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8);
    if (at + 4 + size > bytes.length || (size ^ check) !== 0xffff) throw new Error('the packed data is damaged');
    room(size);
    out.set(bytes.subarray(at + 4, at + 4 + size), written);
    at += 4 + size;
    written += size;
  }

  function coded(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = symbolOf(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        room(1);
        out[written++] = symbol;
        continue;
      }
      const size = (LENGTHS[symbol - 257] ?? Number.NaN) + bits(LENGTH_BITS[symbol - 257] ?? 0);
      const far = symbolOf(distances);
      const distance = (DISTANCES[far] ?? Number.NaN) + bits(Math.max(0, (far >> 1) - 1));
      if (!(size <= 258 && distance <= written)) throw new Error('the packed data is damaged');
      room(size);
      // Byte by byte: what is copied may reach into itself.
      for (const end = written + size; written < end; written++) out[written] = out[written - distance] as number;
    }
  }

  function ownCodes(): readonly [Code, Code] {
    const [literals, distances, given] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
    const lengths = new Array<number>(19).fill(0);
    for (const place of CODE_ORDER.slice(0, given)) lengths[place] = bits(3);
    const code = codeOf(lengths);
    const told: number[] = [];
    while (told.length < literals + distances) {
      const symbol = symbolOf(code);
      if (symbol < 16) told.push(symbol);
      else {
        const repeated = symbol === 16 ? told.at(-1) : 0;
        if (repeated === undefined) throw new Error('the packed data is damaged');
        const times = symbol === 16 ? 3 + bits(2) : symbol === 17 ? 3 + bits(3) : 11 + bits(7);
        for (let time = 0; time < times; time++) told.push(repeated);
      }
    }
    if (told.length !== literals + distances) throw new Error('the packed data is damaged');
    return [codeOf(told.slice(0, literals)), codeOf(told.slice(literals))];
  }

  for (let isLast = false; !isLast; ) {
    isLast = bits(1) === 1;
    const kind = bits(2);
    if (kind === 0) stored();
    else if (kind === 1) coded(fixedLiterals, fixedDistances);
    else if (kind === 2) coded(...ownCodes());
    else throw new Error('the packed data is damaged');
  }
  if (written !== length) throw new Error(`the packed data holds ${written} bytes instead of ${length}`);
  return out;
}

/** The canonical code of these lengths, 0 for symbols that do not occur (RFC 1951, 3.2.2). */
function codeOf(lengths: readonly number[]): Code {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  counts[0] = 0;
  const next = new Uint16Array(LONGEST_CODE + 2);
  for (let size = 1; size <= LONGEST_CODE; size++) next[size + 1] = (next[size] as number) + (counts[size] as number);
  const firsts = new Uint16Array(LONGEST_CODE + 2);
  for (let size = 1; size <= LONGEST_CODE; size++) firsts[size + 1] = ((firsts[size] as number) + (counts[size] as number)) << 1;
  const symbols = new Uint16Array(lengths.length);
  const quick = new Uint16Array(1 << QUICK_BITS);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    symbols[(next[length] as number)++] = symbol;
    const code = (firsts[length] as number)++;
    if (length > QUICK_BITS) return;
    // Codes come with their first bit lowest; whatever follows them, it is this symbol.
    for (let bits = reversed(code, length); bits < quick.length; bits += 1 << length) quick[bits] = 16 * symbol + length;
  });
  return { counts, symbols, quick };
}

function reversed(code: number, length: number): number {
  let bits = 0;
  for (let bit = 0; bit < length; bit++) bits |= ((code >> bit) & 1) << (length - 1 - bit);
  return bits;
}
