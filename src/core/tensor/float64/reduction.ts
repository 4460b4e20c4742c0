/** Sums and maxima over axes. */
import type { NdArray } from './block';
import { expectRank, lengthAt, reducedAxes, reducedShape, sizeOf, stridesOf } from '../shape';

export function sumOver(x: NdArray, axes: readonly number[] | undefined, keep: boolean): NdArray {
  return fold(x, axes, keep, 0, (total, value) => total + value);
}

export function maxOver(x: NdArray, axes: readonly number[] | undefined, keep: boolean): NdArray {
  return fold(x, axes, keep, -Infinity, Math.max);
}

/** Number of elements that each result of a reduction over `axes` stands for. */
export function reducedCount(x: NdArray, axes: readonly number[] | undefined): number {
  return reducedAxes(x.shape, axes).reduce((count, axis) => count * lengthAt(x.shape, axis), 1);
}

/** Column of the largest element of each row; the first among equals. */
export function argMaxRows(x: NdArray): NdArray {
  expectRank('argMax', x.shape, 2);
  const rows = lengthAt(x.shape, 0);
  const columns = lengthAt(x.shape, 1);
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let best = 0;
    for (let column = 1; column < columns; column++) {
      if ((x.values[row * columns + column] as number) > (x.values[row * columns + best] as number)) best = column;
    }
    values[row] = best;
  }
  return { shape: [rows], values };
}

function fold(
  x: NdArray,
  axes: readonly number[] | undefined,
  keep: boolean,
  start: number,
  f: (total: number, value: number) => number,
): NdArray {
  const reduced = reducedAxes(x.shape, axes);
  const shape = reducedShape(x.shape, reduced, keep);
  const values = new Float64Array(sizeOf(shape)).fill(start);
  const keptStrides = stridesOf(reducedShape(x.shape, reduced, true));
  const strides = keptStrides.map((stride, axis) => (reduced.includes(axis) ? 0 : stride));
  const position = new Array<number>(x.shape.length).fill(0);
  let target = 0;
  for (let index = 0; index < x.values.length; index++) {
    values[target] = f(values[target] as number, x.values[index] as number);
    // Counts like an odometer, keeping `target` in step.
    for (let axis = x.shape.length - 1; axis >= 0; axis--) {
      const next = lengthAt(position, axis) + 1;
      target += lengthAt(strides, axis);
      if (next < lengthAt(x.shape, axis)) {
        position[axis] = next;
        break;
      }
      position[axis] = 0;
      target -= next * lengthAt(strides, axis);
    }
  }
  return { shape, values };
}
