/** Types of numbers in files of weights, little-endian, and how each becomes float32. */

/** Bytes of one number. */
export const numberBytes = { F32: 4, F16: 2, BF16: 2, F64: 8, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1 } as const;
export type NumberType = keyof typeof numberBytes;

export function isNumberType(word: unknown): word is NumberType {
  return typeof word === 'string' && Object.hasOwn(numberBytes, word);
}

/** One number at a byte, of types whose bits are not a part of float32’s. */
const readers: Readonly<Record<Exclude<NumberType, 'F32' | 'BF16'>, (view: DataView, at: number) => number>> = {
  F16: (view, at) => halfOf(view.getUint16(at, true)),
  F64: (view, at) => view.getFloat64(at, true),
  I64: (view, at) => Number(view.getBigInt64(at, true)),
  I32: (view, at) => view.getInt32(at, true),
  I16: (view, at) => view.getInt16(at, true),
  I8: (view, at) => view.getInt8(at),
  U8: (view, at) => view.getUint8(at),
  BOOL: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
};

/** Numbers as float32: exact of F32, F16, BF16 and bytes, rounded of the others. Allocates them; `bytes` may begin anywhere. */
export function decoded(type: NumberType, bytes: Uint8Array): Float32Array {
  if (type === 'F32') return new Float32Array(bytes.slice().buffer);
  const size = numberBytes[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.length / size);
  if (type === 'BF16') {
    // The upper half of a float32, so that NaN keeps its bits.
    const bits = new Uint32Array(values.buffer);
    for (let index = 0; index < bits.length; index++) bits[index] = view.getUint16(index * size, true) << 16;
    return values;
  }
  const read = readers[type];
  for (let index = 0; index < values.length; index++) values[index] = read(view, index * size);
  return values;
}

/** IEEE 754 binary16. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
}
