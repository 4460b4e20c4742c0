/** `Tensor` of the compiled backend: an operation of the step that is being traced, or numbers on the GPU. */
import { lastOf, nth } from '../../core/numbers';
import { ElementwiseMethods } from '../../core/tensor/elementwise';
import type { FunctionName, PairName } from '../../core/tensor/operations';
import { broadcastShape, expectRank, expectShape, lengthAt, sizeOf, text } from '../../core/tensor/shape';
import type { Scalar, Shape, Tensor } from '../../core/tensor/tensor';
import { expectChannels, windowsAlong } from '../../core/tensor/windows';
import type { Node, Op } from './node';

/** A range of the GPU's lasting memory, in numbers. */
export interface MemoryRange {
  readonly at: number;
  readonly size: number;
}

/** Takes down operations; the backend behind every tensor. */
export interface Recorder {
  apply(op: Op, inputs: readonly (CompiledTensor | number)[], numbers: readonly number[], shapeOf: () => Shape): CompiledTensor;
  upload(values: ArrayLike<number>, shape: Shape): CompiledTensor;
  /** Numbers an operation's scope away may be used in it as tensors: runs `work` in a scope of its own if none is open. */
  within(work: () => CompiledTensor): CompiledTensor;
}

export class CompiledTensor extends ElementwiseMethods<CompiledTensor> implements Tensor {
  /** Set once the numbers outlive the step. */
  block: MemoryRange | undefined;

  /**
   * @param node  what it is in the trace `trace`; undefined for numbers from outside
   */
  constructor(
    readonly recorder: Recorder,
    readonly shape: Shape,
    readonly node: Node | undefined,
    readonly trace: object | undefined,
  ) {
    super();
  }

  each(op: FunctionName): CompiledTensor {
    return this.#apply(op, [this], [], () => this.shape);
  }
  pair(op: PairName, other: Tensor | number): CompiledTensor {
    const right = typeof other === 'number' ? other : compiled(other);
    return this.#apply(op, [this, right], [], () => (typeof right === 'number' ? this.shape : broadcastShape(this.shape, right.shape)));
  }

  sum(axes?: readonly number[], keep = false): CompiledTensor {
    return this.#over('sum', axes, keep);
  }
  mean(axes?: readonly number[], keep = false): CompiledTensor {
    const over = axes ?? this.shape.map((_, axis) => axis);
    const count = sizeOf(over.map((axis) => lengthAt(this.shape, axis)));
    return this.recorder.within(() => this.sum(axes, keep).div(count));
  }
  maxOver(axes?: readonly number[], keep = false): CompiledTensor {
    return this.#over('maxOver', axes, keep);
  }
  argMax(): CompiledTensor {
    expectRank('argMax', this.shape, 2);
    return this.#apply('argMax', [this], [], () => [lengthAt(this.shape, 0)]);
  }

