/** The same numbers elsewhere: permuting, cutting, padding, picking rows, joining. */
import { increase, nth } from '../../numbers';
import type { Shape } from '../tensor';
import type { NdArray } from './block';
import { expectShape, lengthAt, sizeOf, stridesOf, text } from '../shape';

export function reshaped(x: NdArray, shape: Shape): NdArray {
  if (sizeOf(shape) !== x.values.length) throw new Error(`reshape: ${text(x.shape)} does not fit into ${text(shape)}`);
  return { shape: [...shape], values: x.values };
}

export function transposed(x: NdArray, permutation: readonly number[] | undefined): NdArray {
  const order = permutation ?? x.shape.map((_, axis) => x.shape.length - 1 - axis);
  if ([...order].sort((left, right) => left - right).some((axis, index) => axis !== index) || order.length !== x.shape.length) {
    throw new Error(`transpose: ${text(order)} is not a permutation of the axes of ${text(x.shape)}`);
  }
  const strides = stridesOf(x.shape);
  return collect(
    x,
    order.map((axis) => lengthAt(x.shape, axis)),
    order.map((axis) => lengthAt(strides, axis)),
    0,
  );
}

export function sliced(x: NdArray, begin: readonly number[], size: readonly number[]): NdArray {
  const fits =
    begin.length === x.shape.length &&
    size.length === x.shape.length &&
    x.shape.every((length, axis) => nth(begin, axis) >= 0 && nth(size, axis) >= 0 && nth(begin, axis) + nth(size, axis) <= length);
  if (!fits) throw new Error(`slice: ${text(size)} elements from ${text(begin)} are not within ${text(x.shape)}`);
  const strides = stridesOf(x.shape);
  const start = strides.reduce((offset, stride, axis) => offset + stride * nth(begin, axis), 0);
  return collect(x, [...size], strides, start);
}

export function padded(x: NdArray, paddings: readonly (readonly [number, number])[]): NdArray {
  if (paddings.length !== x.shape.length) throw new Error(`pad: ${paddings.length} paddings for shape ${text(x.shape)}`);
  const before = paddings.map(([count]) => count);
  const shape = paddings.map(([first, last], axis) => first + lengthAt(x.shape, axis) + last);
  const strides = stridesOf(shape);
  const values = new Float64Array(sizeOf(shape));
  const start = strides.reduce((offset, stride, axis) => offset + stride * nth(before, axis), 0);
  visit(x.shape, strides, start, (offset, index) => {
    values[offset] = x.values[index] as number;
  });
  return { shape, values };
}

export function gatheredRows(x: NdArray, indices: ArrayLike<number>): NdArray {
  const [rows = 0, ...rest] = x.shape;
  const width = sizeOf(rest);
  const values = new Float64Array(indices.length * width);
  for (let row = 0; row < indices.length; row++) {
    const from = nth(indices, row);
    if (!Number.isInteger(from) || from < 0 || from >= rows) throw new Error(`gatherRows: no row ${from} in shape ${text(x.shape)}`);
    values.set(x.values.subarray(from * width, (from + 1) * width), row * width);
  }
  return { shape: [indices.length, ...rest], values };
}

/** Row r is the sum of the rows of `x` whose index is r. */
export function scatteredRows(x: NdArray, indices: ArrayLike<number>, rows: number): NdArray {
  const [, ...rest] = x.shape;
  const width = sizeOf(rest);
  const values = new Float64Array(rows * width);
  for (let row = 0; row < indices.length; row++) {
    const to = nth(indices, row);
    if (!Number.isInteger(to) || to < 0 || to >= rows) throw new Error(`rowsAtGradient: no row ${to} among ${rows}`);
    for (let place = 0; place < width; place++) increase(values, to * width + place, nth(x.values, row * width + place));
  }
  return { shape: [rows, ...rest], values };
}

export function joined(parts: readonly NdArray[]): NdArray {
  const [first, ...others] = parts;
  if (first === undefined || first.shape.length === 0) throw new Error('concat: nothing to join, or scalars');
  for (const part of others) expectShape('concat, without the first axis', part.shape.slice(1), first.shape.slice(1));
  const rows = parts.reduce((total, part) => total + lengthAt(part.shape, 0), 0);
  const values = new Float64Array(parts.reduce((total, part) => total + part.values.length, 0));
  let offset = 0;
  for (const part of parts) {
    values.set(part.values, offset);
    offset += part.values.length;
  }
  return { shape: [rows, ...first.shape.slice(1)], values };
}

/** Reads `x` along the given strides, into a new block of `shape`. */
function collect(x: NdArray, shape: number[], strides: readonly number[], start: number): NdArray {
  const values = new Float64Array(sizeOf(shape));
  visit(shape, strides, start, (offset, index) => {
    values[index] = x.values[offset] as number;
  });
  return { shape, values };
}

/** Calls `f` for every element of `shape` in row-major order, with its offset along `strides`. */
function visit(shape: Shape, strides: readonly number[], start: number, f: (offset: number, index: number) => void): void {
  const position = new Array<number>(shape.length).fill(0);
  const size = sizeOf(shape);
  let offset = start;
  for (let index = 0; index < size; index++) {
    f(offset, index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = lengthAt(position, axis) + 1;
      offset += lengthAt(strides, axis);
      if (next < lengthAt(shape, axis)) {
        position[axis] = next;
        break;
      }
      position[axis] = 0;
      offset -= next * lengthAt(strides, axis);
    }
  }
}
