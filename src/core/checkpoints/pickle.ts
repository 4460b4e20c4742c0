/**
 * Pickles, as far as PyTorch's files of weights need them, protocol 2 (pickletools of CPython; PEP 307). A pickle is a program for a
 * machine with a stack, and Python's machine may call anything. This one knows the few words below, makes plain values, and calls
 * nothing: a name that is not in `allowed` ends the reading before anything is made of it.
 */
import { utf8 } from '../datasets/tar';
import { isNumberType, type NumberType } from './numberTypes';
import type { Damaged } from './tensorFile';

/** A run of numbers in the file. */
export interface Storage {
  readonly kind: 'storage';
  readonly type: NumberType;
  readonly key: string;
  /** Numbers in it. */
  readonly count: number;
}

/** A view of a storage. */
export interface PickledTensor {
  readonly kind: 'tensor';
  readonly storage: Storage;
  /** In numbers, as are strides. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

interface Name {
  readonly kind: 'name';
  readonly name: string;
}

export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Pickled[]
  | Map<Pickled, Pickled>
  | Storage
  | PickledTensor
  | Name;

/** Types of numbers by the storages that PyTorch names. */
const storages: Readonly<Record<string, NumberType>> = {
  FloatStorage: 'F32',
  HalfStorage: 'F16',
  BFloat16Storage: 'BF16',
  DoubleStorage: 'F64',
  LongStorage: 'I64',
  IntStorage: 'I32',
  ShortStorage: 'I16',
  CharStorage: 'I8',
  ByteStorage: 'U8',
  BoolStorage: 'BOOL',
};

/** What calling a name makes of its arguments; undefined where they are not what they should be. */
const allowed: Readonly<Record<string, (args: readonly Pickled[]) => Pickled | undefined>> = {
  'collections OrderedDict': (args) => (args.length === 0 ? new Map() : undefined),
  'torch._utils _rebuild_tensor_v2': ([storage, offset, shape, strides]) =>
    isStorage(storage) && isSize(offset) && areSizes(shape) && areSizes(strides) && shape.length === strides.length
      ? { kind: 'tensor', storage, offset, shape, strides }
      : undefined,
  'torch._utils _rebuild_parameter': ([tensor]) => (isTensor(tensor) ? tensor : undefined),
};

const isObject = (value: unknown): value is { readonly kind?: string } => typeof value === 'object' && value !== null;
const isStorage = (value: unknown): value is Storage => isObject(value) && value.kind === 'storage';
const isName = (value: unknown): value is Name => isObject(value) && value.kind === 'name';
export const isTensor = (value: unknown): value is PickledTensor => isObject(value) && value.kind === 'tensor';
const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const areSizes = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isSize);
const MARK = Symbol('mark');

