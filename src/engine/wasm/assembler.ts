/**
 * WebAssembly written from TypeScript: a function is a list of bytes, loops are functions that write between two brackets.
 *
 * Knows the binary format, refuses to know any kernel. No compiler stands between source and module, so the source is what
 * runs. The idea, and how small it can be, is that of wasmblr (github.com/bwasti/wasmblr) and of jax-js.
 * Format: https://webassembly.github.io/spec/core/binary/index.html
 */

/** An instruction, or several. */
export type Code = readonly number[];
/** Index of a parameter or local of the function being written. */
export type Local = number;

const VALUE_TYPES = { i32: 0x7f, v128: 0x7b } as const;
/** N locals. */
type Tuple<N extends number, Made extends readonly Local[] = []> = Made['length'] extends N ? Made : Tuple<N, [...Made, Local]>;
export type ValueType = keyof typeof VALUE_TYPES;

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const EMPTY_BLOCK = 0x40;
const EXPORTED_FUNCTION = 0;
const IMPORTED_FUNCTION = 0;
const IMPORTED_MEMORY = 2;

export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly result?: ValueType;
}

/** That many byte offsets and counts, and no result. */
export function integers(count: number): Signature {
  return { parameters: new Array<ValueType>(count).fill('i32') };
}

/** From four floats to four floats. */
export const ofFour: Signature = { parameters: ['v128'], result: 'v128' };

/** One function. */
export class Writer {
  readonly #bytes: number[] = [];
  readonly #locals: ValueType[] = [];
  readonly signature: Signature;

  /** @param signature  a number stands for so many integers and no result */
  constructor(signature: Signature | number) {
    this.signature = typeof signature === 'number' ? integers(signature) : signature;
  }

  local(type: ValueType = 'i32'): Local {
    this.#locals.push(type);
    return this.signature.parameters.length + this.#locals.length - 1;
  }

  /** That many integers. */
  locals<N extends number>(count: N): Tuple<N> {
    return Array.from({ length: count }, () => this.local()) as Tuple<N>;
  }

  emit(...parts: readonly (number | Code)[]): this {
    for (const part of parts) {
      if (typeof part === 'number') this.#bytes.push(part);
      else for (const byte of part) this.#bytes.push(byte);
    }
    return this;
  }
  get(local: Local): this {
    return this.emit(0x20, unsigned(local));
  }
  set(local: Local): this {
    return this.emit(0x21, unsigned(local));
  }
  constant(value: number): this {
    return this.emit(0x41, signed(value));
  }
  /** @param index  among the module's functions, imported ones first */
  call(index: number): this {
    return this.emit(0x10, unsigned(index));
  }
  /** target ← source */
  copy(target: Local, source: Local): this {
    return this.get(source).set(target);
  }
  /** target ← source + by, `by` a local. */
  sum(target: Local, source: Local, by: Local): this {
    return this.get(source).get(by).emit(i32.add).set(target);
  }
  /** target ← target + by, `by` a number. */
  advance(target: Local, by: number): this {
    return this.get(target).constant(by).emit(i32.add).set(target);
  }
  /** `work` while `counter` ≥ `step`, which is taken from it each time. */
  countDown(counter: Local, step: number, work: () => void): this {
    this.emit(0x02, EMPTY_BLOCK, 0x03, EMPTY_BLOCK);
    this.get(counter).constant(step).emit(i32.lessThan, 0x0d, 1);
    work();
    return this.advance(counter, -step).emit(0x0c, 0, 0x0b, 0x0b);
  }
  /** Top of the stack decides. */
  whether(yes: () => void, no?: () => void): this {
    this.emit(0x04, EMPTY_BLOCK);
    yes();
    if (no) {
      this.emit(0x05);
      no();
    }
    return this.emit(0x0b);
  }

