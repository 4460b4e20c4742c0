/**
 * `Tensor` on TensorFlow.js: one value on the device, one kernel per method where one exists.
 *
 * It calls kernels by name, past the op wrappers and the autodiff tape, because algorithms bring their own gradients and
 * a small net's step is bounded by this very overhead. It knows no backend: where a kernel of one is wrong, `repairs/`
 * has replaced it before any tensor is made. Softmax is never called (webgpu spoils the last of more than 65,535
 * rows): losses compose it from `maxOver`, `exp` and `sum`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { ElementwiseMethods } from '../../core/tensor/elementwise';
import type { FunctionName, PairName } from '../../core/tensor/operations';
import { expectRank, expectShape, lengthAt, sizeOf, text } from '../../core/tensor/shape';
import type { Scalar, Shape, Tensor } from '../../core/tensor/tensor';
import { expectChannels } from '../../core/tensor/windows';
import { operations } from '../operations/operations';
import type { Constants } from './constants';
import { runKernel } from './runKernel';
import { type Held, store } from './store';

/** Workgroups per dimension that WebGPU guarantees; a stack of products takes one each. */
const MOST_PRODUCTS = 65_535;

export class DeviceTensor extends ElementwiseMethods<DeviceTensor> implements Tensor {
  constructor(
    readonly device: Held,
    readonly constants: Constants,
  ) {
    super();
  }

  get shape(): Shape {
    return this.device.shape;
  }

  each(name: FunctionName): DeviceTensor {
    return this.#each(operations[name].tfjs);
  }
  pair(name: PairName, other: Tensor | number): DeviceTensor {
    const b = typeof other === 'number' ? this.constants.of(other) : onDevice(other);
    return this.#run(operations[name].tfjs, { a: this.device, b }).#asNumbers();
  }

  sum(axes?: readonly number[], keep = false): DeviceTensor {
    return this.#over(tf.Sum, axes, keep);
  }
  mean(axes?: readonly number[], keep = false): DeviceTensor {
    const total = this.sum(axes, keep);
    return total.#thenFree(total.div(this.device.size / Math.max(1, total.device.size)));
  }
  maxOver(axes?: readonly number[], keep = false): DeviceTensor {
    return this.#over(tf.Max, axes, keep);
  }
  argMax(): DeviceTensor {
    expectRank('argMax', this.shape, 2);
    return this.#run(tf.ArgMax, { x: this.device }, { axis: 1 }).#asNumbers();
  }

  reshape(shape: Shape): DeviceTensor {
    if (sizeOf(shape) !== this.device.size) {
      throw new Error(`reshape: ${text(this.shape)} does not fit into ${text(shape)}`);
    }
    return this.#each(tf.Reshape, { shape: [...shape] });
  }
  transpose(permutation?: readonly number[]): DeviceTensor {
    const perm = permutation ? [...permutation] : this.shape.map((_, axis) => this.shape.length - 1 - axis);
    // Also because webgpu's kernel cannot compile for rank 1.
    if (perm.every((axis, place) => axis === place)) return this.reshape(this.shape);
    return this.#each(tf.Transpose, { perm });
  }
  slice(begin: readonly number[], size: readonly number[]): DeviceTensor {
    const fits = this.shape.every((length, axis) => (begin[axis] ?? -1) >= 0 && (begin[axis] ?? 0) + (size[axis] ?? Infinity) <= length);
    if (!fits) throw new Error(`slice: ${text(size)} elements from ${text(begin)} are not within ${text(this.shape)}`);
    return this.#each(tf.Slice, { begin: [...begin], size: [...size] });
  }
  pad(paddings: readonly (readonly [number, number])[]): DeviceTensor {
    return this.#each(tf.PadV2, { paddings: paddings.map(([before, after]) => [before, after]), constantValue: 0 });
  }
  gatherRows(indices: ArrayLike<number>): DeviceTensor {
    const rows = this.shape[0] ?? 0;
    const places = Int32Array.from(indices);
    const wrong = places.find((index) => index < 0 || index >= rows);
    if (wrong !== undefined) throw new Error(`gatherRows: no row ${wrong} in shape ${text(this.shape)}`);
    const uploaded = store.make(places, [places.length], 'int32');
    const gathered = this.#run(tf.GatherV2, { x: this.device, indices: uploaded }, { axis: 0, batchDims: 0 });
    uploaded.dispose();
    return gathered;
  }
  rowsAt(indices: Tensor): DeviceTensor {
    const places = new DeviceTensor(onDevice(indices), this.constants).#each(tf.Cast, { dtype: 'int32' });
    return places.#thenFree(this.#run(tf.GatherV2, { x: this.device, indices: places.device }, { axis: 0, batchDims: 0 }));
  }
  /** By a product with a table of ones: the kernels that scatter add in an order of their own. Takes n · rows numbers meanwhile. */
  rowsAtGradient(indices: Tensor, rows: number): DeviceTensor {
    const [count = 0, ...rest] = this.shape;
    const numbers = new DeviceTensor(
      store.make(
        Float32Array.from({ length: rows }, (_, row) => row),
        [1, rows],
        'float32',
      ),
      this.constants,
    );
    const column = new DeviceTensor(onDevice(indices), this.constants).reshape([count, 1]);
    const chosen = numbers.#thenFree(column.#thenFree(column.equal(numbers)));
    const flat = this.reshape([count, sizeOf(rest)]);
    const summed = flat.#thenFree(chosen.#thenFree(chosen.matMul(flat, true)));
    return summed.#thenFree(summed.reshape([rows, ...rest]));
  }

