/**
 * Files that `torch.save` writes: since PyTorch 1.6 a ZIP archive of a pickle and one file per storage, before that five pickles and
 * the storages behind them. Nothing in them is run (`pickle.ts`).
 *
 * Source: torch/serialization.py.
 */
import { zipContentOffset, zipDirectory, zipEntries, ZIP_LOCAL_BYTES, ZIP_TAIL_BYTES } from '../datasets/zip';
import { Failure } from '../failures';
import { nth } from '../numbers';
import { sizeOf, stridesOf } from '../tensor/shape';
import { decoded, numberBytes } from './numberTypes';
import { isTensor, type Pickled, type PickledTensor, type Storage, unpickled } from './pickle';
import type { Damaged, ReadBytes, TensorEntry, TensorFile } from './tensorFile';

/** The number that the older form begins with. */
const MAGIC = 0x1950a86a20f9469cfc6cn;
/** Bytes of a pickle; that of a network of hundreds of tensors has some 50,000. */
const MOST_PICKLE_BYTES = 8 * 2 ** 20;
const COUNT_BYTES = 8;

interface Entry extends TensorEntry {
  readonly tensor: PickledTensor;
}

/** Where the numbers of a storage begin in the file. */
type Places = ReadonlyMap<string, number>;

/** True of the first bytes of either form, whatever the file is called; a ZIP archive may be another's. */
export function looksPickled(head: Uint8Array): boolean {
  return head[0] === 0x80 && (head[1] ?? 9) <= 3;
}

/**
 * @param size  bytes of the whole file.
 * @throws Failure `weights-damaged` with what was expected and what was found.
 */
export async function openTorchFile(read: ReadBytes, size: number, file: string): Promise<TensorFile<Entry>> {
  const damaged = (sentence: string) => new Failure('weights-damaged', `“${file}”: ${sentence}`);
  const head = await read(0, Math.min(size, 2));
  const { value, places } = looksPickled(head) ? await older(read, size, damaged) : await archived(read, size, file, damaged);
  if (!(value instanceof Map)) throw damaged('a dictionary of tensors by name is expected, and something else was found.');
  const entries: Entry[] = [];
  const passedOver: string[] = [];
  for (const [name, held] of value) {
    if (typeof name !== 'string') throw damaged('every tensor is expected to have a name.');
    if (!isTensor(held)) passedOver.push(name);
    else {
      expectWithin(name, held, places, size, damaged);
      entries.push({ name, shape: held.shape, tensor: held });
    }
  }
  return {
    entries,
    origin: {},
    passedOver,
    async values({ tensor }) {
      const { storage, offset } = tensor;
      const width = numberBytes[storage.type];
      const begin = nthPlace(places, storage) + offset * width;
      const numbers = decoded(storage.type, await read(begin, begin + reachOf(tensor) * width));
      return rowMajor(numbers, tensor);
    },
  };
}

interface Opened {
  readonly value: Pickled;
  readonly places: Places;
}

async function archived(read: ReadBytes, size: number, file: string, damaged: Damaged): Promise<Opened> {
  const tail = Math.max(0, size - ZIP_TAIL_BYTES);
  const { offset, bytes } = zipDirectory(await read(tail, size), tail, file);
  const entries = zipEntries(await read(offset, offset + bytes), file);
  const pickle = entries.find(({ name }) => /(^|\/)data\.pkl$/.test(name));
  if (!pickle) throw damaged('a pickle called data.pkl is expected in it, and was not found.');
  const within = pickle.name.slice(0, -'data.pkl'.length);
  const packed = entries.find(({ method }) => method !== 0);
  if (packed) throw damaged(`“${packed.name}” in it is compressed, and PyTorch stores everything as it is.`);
  if (pickle.size > MOST_PICKLE_BYTES) throw damaged(`its pickle has ${pickle.size} bytes, and at most ${MOST_PICKLE_BYTES} are read.`);
  const places = new Map<string, number>();
  for (const entry of entries) {
    if (!entry.name.startsWith(`${within}data/`) && entry !== pickle) continue;
    const begin = zipContentOffset(await read(entry.offset, Math.min(size, entry.offset + ZIP_LOCAL_BYTES)), entry, file);
    places.set(entry.name.slice(`${within}data/`.length), begin);
    if (entry === pickle) places.set('', begin);
  }
  const begin = places.get('') as number;
  const { value } = unpickled(await read(begin, begin + pickle.size), 0, damaged);
  return { value, places };
}

