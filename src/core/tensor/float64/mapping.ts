/** One number in, one number out; with broadcasting for pairs. */
import type { NdArray } from './block';
import { broadcastShape, lengthAt, sameShape, sizeOf, stridesOf } from '../shape';

export function mapEach(x: NdArray, f: (value: number) => number): NdArray {
  const values = new Float64Array(x.values.length);
  for (let index = 0; index < values.length; index++) values[index] = f(x.values[index] as number);
  return { shape: x.shape, values };
}

export function mapPairs(a: NdArray, b: NdArray, f: (left: number, right: number) => number): NdArray {
  if (sameShape(a.shape, b.shape)) {
    const values = new Float64Array(a.values.length);
    for (let index = 0; index < values.length; index++) values[index] = f(a.values[index] as number, b.values[index] as number);
    return { shape: a.shape, values };
  }
  // A single number beside many is what steps are full of, and needs no table of places.
  if (b.values.length === 1 && b.shape.length <= a.shape.length) {
    const right = b.values[0] as number;
    return mapEach(a, (left) => f(left, right));
  }
  const shape = broadcastShape(a.shape, b.shape);
  const values = new Float64Array(sizeOf(shape));
  const aOffsets = broadcastOffsets(a, shape);
  const bOffsets = broadcastOffsets(b, shape);
  for (let index = 0; index < values.length; index++) {
    values[index] = f(a.values[aOffsets[index] as number] as number, b.values[bOffsets[index] as number] as number);
  }
  return { shape, values };
}

/** For each element of `shape`, where `x` keeps the element that broadcasting puts there. */
function broadcastOffsets(x: NdArray, shape: readonly number[]): Int32Array {
  const strides = stridesOf(x.shape);
  const missing = shape.length - x.shape.length;
  const offsets = new Int32Array(sizeOf(shape));
  let filled = 1;
  // Grows the table axis by axis from the front: each entry becomes a run of entries of the next axis.
  for (let axis = 0; axis < shape.length; axis++) {
    const stride = axis < missing || x.shape[axis - missing] === 1 ? 0 : lengthAt(strides, axis - missing);
    const length = lengthAt(shape, axis);
    for (let entry = filled - 1; entry >= 0; entry--) {
      const base = offsets[entry] as number;
      for (let step = length - 1; step >= 0; step--) offsets[entry * length + step] = base + step * stride;
    }
    filled *= length;
  }
  return offsets;
}
