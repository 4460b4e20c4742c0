/**
 * Plain data as bytes, and back: objects, arrays, texts, numbers and typed arrays, with a version and a checksum in front, so that
 * what was stored is read as it was written or not at all. It knows nothing of what it packs.
 */
import { strFromU8, strToU8 } from 'fflate';

/** `BASK`: a thing of Basin's that was kept. */
const MAGIC = 0x4b534142;
/** Words in front: magic, version, checksum of all that follows, bytes of the description. */
const HEAD_BYTES = 16;
const ALIGNED = 8;

const arrays = { f64: Float64Array, f32: Float32Array, u8: Uint8Array, u32: Uint32Array } as const;
type ArrayName = keyof typeof arrays;
type Numbers = Float64Array | Float32Array | Uint8Array | Uint32Array;

/** Numbers that JSON has no word for. */
const WORDS: Readonly<Record<string, unknown>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
  nothing: undefined,
};

/**
 * @param version  of what is packed; raised when what a field means changes.
 * @returns bytes on memory of their own. Numbers of 64 bits that have no more than 32 take half the room and come back as they were.
 *   Throws on what it cannot pack: functions, class instances, an object with a field `$`. Cost: two passes over typed arrays.
 */
export function pack(value: unknown, version: number): Uint8Array<ArrayBuffer> {
  const pieces: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let end = 0;
  const put = (values: Numbers) => {
    const at = end;
    pieces.push({ at, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) });
    end += Math.ceil(values.byteLength / ALIGNED) * ALIGNED;
    return at;
  };
  const description = strToU8(JSON.stringify(described(value, put)));
  const begin = Math.ceil((HEAD_BYTES + description.length) / ALIGNED) * ALIGNED;
  const bytes = new Uint8Array(begin + end);
  bytes.set(description, HEAD_BYTES);
  for (const { at, bytes: piece } of pieces) bytes.set(piece, begin + at);
  const head = new Uint32Array(bytes.buffer, 0, HEAD_BYTES / 4);
  head.set([MAGIC, version, 0, description.length]);
  head[2] = checkOf(bytes);
  return bytes;
}

/** The value; `newer` where a later version wrote it; null on anything that is not whole. Arrays have memory of their own. */
export function unpack(bytes: unknown, version: number): { readonly value: unknown } | 'newer' | null {
  if (!(bytes instanceof Uint8Array) || bytes.length < HEAD_BYTES || bytes.length % ALIGNED !== 0) return null;
  const own = bytes.byteOffset % ALIGNED === 0 ? bytes : bytes.slice();
  const [magic, wrote, check, described = 0] = new Uint32Array(own.buffer, own.byteOffset, HEAD_BYTES / 4);
  if (magic !== MAGIC || wrote === undefined || check !== checkOf(own)) return null;
  if (wrote > version) return 'newer';
  if (wrote !== version || HEAD_BYTES + described > own.length) return null;
  const begin = Math.ceil((HEAD_BYTES + described) / ALIGNED) * ALIGNED;
  try {
    const tree: unknown = JSON.parse(strFromU8(own.subarray(HEAD_BYTES, HEAD_BYTES + described)));
    return { value: read(tree, own.subarray(begin)) };
  } catch {
    // Well summed up and yet no description: written by something else.
    return null;
  }
}

/** A tree that JSON can say; typed arrays are put aside. */
function described(value: unknown, put: (values: Numbers) => number): unknown {
  if (typeof value === 'number') {
    const word = Object.is(value, -0) ? '-0' : String(value);
    return Object.hasOwn(WORDS, word) ? { $: word } : value;
  }
  if (value === undefined) return { $: 'nothing' };
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => described(item, put));
  if (typeof value !== 'object') throw new Error(`pack: cannot pack a ${typeof value}`);
  const name = (Object.keys(arrays) as ArrayName[]).find((one) => value instanceof arrays[one]);
  if (name) {
    const values = value as Numbers;
    const short = name === 'f64' ? shortened(values as Float64Array) : null;
    return { $: short ? 'short' : name, at: put(short ?? values), length: values.length };
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || '$' in value) throw new Error('pack: expected plain data');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, described(item, put)]));
}

/** The same numbers in 32 bits; null where one of them needs more. */
function shortened(values: Float64Array): Float32Array | null {
  const short = new Float32Array(values);
  for (let at = 0; at < short.length; at++) if (!Object.is(short[at], values[at])) return null;
  return short;
}

function read(tree: unknown, data: Uint8Array): unknown {
  if (Array.isArray(tree)) return tree.map((item) => read(item, data));
  if (typeof tree !== 'object' || tree === null) return tree;
  const { $: what, at, length } = tree as { readonly $?: string; readonly at?: number; readonly length?: number };
  if (what === undefined) return Object.fromEntries(Object.entries(tree).map(([key, item]) => [key, read(item, data)]));
  if (Object.hasOwn(WORDS, what)) return WORDS[what];
  const Numbers = what === 'short' ? Float32Array : arrays[what as ArrayName];
  const from = data.byteOffset + (at as number);
  const values = new Numbers(data.buffer.slice(from, from + (length as number) * Numbers.BYTES_PER_ELEMENT) as ArrayBuffer);
  if (values.length !== length) throw new Error('unpack: an array is cut off');
  return what === 'short' ? new Float64Array(values) : values;
}

/** 32 bits over all words after the checksum itself. About 1 ns per word. */
function checkOf(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  let sum = Math.imul(words[1] as number, 0x9e3779b1);
  for (let at = 3; at < words.length; at++) {
    sum = Math.imul(sum ^ (words[at] as number), 0x9e3779b1);
    sum ^= sum >>> 15;
  }
  return sum >>> 0;
}
