/** `Tensor` on plain doubles: each method names the formula, the neighbouring files hold the loops. */
import { doubleAt } from '../../numbers';
import { ElementwiseMethods } from '../elementwise';
import { type FunctionName, functions, type PairName, pairs } from '../operations';
import type { Scalar, Shape, Tensor } from '../tensor';
import { gatheredRows, padded, reshaped, scatteredRows, sliced, transposed } from './arrangement';
import type { NdArray } from './block';
import { convolutionInputGradient, convolutionKernelGradient, convolved } from './convolution';
import { mapEach, mapPairs } from './mapping';
import { matrixProduct } from './matrixProduct';
import { maxPooled, maxPoolInputGradient } from './pooling';
import { argMaxRows, maxOver, reducedCount, sumOver } from './reduction';
import { expectShape, sizeOf, text } from '../shape';

export class Float64Tensor extends ElementwiseMethods<Float64Tensor> implements Tensor, NdArray {
  readonly shape: Shape;

  constructor(
    shape: Shape,
    readonly values: Float64Array,
  ) {
    super();
    if (values.length !== sizeOf(shape)) throw new Error(`tensor: ${values.length} values for shape ${text(shape)}`);
    this.shape = [...shape];
  }

  each(name: FunctionName): Float64Tensor {
    return wrap(mapEach(this, functions[name].value));
  }
  pair(name: PairName, other: Tensor | number): Float64Tensor {
    const { value } = pairs[name];
    return wrap(typeof other === 'number' ? mapEach(this, (own) => value(own, other)) : mapPairs(this, doubles(other), value));
  }

  sum(axes?: readonly number[], keep = false): Float64Tensor {
    return wrap(sumOver(this, axes, keep));
  }
  mean(axes?: readonly number[], keep = false): Float64Tensor {
    return this.sum(axes, keep).div(reducedCount(this, axes));
  }
  maxOver(axes?: readonly number[], keep = false): Float64Tensor {
    return wrap(maxOver(this, axes, keep));
  }
  argMax(): Float64Tensor {
    return wrap(argMaxRows(this));
  }

  reshape(shape: Shape): Float64Tensor {
    return wrap(reshaped(this, shape));
  }
  transpose(permutation?: readonly number[]): Float64Tensor {
    return wrap(transposed(this, permutation));
  }
  slice(begin: readonly number[], size: readonly number[]): Float64Tensor {
    return wrap(sliced(this, begin, size));
  }
  pad(paddings: readonly (readonly [number, number])[]): Float64Tensor {
    return wrap(padded(this, paddings));
  }
  gatherRows(indices: ArrayLike<number>): Float64Tensor {
    return wrap(gatheredRows(this, indices));
  }
  rowsAt(indices: Tensor): Float64Tensor {
    return wrap(gatheredRows(this, doubles(indices).values));
  }
  rowsAtGradient(indices: Tensor, rows: number): Float64Tensor {
    return wrap(scatteredRows(this, doubles(indices).values, rows));
  }

  matMul(other: Tensor, transposeThis = false, transposeOther = false): Float64Tensor {
    return wrap(matrixProduct(this, doubles(other), transposeThis, transposeOther));
  }

  dot(other: Tensor): Scalar {
    const right = doubles(other);
    expectShape('dot', right.shape, this.shape);
    let total = 0;
    for (let index = 0; index < this.values.length; index++) total += (this.values[index] as number) * (right.values[index] as number);
    return scalar(total);
  }
  norm(): Scalar {
    return this.dot(this).sqrt();
  }
  addScaled(other: Tensor, scale: Tensor | number): Float64Tensor {
    const right = doubles(other);
    expectShape('addScaled', right.shape, this.shape);
    const factor = typeof scale === 'number' ? scale : onlyValue('addScaled, scale', doubles(scale));
    const values = new Float64Array(this.values.length);
    for (let index = 0; index < values.length; index++)
      values[index] = (this.values[index] as number) + factor * (right.values[index] as number);
    return new Float64Tensor(this.shape, values);
  }

  conv2d(kernel: Tensor, stride: number): Float64Tensor {
    return wrap(convolved(this, doubles(kernel), stride));
  }
  conv2dInputGradient(kernel: Tensor, inputShape: Shape, stride: number): Float64Tensor {
    return wrap(convolutionInputGradient(this, doubles(kernel), inputShape, stride));
  }
  conv2dKernelGradient(input: Tensor, kernelShape: Shape, stride: number): Float64Tensor {
    return wrap(convolutionKernelGradient(this, doubles(input), kernelShape, stride));
  }
  maxPool(size: number, stride: number): Float64Tensor {
    return wrap(maxPooled(this, size, stride));
  }
  maxPoolGradient(input: Tensor, size: number, stride: number): Float64Tensor {
    return wrap(maxPoolInputGradient(this, doubles(input), size, stride));
  }
}

/** The double-precision tensor behind `tensor`. Throws when it lives on another backend. */
export function doubles(tensor: Tensor): Float64Tensor {
  if (!(tensor instanceof Float64Tensor)) throw new Error('float64: the other tensor lives on another backend');
  return tensor;
}

function wrap(block: NdArray): Float64Tensor {
  return new Float64Tensor(block.shape, block.values);
}

function scalar(value: number): Float64Tensor {
  return new Float64Tensor([], Float64Array.of(value));
}

function onlyValue(what: string, x: NdArray): number {
  if (x.values.length !== 1) throw new Error(`${what}: expected one number, got shape ${text(x.shape)}`);
  return doubleAt(x.values, 0);
}