async function older(read: ReadBytes, size: number, damaged: Damaged): Promise<Opened> {
  const bytes = await read(0, Math.min(size, MOST_PICKLE_BYTES));
  let at = 0;
  const next = () => {
    const { value, end } = unpickled(bytes, at, damaged);
    at = end;
    return value;
  };
  if (next() !== MAGIC) throw damaged('it is expected to begin with the number that torch.save writes, and does not.');
  next();
  const system = next();
  if (system instanceof Map && system.get('little_endian') === false)
    throw damaged('its numbers are big-endian. Save it on an ordinary machine.');
  const value = next();
  const keys = next();
  if (!Array.isArray(keys)) throw damaged('a list of storages is expected behind its tensors, and was not found.');
  const known = storagesIn(value);
  const places = new Map<string, number>();
  for (const key of keys as readonly Pickled[]) {
    if (typeof key !== 'string') throw damaged('every storage is expected to have a key.');
    const storage = known.get(key);
    const head = await read(at, Math.min(size, at + COUNT_BYTES));
    if (!storage || head.length < COUNT_BYTES) throw damaged(`the storage “${key}” is expected in it, and was not found.`);
    const count = Number(new DataView(head.buffer, head.byteOffset).getBigUint64(0, true));
    if (count !== storage.count)
      throw damaged(`the storage “${storage.key}” is expected to have ${storage.count} numbers, and has ${count}.`);
    places.set(storage.key, at + COUNT_BYTES);
    at += COUNT_BYTES + count * numberBytes[storage.type];
  }
  return { value, places };
}

function storagesIn(value: Pickled): ReadonlyMap<string, Storage> {
  const held = value instanceof Map ? [...value.values()] : [];
  return new Map(held.filter(isTensor).map(({ storage }) => [storage.key, storage]));
}

function nthPlace(places: Places, { key }: Storage): number {
  return places.get(key) ?? Number.NaN;
}

/** Numbers from the first of a tensor to its last, in the storage. */
function reachOf({ shape, strides }: PickledTensor): number {
  if (sizeOf(shape) === 0) return 0;
  return 1 + shape.reduce((sum, length, axis) => sum + (length - 1) * nth(strides, axis), 0);
}

function expectWithin(name: string, tensor: PickledTensor, places: Places, size: number, damaged: Damaged): void {
  const { storage, offset, shape } = tensor;
  const begin = nthPlace(places, storage);
  const [reach, width] = [offset + reachOf(tensor), numberBytes[storage.type]];
  if (Number.isNaN(begin)) throw damaged(`“${name}” is expected in the storage “${storage.key}”, which was not found.`);
  if (reach > storage.count || sizeOf(shape) > storage.count)
    throw damaged(`“${name}” [${shape.join(', ')}] needs ${reach} numbers, and its storage has ${storage.count}.`);
  if (begin + storage.count * width > size)
    throw damaged(`“${name}” is expected to end at byte ${begin + storage.count * width}, and the file ends at ${size}.`);
}

/** Numbers in the order of rows, wherever strides had them. */
function rowMajor(numbers: Float32Array, { shape, strides }: PickledTensor): Float32Array {
  const plain = stridesOf(shape);
  if (shape.every((length, axis) => length === 1 || strides[axis] === plain[axis])) return numbers;
  const values = new Float32Array(sizeOf(shape));
  for (let index = 0; index < values.length; index++) {
    let [rest, from] = [index, 0];
    for (let axis = 0; axis < shape.length; axis++) {
      const place = Math.floor(rest / nth(plain, axis));
      rest -= place * nth(plain, axis);
      from += place * nth(strides, axis);
    }
    values[index] = nth(numbers, from);
  }
  return values;
}
