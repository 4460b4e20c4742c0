/**
 * WebAssembly written from TypeScript: a function is a list of bytes, loops are functions that write between two brackets.
 *
 * Knows the binary format, refuses to know any kernel. No compiler stands between source and module, so the source is what
 * runs. The idea, and how small it can be, is that of wasmblr (github.com/bwasti/wasmblr) and of jax-js.
 * Format: https://webassembly.github.io/spec/core/binary/index.html
 */

type Code = readonly number[];
/** Index of a parameter or local of the function being written. */
export type Local = number;

const VALUE_TYPES = { i32: 0x7f, v128: 0x7b } as const;
/** N locals. */
type Tuple<N extends number, Made extends readonly Local[] = []> = Made['length'] extends N ? Made : Tuple<N, [...Made, Local]>;
export type ValueType = keyof typeof VALUE_TYPES;

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const EMPTY_BLOCK = 0x40;
const EXPORTED_FUNCTION = 0;
const IMPORTED_MEMORY = 2;

/** One function: all parameters i32 (byte offsets and counts), no result. */
export class Writer {
  readonly #bytes: number[] = [];
  readonly #locals: ValueType[] = [];

  constructor(readonly parameters: number) {}

  local(type: ValueType = 'i32'): Local {
    this.#locals.push(type);
    return this.parameters + this.#locals.length - 1;
  }

  /** That many integers. */
  locals<N extends number>(count: N): Tuple<N> {
    return Array.from({ length: count }, () => this.local()) as Tuple<N>;
  }

  emit(...parts: readonly (number | Code)[]): this {
    for (const part of parts) {
      if (typeof part === 'number') this.#bytes.push(part);
      else this.#bytes.push(...part);
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
  /** What stands on the stack decides. */
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

export const i32 = { add: 0x6a, multiply: 0x6c, lessThan: 0x48, equal: 0x46 } as const;

/** Byte offset within an instruction, alignment not promised. */
const at = (offset: number): Code => [0, ...unsigned(offset)];
const simd = (code: number, ...rest: readonly number[]): Code => [0xfd, ...unsigned(code), ...rest];

export const f32Load = (offset = 0): Code => [0x2a, ...at(offset)];
export const f32Store = (offset = 0): Code => [0x38, ...at(offset)];

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
  and: simd(0x4e),
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
  storeTwo: (offset = 0): Code => simd(0x5b, ...at(offset), 0),
} as const;

/** A module of `functions` by their names, on an imported memory `heap.memory`. */
export function moduleOf(functions: Readonly<Record<string, Writer>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(functions);
  const types = entries.map(([, { parameters }]) => [0x60, ...vector(new Array<Code>(parameters).fill([VALUE_TYPES.i32])), 0]);
  const memory = [...text('heap'), ...text('memory'), IMPORTED_MEMORY, 0, 1];
  const bodies = entries.map(([, { body }]) => [...unsigned(body.length), ...body]);
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(1, types),
    ...section(2, [memory]),
    ...section(
      3,
      entries.map((_, index) => unsigned(index)),
    ),
    ...section(
      7,
      entries.map(([name], index) => [...text(name), EXPORTED_FUNCTION, ...unsigned(index)]),
    ),
    ...section(10, bodies),
  ]);
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