  matMul(other: Tensor, transposeThis = false, transposeOther = false): DeviceTensor {
    expectRank('matMul, left', this.shape, this.shape.length === 3 ? 3 : 2);
    expectRank('matMul, right', other.shape, this.shape.length);
    const stacked = this.shape.length === 3 ? lengthAt(this.shape, 0) : 1;
    if (this.shape.length === 3 && other.shape[0] !== stacked)
      throw new Error(`matMul: stacks of ${stacked} and ${other.shape[0]} matrices`);
    if (stacked > MOST_PRODUCTS) throw new Error(`matMul: ${stacked} products at once, and GPUs take ${MOST_PRODUCTS}`);
    return this.#run(tf.BatchMatMul, { a: this.device, b: onDevice(other) }, { transposeA: transposeThis, transposeB: transposeOther });
  }

  dot(other: Tensor): Scalar {
    expectShape('dot', other.shape, this.shape);
    const product = this.mul(other);
    return product.#thenFree(product.sum());
  }
  norm(): Scalar {
    const squares = this.square();
    const total = squares.#thenFree(squares.sum());
    return total.#thenFree(total.sqrt());
  }
  addScaled(other: Tensor, scale: Tensor | number): DeviceTensor {
    expectShape('addScaled', other.shape, this.shape);
    const scaled = (other as DeviceTensor).mul(scale);
    return scaled.#thenFree(this.add(scaled));
  }

  conv2d(kernel: Tensor, stride: number): DeviceTensor {
    expectChannels('conv2d', this.shape, kernel.shape);
    return this.#run(tf.Conv2D, { x: this.device, filter: onDevice(kernel) }, { ...sliding(stride), dilations: [1, 1] });
  }
  conv2dInputGradient(kernel: Tensor, inputShape: Shape, stride: number): DeviceTensor {
    expectChannels('conv2dInputGradient', inputShape, kernel.shape);
    return this.#run(
      tf.Conv2DBackpropInput,
      { dy: this.device, filter: onDevice(kernel) },
      { ...sliding(stride), inputShape: [...inputShape] },
    );
  }
  conv2dKernelGradient(input: Tensor, kernelShape: Shape, stride: number): DeviceTensor {
    expectChannels('conv2dKernelGradient', input.shape, kernelShape);
    return this.#run(
      tf.Conv2DBackpropFilter,
      { x: onDevice(input), dy: this.device },
      { ...sliding(stride), filterShape: [...kernelShape] },
    );
  }
  maxPool(size: number, stride: number): DeviceTensor {
    expectRank('maxPool', this.shape, 4);
    return this.#each(tf.MaxPool, { ...sliding(stride), filterSize: [size, size] });
  }
  maxPoolGradient(input: Tensor, size: number, stride: number): DeviceTensor {
    expectRank('maxPoolGradient', input.shape, 4);
    // The kernels find the maxima in `input` again; `output` only has to have the right shape.
    const inputs = { dy: this.device, input: onDevice(input), output: this.device };
    return this.#run(tf.MaxPoolGrad, inputs, { ...sliding(stride), filterSize: [size, size] });
  }

  #each(kernel: string, attributes?: object): DeviceTensor {
    return this.#run(kernel, { x: this.device }, attributes);
  }

  #over(kernel: string, axes: readonly number[] | undefined, keep: boolean): DeviceTensor {
    const axis = axes ? [...axes] : this.shape.map((_, index) => index);
    if (axis.length === 0) return this.reshape(this.shape);
    // Sum calls them axis, Max reductionIndices.
    return this.#run(kernel, { x: this.device }, { axis, reductionIndices: axis, keepDims: keep });
  }

  #asNumbers(): DeviceTensor {
    return this.device.dtype === 'float32' ? this : this.#thenFree(this.#each(tf.Cast, { dtype: 'float32' }));
  }

  /** Frees the receiver, an intermediate result that nobody else has seen, once `result` is computed from it. */
  #thenFree(result: DeviceTensor): DeviceTensor {
    this.device.dispose();
    return result;
  }

  #run(kernel: string, inputs: Readonly<Record<string, Held>>, attributes?: object): DeviceTensor {
    return new DeviceTensor(store.adopt(runKernel(kernel, inputs, attributes)), this.constants);
  }
}

/** The TensorFlow.js tensor behind `tensor`. Throws when it lives on another kind of backend. */
export function onDevice(tensor: Tensor): Held {
  if (!(tensor instanceof DeviceTensor)) throw new Error('device: the other tensor lives on another backend');
  return tensor.device;
}

function sliding(stride: number): { strides: number[]; pad: 'valid'; dataFormat: 'NHWC' } {
  return { strides: [stride, stride], pad: 'valid', dataFormat: 'NHWC' };
}
