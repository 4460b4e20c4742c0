/**
 * Numbers by their place. The type checker cannot know which places a list has; who reads one says here that it is there, and is
 * stopped where it is not. `doubleAt` and `byteAt` see one kind of array only, so that loops over very many are compiled for it; the
 * innermost loops of kernels read their arrays themselves.
 */

/** Entry `index`. Throws where there is none. */
export function nth(list: ArrayLike<number>, index: number): number {
  return list[index] ?? absent(list, index);
}

/** Entry `index` of a column or vector. Throws where there is none. */
export function doubleAt(list: Float64Array, index: number): number {
  return list[index] ?? absent(list, index);
}

/** Entry `index` of bytes or labels. Throws where there is none. */
export function byteAt(list: Uint8Array, index: number): number {
  return list[index] ?? absent(list, index);
}

/** True of whole numbers that are told apart from their neighbours. */
export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** The last entry. Throws where there is none. */
export function lastOf(list: ArrayLike<number>): number {
  return nth(list, list.length - 1);
}

/** Adds to entry `index`, with the rounding of the list. Throws where there is none. */
export function increase(list: Float64Array | Float32Array | Uint32Array | Int32Array | number[], index: number, by: number): void {
  list[index] = nth(list, index) + by;
}

function absent({ length }: ArrayLike<number>, index: number): never {
  throw new RangeError(`numbers: no entry ${index} among ${length}`);
}
