/**
 * Places of a network's tensors in a published file: their names there, and how numbers are arranged. A file has dense weights as
 * [out, in], patches as convolutions [out, channels, height, width]; here they are [in, out].
 */
import type { NamedTensor } from '../checkpoints/checkpoint';
import { nth } from '../numbers';
import { sizeOf } from '../tensor/shape';
import type { Shape } from '../tensor/tensor';

export interface Place {
  /** Name in the file, with the prefix of the whole network. */
  readonly name: string;
  /** Shape in the file. */
  readonly shape: Shape;
  /** What it becomes here. */
  read(values: Float32Array): readonly NamedTensor[];
  /** What it was, from tensors by the names that `read` gives them. */
  write(valuesOf: (name: string) => Float32Array): Float32Array;
}

/** The same numbers, under a shape of one's own. */
export function same(name: string, here: string, shape: Shape, own: Shape = shape): Place {
  return {
    name,
    shape,
    read: (values) => [{ name: here, shape: own, values }],
    write: (valuesOf) => valuesOf(here),
  };
}

/** Axes in another order: axis `order[k]` in the file is axis k here; `own` is the shape, if axes are joined after that. */
export function permuted(name: string, here: string, shape: Shape, order: readonly number[], own?: Shape): Place {
  const turned = order.map((axis) => nth(shape, axis));
  const back = order.map((_, axis) => order.indexOf(axis));
  return {
    name,
    shape,
    read: (values) => [{ name: here, shape: own ?? turned, values: reordered(values, shape, order) }],
    write: (valuesOf) => reordered(valuesOf(here), turned, back),
  };
}

/** A dense layer: `weight` [out, in] and `bias` [out]. */
export function denseAt(name: string, here: string, inputs: number, units: number, hasBias = true): readonly Place[] {
  return [
    permuted(`${name}.weight`, `${here}/kernel`, [units, inputs], [1, 0]),
    ...(hasBias ? [same(`${name}.bias`, `${here}/bias`, [units])] : []),
  ];
}

/** A layer norm. */
export function normAt(name: string, here: string, features: number): readonly Place[] {
  return [same(`${name}.weight`, `${here}/gamma`, [features]), same(`${name}.bias`, `${here}/beta`, [features])];
}

/** Numbers with axis `order[k]` as axis k. */
export function reordered(values: Float32Array, shape: Shape, order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const sizes = order.map((axis) => nth(shape, axis));
  const steps = order.map((axis) => nth(strides, axis));
  const result = new Float32Array(values.length);
  const at = new Array<number>(order.length).fill(0);
  let from = 0;
  for (let index = 0; index < result.length; index++) {
    result[index] = nth(values, from);
    for (let axis = order.length - 1; axis >= 0; axis--) {
      const next = nth(at, axis) + 1;
      from += nth(steps, axis);
      if (next < nth(sizes, axis)) {
        at[axis] = next;
        break;
      }
      at[axis] = 0;
      from -= next * nth(steps, axis);
    }
  }
  return result;
}
