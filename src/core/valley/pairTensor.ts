/**
 * Tensors of a few numbers, in plain arrays: the arithmetic of `tensor/float64`, bit for bit, without its typed arrays, of which a path
 * over two weights would make a hundred per step. What a step of two weights never asks for is done there.
 */
import { nth } from '../numbers';
import { ElementwiseMethods } from '../tensor/elementwise';
import { doubles, Float64Tensor } from '../tensor/float64/float64Tensor';
import { float64Backend } from '../tensor/float64';
import { type FunctionName, functions, type PairName, pairs } from '../tensor/operations';
import { sameShape } from '../tensor/shape';
import type { Backend, Scalar, Shape, Tensor } from '../tensor/tensor';

const SCALAR: Shape = [];

export class PairTensor extends ElementwiseMethods<PairTensor> implements Tensor {
  constructor(
    readonly shape: Shape,
    readonly values: readonly number[],
  ) {
    super();
  }

  each(name: FunctionName): PairTensor {
    return this.#map(functions[name].value);
  }
  pair(name: PairName, other: Tensor | number): PairTensor {
    const { value } = pairs[name];
    if (typeof other === 'number') return this.#map((own) => value(own, other));
    const right = numbers(other);
    if (right.values.length === 1 && right.shape.length <= this.shape.length) {
      const [only] = right.values as [number];
      return this.#map((own) => value(own, only));
    }
    if (!sameShape(this.shape, right.shape)) return this.#there((x, y) => x.pair(name, y), right);
    const { values } = this;
    const result: number[] = [];
    for (let index = 0; index < values.length; index++) result.push(value(values[index] as number, right.values[index] as number));
    return new PairTensor(this.shape, result);
  }

  dot(other: Tensor): Scalar {
    const right = numbers(other).values;
    let total = 0;
    for (let index = 0; index < right.length; index++) total += (this.values[index] as number) * (right[index] as number);
    return new PairTensor(SCALAR, [total]);
  }
  norm(): Scalar {
    return this.dot(this).sqrt();
  }
  addScaled(other: Tensor, scale: Tensor | number): PairTensor {
    const right = numbers(other).values;
    const factor = typeof scale === 'number' ? scale : nth(numbers(scale).values, 0);
    const result: number[] = [];
    for (let index = 0; index < right.length; index++) result.push((this.values[index] as number) + factor * (right[index] as number));
    return new PairTensor(this.shape, result);
  }
  reshape(shape: Shape): PairTensor {
    return new PairTensor(shape, this.values);
  }

  sum(axes?: readonly number[], keep?: boolean): PairTensor {
    return this.#there((x) => x.sum(axes, keep));
  }
  mean(axes?: readonly number[], keep?: boolean): PairTensor {
    return this.#there((x) => x.mean(axes, keep));
  }
  maxOver(axes?: readonly number[], keep?: boolean): PairTensor {
    return this.#there((x) => x.maxOver(axes, keep));
  }
  argMax(): PairTensor {
    return this.#there((x) => x.argMax());
  }
  transpose(permutation?: readonly number[]): PairTensor {
    return this.#there((x) => x.transpose(permutation));
  }
  slice(begin: readonly number[], size: readonly number[]): PairTensor {
    return this.#there((x) => x.slice(begin, size));
  }
  pad(paddings: readonly (readonly [number, number])[]): PairTensor {
    return this.#there((x) => x.pad(paddings));
  }
  gatherRows(indices: ArrayLike<number>): PairTensor {
    return this.#there((x) => x.gatherRows(indices));
  }
  rowsAt(indices: Tensor): PairTensor {
    return this.#there((x, y) => x.rowsAt(y), indices);
  }
  rowsAtGradient(indices: Tensor, rows: number): PairTensor {
    return this.#there((x, y) => x.rowsAtGradient(y, rows), indices);
  }
  matMul(other: Tensor, transposeThis?: boolean, transposeOther?: boolean): PairTensor {
    return this.#there((x, y) => x.matMul(y, transposeThis, transposeOther), other);
  }
  conv2d(kernel: Tensor, stride: number): PairTensor {
    return this.#there((x, y) => x.conv2d(y, stride), kernel);
  }
  conv2dInputGradient(kernel: Tensor, inputShape: Shape, stride: number): PairTensor {
    return this.#there((x, y) => x.conv2dInputGradient(y, inputShape, stride), kernel);
  }
  conv2dKernelGradient(input: Tensor, kernelShape: Shape, stride: number): PairTensor {
    return this.#there((x, y) => x.conv2dKernelGradient(y, kernelShape, stride), input);
  }
  maxPool(size: number, stride: number): PairTensor {
    return this.#there((x) => x.maxPool(size, stride));
  }
  maxPoolGradient(input: Tensor, size: number, stride: number): PairTensor {
    return this.#there((x, y) => x.maxPoolGradient(y, size, stride), input);
  }

  #map(f: (value: number) => number): PairTensor {
    const { values } = this;
    const result: number[] = [];
    for (let index = 0; index < values.length; index++) result.push(f(values[index] as number));
    return new PairTensor(this.shape, result);
  }
  #there(work: (x: Float64Tensor, y: Float64Tensor) => Tensor, other: Tensor = this): PairTensor {
    const { shape, values } = doubles(work(full(this), full(numbers(other))));
    return new PairTensor(shape, [...values]);
  }
}

const full = ({ shape, values }: PairTensor) => new Float64Tensor(shape, Float64Array.from(values));

/** The few numbers of a tensor. Throws when it lives on another backend. */
export function numbers(tensor: Tensor): PairTensor {
  if (!(tensor instanceof PairTensor)) throw new Error('pairs: the other tensor lives on another backend');
  return tensor;
}

/** Where paths over a plane loss are made. */
export const pairBackend: Backend = {
  ...float64Backend,
  tensor: (values, shape) => new PairTensor(shape, Array.from(values)),
  scalar: (value) => new PairTensor(SCALAR, [value]),
  concat: (parts) => {
    const joined = doubles(float64Backend.concat(parts.map((part) => full(numbers(part)))));
    return new PairTensor(joined.shape, [...joined.values]);
  },
  read: async (tensor) => Float64Array.from(numbers(tensor).values),
  readAll: async (tensors) => tensors.map((tensor) => Float64Array.from(numbers(tensor).values)),
};