  get body(): Code {
    const locals = this.#locals.map((type) => [1, VALUE_TYPES[type]]);
    return [...vector(locals), ...this.#bytes, 0x0b];
  }
}

export const i32 = { add: 0x6a, subtract: 0x6b, multiply: 0x6c, shiftLeft: 0x74, shiftRight: 0x75, lessThan: 0x48, equal: 0x46 } as const;
/** `toInteger` rounds towards zero. */
export const f32 = { greater: 0x5e, add: 0x92, toInteger: [0xfc, 0x00] as Code, fromInteger: 0xb2 } as const;

/** Byte offset within an instruction, alignment not promised. */
const at = (offset: number): Code => [0, ...unsigned(offset)];
const simd = (code: number, ...rest: readonly number[]): Code => [0xfd, ...unsigned(code), ...rest];

export const i32Load = (offset = 0): Code => [0x28, ...at(offset)];
export const f32Load = (offset = 0): Code => [0x2a, ...at(offset)];
export const f32Store = (offset = 0): Code => [0x38, ...at(offset)];
/** From the stack: where to, where from or which byte, how many bytes. */
export const copyBytes: Code = [0xfc, 0x0a, 0, 0];
export const fillBytes: Code = [0xfc, 0x0b, 0];

/** 128 bits: four floats or two doubles. */
export const v128 = {
  load: (offset = 0): Code => simd(0x00, ...at(offset)),
  /** One float in all four lanes. */
  loadSplat: (offset = 0): Code => simd(0x09, ...at(offset)),
  /** One float, zeros in the other lanes. */
  loadOne: (offset = 0): Code => simd(0x5c, ...at(offset)),
  store: (offset = 0): Code => simd(0x0b, ...at(offset)),
  /** The first float alone. */
  storeOne: (offset = 0): Code => simd(0x5a, ...at(offset), 0),
  zero: simd(0x0c, ...new Array<number>(16).fill(0)),
  ones: simd(0x0c, ...new Array<readonly number[]>(4).fill([0, 0, 0x80, 0x3f]).flat()),
  /** All bits of the first lane, none of the others. */
  firstOnly: simd(0x0c, 0xff, 0xff, 0xff, 0xff, ...new Array<number>(12).fill(0)),
  /** The same float four times. */
  floats: (value: number): Code => simd(0x0c, ...fourTimes(new Float32Array([value]).buffer)),
  /** The same integer four times. */
  integers: (value: number): Code => simd(0x0c, ...fourTimes(new Int32Array([value]).buffer)),
  and: simd(0x4e),
  andNot: simd(0x4f),
  or: simd(0x50),
  /** Bits of the first where the third has ones, of the second elsewhere. */
  select: simd(0x52),
  absolute: simd(0xe0),
  squareRoot: simd(0xe3),
  /** To the nearest whole number, ties to even. */
  nearest: simd(0x6a),
  /** Floats to integers, towards zero, held within what an integer can be; NaN gives 0. */
  toIntegers: simd(0xf8),
  fromIntegers: simd(0xfa),
  addIntegers: simd(0xae),
  subtractIntegers: simd(0xb1),
  shiftLeft: simd(0xab),
  shiftRight: simd(0xac),
  notEqual: simd(0x42),
  less: simd(0x43),
  add: simd(0xe4),
  subtract: simd(0xe5),
  multiply: simd(0xe6),
  divide: simd(0xe7),
  min: simd(0xe8),
  max: simd(0xe9),
  equal: simd(0x41),
  greater: simd(0x44),
  /** Of two operands, lanes 2, 3 of the first come first. */
  highToLow: simd(0x0d, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23),
  /** Two doubles from lanes 0, 1. */
  widen: simd(0x5f),
  /** Lanes 0, 1 from two doubles. */
  narrow: simd(0x5e),
  addDoubles: simd(0xf0),
  /** Two floats, or one double, zeros behind. */
  loadTwo: (offset = 0): Code => simd(0x5d, ...at(offset)),
  /** Lanes 1, 0, 3, 2. */
  swapNeighbours: simd(0x0d, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11),
  storeTwo: (offset = 0): Code => simd(0x5b, ...at(offset), 0),
} as const;

/**
 * A module on an imported memory `heap.memory`, with functions imported from `kernels` by their names.
 *
 * @param functions by the names under which they are exported
 * @param imported  signatures by name; their indices come first, in this order
 */
export function moduleOf(
  functions: Readonly<Record<string, Writer>>,
  imported: Readonly<Record<string, Signature>> = {},
): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(functions);
  const imports = Object.entries(imported);
  const types = [...imports.map(([, signature]) => signature), ...entries.map(([, { signature }]) => signature)].map(
    ({ parameters, result }) => [
      0x60,
      ...vector(parameters.map((type) => [VALUE_TYPES[type]])),
      ...vector(result ? [[VALUE_TYPES[result]]] : []),
    ],
  );
  const memory = [...text('heap'), ...text('memory'), IMPORTED_MEMORY, 0, 1];
  const borrowed = imports.map(([name], index) => [...text('kernels'), ...text(name), IMPORTED_FUNCTION, ...unsigned(index)]);
  const bodies = entries.map(([, { body }]) => [...unsigned(body.length), ...body]);
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(1, types),
    ...section(2, [memory, ...borrowed]),
    ...section(
      3,
      entries.map((_, index) => unsigned(imports.length + index)),
    ),
    ...section(
      7,
      entries.map(([name], index) => [...text(name), EXPORTED_FUNCTION, ...unsigned(imports.length + index)]),
    ),
    ...section(10, bodies),
  ]);
}

function fourTimes(one: ArrayBuffer): Code {
  const bytes = [...new Uint8Array(one)];
  return [...bytes, ...bytes, ...bytes, ...bytes];
}

function section(id: number, items: readonly Code[]): Code {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): Code {
  return vector([...new TextEncoder().encode(value)].map((byte) => [byte]));
}

/** LEB128. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const rest = value >> 7;
  const isLast = (rest === 0 && (value & 0x40) === 0) || (rest === -1 && (value & 0x40) !== 0);
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(rest)];
}