/** The value of the pickle that begins at byte `at`, and where it ends. Cost: once over its bytes. Throws what `damaged` makes. */
export function unpickled(bytes: Uint8Array, at: number, damaged: Damaged): { readonly value: Pickled; readonly end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack: (Pickled | typeof MARK)[] = [];
  const memo = new Map<number, Pickled>();

  const broken = () => damaged('its pickle is damaged, or ends too early.');
  /** Steps over `count` bytes, and says where they begin. */
  function over(count: number): number {
    if (count > bytes.length - at) throw broken();
    at += count;
    return at - count;
  }
  const text = (count: number) => utf8(bytes.subarray(over(count), at));
  function line(): string {
    const end = bytes.indexOf(10, at);
    if (end < 0) throw broken();
    const words = text(end - at);
    at++;
    return words;
  }
  function pop(): Pickled {
    const value = stack.pop();
    if (value === undefined || value === MARK) throw broken();
    return value;
  }
  function top(): Pickled {
    const value = stack.at(-1);
    if (value === undefined || value === MARK) throw broken();
    return value;
  }
  function sinceMark(): readonly Pickled[] {
    const mark = stack.lastIndexOf(MARK);
    if (mark < 0) throw broken();
    return stack.splice(mark).slice(1) as Pickled[];
  }
  function last(count: number): readonly Pickled[] {
    return Array.from({ length: count }, pop).reverse();
  }
  function add(pairs: readonly Pickled[]): void {
    const target = top();
    if (!(target instanceof Map) || pairs.length % 2 !== 0) throw broken();
    for (let index = 0; index < pairs.length; index += 2) target.set(pairs[index] as Pickled, pairs[index + 1] as Pickled);
  }
  function append(values: readonly Pickled[]): void {
    const list = top();
    if (!Array.isArray(list)) throw broken();
    for (const value of values) list.push(value);
  }
  function named(): Name {
    const name = `${line()} ${line()}`;
    const [module, word = ''] = name.split(' ');
    if (Object.hasOwn(allowed, name) || (module === 'torch' && Object.hasOwn(storages, word))) return { kind: 'name', name };
    throw damaged(`its pickle asks for “${name.replace(' ', '.')}”, and only tensors are taken from one: nothing of it was run.`);
  }
  function called(): Pickled {
    const args = pop();
    const callee = pop();
    const made = isName(callee) && Array.isArray(args) ? allowed[callee.name]?.(args as readonly Pickled[]) : undefined;
    if (made === undefined) throw broken();
    return made;
  }
  function persistent(): Storage {
    const id = pop();
    const [word, type, key, , count] = Array.isArray(id) ? (id as readonly Pickled[]) : [];
    const number = isName(type) ? storages[type.name.split(' ')[1] ?? ''] : undefined;
    if (word !== 'storage' || !isNumberType(number) || typeof key !== 'string' || !isSize(count)) throw broken();
    return { kind: 'storage', type: number, key, count };
  }
  function longInteger(count: number): bigint {
    const begin = over(count);
    let value = 0n;
    for (let index = count - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[begin + index] as number);
    return BigInt.asIntN(8 * count, value);
  }
  function recalled(key: number): Pickled {
    const value = memo.get(key);
    if (value === undefined) throw broken();
    return value;
  }

  /** By opcode. */
  const words: Readonly<Record<number, () => void>> = {
    0x80: () => {
      const protocol = view.getUint8(over(1));
      if (protocol > 3) throw damaged(`its pickle is of protocol ${protocol}, and protocol 2 is read, which torch.save writes by itself.`);
    },
    0x7d: () => void stack.push(new Map()),
    0x5d: () => void stack.push([]),
    0x29: () => void stack.push([]),
    0x28: () => void stack.push(MARK),
    0x61: () => append(last(1)),
    0x65: () => append(sinceMark()),
    0x73: () => add(last(2)),
    0x75: () => add(sinceMark()),
    0x74: () => void stack.push(sinceMark()),
    0x85: () => void stack.push(last(1)),
    0x86: () => void stack.push(last(2)),
    0x87: () => void stack.push(last(3)),
    0x4e: () => void stack.push(null),
    0x88: () => void stack.push(true),
    0x89: () => void stack.push(false),
    0x4b: () => void stack.push(view.getUint8(over(1))),
    0x4d: () => void stack.push(view.getUint16(over(2), true)),
    0x4a: () => void stack.push(view.getInt32(over(4), true)),
    0x47: () => void stack.push(view.getFloat64(over(8), false)),
    0x8a: () => void stack.push(longInteger(view.getUint8(over(1)))),
    0x58: () => void stack.push(text(view.getUint32(over(4), true))),
    0x55: () => void stack.push(text(view.getUint8(over(1)))),
    0x63: () => void stack.push(named()),
    0x51: () => void stack.push(persistent()),
    0x52: () => void stack.push(called()),
    // The state of an object, such as an ordered dictionary's `_metadata`: of no use here.
    0x62: () => void pop(),
    0x71: () => void memo.set(view.getUint8(over(1)), top()),
    0x72: () => void memo.set(view.getUint32(over(4), true), top()),
    0x68: () => void stack.push(recalled(view.getUint8(over(1)))),
    0x6a: () => void stack.push(recalled(view.getUint32(over(4), true))),
  };
  for (;;) {
    const opcode = view.getUint8(over(1));
    if (opcode === 0x2e) return { value: pop(), end: at };
    const act = words[opcode];
    if (!act) throw damaged(`its pickle has the opcode 0x${opcode.toString(16)}, which no file of weights needs.`);
    act();
  }
}
