/**
 * Safetensors: eight bytes with the length of a JSON header, the header (name → type, shape, place), and all numbers one after the
 * other. Files come from strangers: nothing in them is believed before it was looked at, and nothing is allocated on their word.
 *
 * Source: https://huggingface.co/docs/safetensors, format of version 0.4.
 */
import { strFromU8, strToU8 } from 'fflate';
import { Failure } from '../failures';
import type { Checkpoint, NamedTensor } from './checkpoint';
import { decoded, isNumberType, type NumberType, numberBytes } from './numberTypes';
import type { Damaged, ReadBytes, TensorEntry, TensorFile } from './tensorFile';

const LENGTH_BYTES = 8;
/** Some 40,000 tensors; networks have hundreds. The format's own limit is 100 MB, which is worth minutes of parsing. */
const MOST_HEADER_BYTES = 4 * 2 ** 20;
const METADATA = '__metadata__';

/** The file, little-endian float32 throughout. Every tensor begins at a multiple of four bytes, the first at one of eight. */
export function writeSafetensors({ tensors, origin }: Checkpoint): Uint8Array {
  let at = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const data_offsets = [at, (at += values.byteLength)];
    return [name, { dtype: 'F32', shape, data_offsets }] as const;
  });
  const text = JSON.stringify({ [METADATA]: origin, ...Object.fromEntries(entries) });
  const unpadded = strToU8(text);
  const length = Math.ceil(unpadded.length / LENGTH_BYTES) * LENGTH_BYTES;
  const bytes = new Uint8Array(LENGTH_BYTES + length + at);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + length);
  bytes.set(unpadded, LENGTH_BYTES);
  let begin = LENGTH_BYTES + length;
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), begin);
    begin += values.byteLength;
  }
  return bytes;
}

interface Entry extends TensorEntry {
  readonly dtype: NumberType;
  /** Where its numbers lie, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

/**
 * All of a file that is in memory.
 *
 * @param file  its name, for sentences.
 * @throws Failure `weights-damaged` with what was expected and what was found.
 */
export function readSafetensors(bytes: Uint8Array, file: string): Checkpoint {
  const damaged = damagedIn(file);
  const length = headerLength(bytes.subarray(0, LENGTH_BYTES), bytes.length, damaged);
  const { entries, origin } = listed(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length), bytes.length, damaged);
  const data = bytes.subarray(LENGTH_BYTES + length);
  return {
    tensors: entries.map(
      ({ name, shape, dtype, begin, end }): NamedTensor => ({ name, shape, values: decoded(dtype, data.subarray(begin, end)) }),
    ),
    origin,
  };
}

/**
 * The same of a file that is elsewhere: reads its header, and later the tensors that are asked for, one at a time.
 *
 * @param size  bytes of the whole file.
 * @throws Failure `weights-damaged` with what was expected and what was found.
 */
export async function openSafetensors(read: ReadBytes, size: number, file: string): Promise<TensorFile<Entry>> {
  const damaged = damagedIn(file);
  const length = headerLength(await read(0, Math.min(size, LENGTH_BYTES)), size, damaged);
  const start = LENGTH_BYTES + length;
  const { entries, origin } = listed(await read(LENGTH_BYTES, start), size, damaged);
  return {
    entries,
    origin,
    passedOver: [],
    values: async ({ dtype, begin, end }) => decoded(dtype, await read(start + begin, start + end)),
  };
}

const damagedIn = (file: string) => (sentence: string) => new Failure('weights-damaged', `“${file}”: ${sentence}`);

function listed(headerBytes: Uint8Array, size: number, damaged: Damaged): { entries: readonly Entry[]; origin: Checkpoint['origin'] } {
  const { [METADATA]: origin, ...named } = headerIn(headerBytes, damaged);
  const entries = Object.entries(named).map(([name, entry]) => entryOf(name, entry, damaged));
  expectWhole(entries, size - LENGTH_BYTES - headerBytes.length, damaged);
  return { entries, origin: wordsIn(origin) };
}

/** @param head  the first bytes of a file of `size`. */
function headerLength(head: Uint8Array, size: number, damaged: Damaged): number {
  if (size < LENGTH_BYTES) throw damaged(`the length of its header is expected in the first ${LENGTH_BYTES} bytes, and it has ${size}.`);
  if ((head[0] === 0x80 && head[1] === 2) || (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3))
    throw damaged('it is expected to be safetensors, and what PyTorch saves was found under that name. Save it as safetensors.');
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  if (length > MOST_HEADER_BYTES) throw damaged(`its header claims ${length} bytes, and at most ${MOST_HEADER_BYTES} are read.`);
  const there = size - LENGTH_BYTES;
  if (length > there) throw damaged(`its header claims ${length} bytes, and ${there} are there.`);
  return Number(length);
}

function headerIn(bytes: Uint8Array, damaged: Damaged): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(strFromU8(bytes));
    if (isRecord(header)) return header;
  } catch {
    // said below
  }
  throw damaged('its header is expected to be a JSON object, and is none.');
}

function entryOf(name: string, entry: unknown, damaged: Damaged): Entry {
  const { dtype, shape, data_offsets: place } = isRecord(entry) ? entry : {};
  if (!areSizes(shape) || !areSizes(place) || place.length !== 2)
    throw damaged(`“${name}” is expected to have a shape and two data_offsets, whole numbers that are not negative.`);
  if (!isNumberType(dtype))
    throw damaged(`“${name}” is expected as ${Object.keys(numberBytes).join(', ')}, and ${String(dtype)} was found.`);
  const [begin, end] = place as [number, number];
  const expected = shape.reduce((product, axis) => product * axis, numberBytes[dtype]);
  if (end - begin !== expected)
    throw damaged(
      `“${name}” of shape [${shape.join(', ')}] is expected to take ${expected} bytes, and its data_offsets span ${end - begin}.`,
    );
  return { name, shape, dtype, begin, end };
}

/** The tensors lie one behind the other without a hole, and fill the file. */
function expectWhole(entries: readonly Entry[], length: number, damaged: Damaged): void {
  let at = 0;
  for (const { name, begin, end } of [...entries].sort((one, other) => one.begin - other.begin || one.end - other.end)) {
    if (begin !== at) throw damaged(`“${name}” is expected to begin at byte ${at} of the numbers, and begins at ${begin}.`);
    if (end > length) throw damaged(`“${name}” is expected to end at byte ${end} of the numbers, and the file ends at ${length}.`);
    at = end;
  }
  if (at !== length) throw damaged(`${at} bytes of numbers are expected, and ${length} were found.`);
}

function wordsIn(origin: unknown): Readonly<Record<string, string>> {
  if (!isRecord(origin)) return {};
  return Object.fromEntries(Object.entries(origin).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

function areSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