  reshape(shape: Shape): CompiledTensor {
    if (sizeOf(shape) !== sizeOf(this.shape)) throw new Error(`reshape: ${text(this.shape)} does not fit into ${text(shape)}`);
    return this.#apply('reshape', [this], shape, () => shape);
  }
  transpose(permutation?: readonly number[]): CompiledTensor {
    const order = permutation ?? this.shape.map((_, axis) => this.shape.length - 1 - axis);
    return this.#apply('transpose', [this], order, () => order.map((axis) => lengthAt(this.shape, axis)));
  }
  slice(begin: readonly number[], size: readonly number[]): CompiledTensor {
    const fits = this.shape.every((length, axis) => (begin[axis] ?? -1) >= 0 && (begin[axis] ?? 0) + (size[axis] ?? Infinity) <= length);
    if (!fits) throw new Error(`slice: ${text(size)} elements from ${text(begin)} are not within ${text(this.shape)}`);
    return this.#apply('slice', [this], [...begin, ...size], () => size);
  }
  pad(paddings: readonly (readonly [number, number])[]): CompiledTensor {
    return this.#apply('pad', [this], paddings.flat(), () =>
      this.shape.map((length, axis) => length + (paddings[axis]?.[0] as number) + (paddings[axis]?.[1] as number)),
    );
  }
  gatherRows(indices: ArrayLike<number>): CompiledTensor {
    const rows = this.shape[0] ?? 0;
    for (let place = 0; place < indices.length; place++) {
      const index = nth(indices, place);
      if (index < 0 || index >= rows) throw new Error(`gatherRows: no row ${index} in shape ${text(this.shape)}`);
    }
    return this.recorder.within(() =>
      this.#apply('gather', [this, this.recorder.upload(indices, [indices.length])], [], () => [indices.length, ...this.shape.slice(1)]),
    );
  }
  rowsAt(indices: Tensor): CompiledTensor {
    expectRank('rowsAt, indices', indices.shape, 1);
    return this.#apply('gather', [this, compiled(indices)], [], () => [lengthAt(indices.shape, 0), ...this.shape.slice(1)]);
  }
  rowsAtGradient(indices: Tensor, rows: number): CompiledTensor {
    expectShape('rowsAtGradient, indices', indices.shape, this.shape.slice(0, 1));
    return this.#apply('scatter', [this, compiled(indices)], [rows], () => [rows, ...this.shape.slice(1)]);
  }

  matMul(other: Tensor, transposeThis = false, transposeOther = false): CompiledTensor {
    expectRank('matMul, left', this.shape, 2, 3);
    expectRank('matMul, right', other.shape, this.shape.length);
    const [rows, depth] = lastTwo(this.shape, transposeThis);
    const [inner, columns] = lastTwo(other.shape, transposeOther);
    if (depth !== inner) throw new Error(`matMul: inner sizes ${depth} and ${inner} differ`);
    return this.#apply('matMul', [this, compiled(other)], [transposeThis ? 1 : 0, transposeOther ? 1 : 0], () => [
      ...this.shape.slice(0, -2),
      rows,
      columns,
    ]);
  }

  dot(other: Tensor): Scalar {
    expectShape('dot', other.shape, this.shape);
    return this.recorder.within(() => this.mul(other).sum());
  }
  norm(): Scalar {
    return this.recorder.within(() => this.square().sum().sqrt());
  }
  addScaled(other: Tensor, scale: Tensor | number): CompiledTensor {
    expectShape('addScaled', other.shape, this.shape);
    return this.recorder.within(() => this.add((other as CompiledTensor).mul(scale)));
  }

  conv2d(kernel: Tensor, stride: number): CompiledTensor {
    expectChannels('conv2d', this.shape, kernel.shape);
    const [samples, height, width] = this.shape as [number, number, number];
    const [kernelHeight, kernelWidth, , filters] = kernel.shape as [number, number, number, number];
    return this.#apply('conv2d', [this, compiled(kernel)], [stride], () => [
      samples,
      windowsAlong(height, kernelHeight, stride),
      windowsAlong(width, kernelWidth, stride),
      filters,
    ]);
  }
  conv2dInputGradient(kernel: Tensor, inputShape: Shape, stride: number): CompiledTensor {
    expectChannels('conv2dInputGradient', inputShape, kernel.shape);
    return this.#apply('conv2dInputGradient', [this, compiled(kernel)], [stride, ...inputShape], () => inputShape);
  }
  conv2dKernelGradient(input: Tensor, kernelShape: Shape, stride: number): CompiledTensor {
    expectChannels('conv2dKernelGradient', input.shape, kernelShape);
    return this.#apply('conv2dKernelGradient', [compiled(input), this], [stride, ...kernelShape], () => kernelShape);
  }
  maxPool(size: number, stride: number): CompiledTensor {
    expectRank('maxPool', this.shape, 4);
    const [samples, height, width, channels] = this.shape as [number, number, number, number];
    const reach = (length: number) => windowsAlong(length, size, stride);
    return this.#apply('maxPool', [this], [size, stride], () => [samples, reach(height), reach(width), channels]);
  }
  maxPoolGradient(input: Tensor, size: number, stride: number): CompiledTensor {
    expectRank('maxPoolGradient', input.shape, 4);
    return this.#apply('maxPoolGradient', [this, compiled(input)], [size, stride], () => input.shape);
  }

  #over(op: Op, axes: readonly number[] | undefined, keep: boolean): CompiledTensor {
    const over = axes ?? this.shape.map((_, axis) => axis);
    if (over.length === 0) return this.reshape(this.shape);
    const reduce = () => this.#apply(op, [this], over, () => this.shape.filter((_, axis) => !over.includes(axis)));
    if (!keep) return reduce();
    return this.recorder.within(() => reduce().reshape(this.shape.map((length, axis) => (over.includes(axis) ? 1 : length))));
  }

  #apply(op: Op, inputs: readonly (CompiledTensor | number)[], numbers: readonly number[], shapeOf: () => Shape): CompiledTensor {
    return this.recorder.apply(op, inputs, numbers, shapeOf);
  }
}

/** The compiled tensor behind `tensor`. Throws when it lives on another kind of backend. */
export function compiled(tensor: Tensor): CompiledTensor {
  if (!(tensor instanceof CompiledTensor)) throw new Error('device: the other tensor lives on another backend');
  return tensor;
}

/** Rows and columns of a matrix, or of each in a stack. */
function lastTwo(shape: Shape, transpose: boolean): readonly [number, number] {
  const [rows, columns] = [lengthAt(shape, shape.length - 2), lastOf(shape)];
  return transpose ? [columns, rows] : [rows, columns];
}
