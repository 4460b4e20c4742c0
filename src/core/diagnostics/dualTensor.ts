/**
 * Tensors with a tangent: x + δ·x′ with δ² = 0, on any backend.
 *
 * Running a gradient on them gives the gradient and, as its tangent, the Hessian times a direction: exact up to the
 * backend's rounding, without a step size and without the kinks that a difference quotient of a ReLU net steps over.
 * A tensor without a tangent is a constant. Comparisons are constant; where two arguments of a maximum tie, the slope is
 * that of the second, so that ReLU's slope at 0 is 0 as in `layers/activation.ts`.
 *
 * Source: forward mode over the written-out backward pass, Pearlmutter 1994, "Fast exact multiplication by the Hessian".
 */
import { ElementwiseMethods } from '../tensor/elementwise';
import { type FunctionName, functions, type PairName, pairs, total } from '../tensor/operations';
import { sameShape } from '../tensor/shape';
import type { Backend, Scalar, Shape, Tensor } from '../tensor/tensor';

export class DualTensor extends ElementwiseMethods<DualTensor> implements Tensor {
  constructor(
    readonly value: Tensor,
    readonly tangent?: Tensor,
  ) {
    super();
  }

  get shape(): Shape {
    return this.value.shape;
  }

  each(name: FunctionName): DualTensor {
    const value = this.value[name]();
    return new DualTensor(value, this.tangent && functions[name].tangent(this.tangent, this.value, value));
  }
  pair(name: PairName, other: Tensor | number): DualTensor {
    const b = typeof other === 'number' ? other : dual(other).value;
    const db = typeof other === 'number' ? undefined : dual(other).tangent;
    const value = this.value[name](b);
    const tangent = pairs[name].tangent(this.tangent, db, this.value, b, value);
    return new DualTensor(value, tangent && spread(tangent, value));
  }

  sum(axes?: readonly number[], keep = false): DualTensor {
    return this.#linear((x) => x.sum(axes, keep));
  }
  mean(axes?: readonly number[], keep = false): DualTensor {
    return this.#linear((x) => x.mean(axes, keep));
  }
  maxOver(axes?: readonly number[], keep = false): DualTensor {
    const highest = this.value.maxOver(axes, true);
    const value = keep ? highest : this.value.maxOver(axes);
    if (!this.tangent) return new DualTensor(value);
    const attained = this.value.equal(highest);
    return new DualTensor(value, attained.mul(this.tangent).sum(axes, keep).div(attained.sum(axes, keep)));
  }
  argMax(): DualTensor {
    return new DualTensor(this.value.argMax());
  }

  reshape(shape: Shape): DualTensor {
    return this.#linear((x) => x.reshape(shape));
  }
  transpose(permutation?: readonly number[]): DualTensor {
    return this.#linear((x) => x.transpose(permutation));
  }
  slice(begin: readonly number[], size: readonly number[]): DualTensor {
    return this.#linear((x) => x.slice(begin, size));
  }
  pad(paddings: readonly (readonly [number, number])[]): DualTensor {
    return this.#linear((x) => x.pad(paddings));
  }
  gatherRows(indices: ArrayLike<number>): DualTensor {
    return this.#linear((x) => x.gatherRows(indices));
  }
  rowsAt(indices: Tensor): DualTensor {
    return this.#linear((x) => x.rowsAt(dual(indices).value));
  }
  rowsAtGradient(indices: Tensor, rows: number): DualTensor {
    return this.#linear((x) => x.rowsAtGradient(dual(indices).value, rows));
  }

  matMul(other: Tensor, transposeThis = false, transposeOther = false): DualTensor {
    return this.#product(other, (a, b) => a.matMul(b, transposeThis, transposeOther));
  }
  dot(other: Tensor): Scalar {
    return this.#product(other, (a, b) => a.dot(b));
  }
  norm(): Scalar {
    const value = this.value.norm();
    return new DualTensor(value, this.tangent && this.value.dot(this.tangent).div(value));
  }
  addScaled(other: Tensor, scale: Tensor | number): DualTensor {
    return this.add(other.mul(scale));
  }

  conv2d(kernel: Tensor, stride: number): DualTensor {
    return this.#product(kernel, (a, b) => a.conv2d(b, stride));
  }
  conv2dInputGradient(kernel: Tensor, inputShape: Shape, stride: number): DualTensor {
    return this.#product(kernel, (a, b) => a.conv2dInputGradient(b, inputShape, stride));
  }
  conv2dKernelGradient(input: Tensor, kernelShape: Shape, stride: number): DualTensor {
    return this.#product(input, (a, b) => a.conv2dKernelGradient(b, kernelShape, stride));
  }
  /** The tangent of each window's first maximum. Cost: a few kernels per place in the window. */
  maxPool(size: number, stride: number): DualTensor {
    const value = this.value.maxPool(size, stride);
    const { tangent } = this;
    if (!tangent) return new DualTensor(value);
    const [images, height, width, channels] = value.shape as [number, number, number, number];
    const reach = [images, (height - 1) * stride + 1, (width - 1) * stride + 1, channels];
    // One place of every window; a window of one pixel only picks.
    const at = (x: Tensor, row: number, column: number) => x.slice([0, row, column, 0], reach).maxPool(1, stride);
    let unmet = value.mul(0).add(1);
    let slope = value.mul(0);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const isFirst = at(this.value, row, column).equal(value).mul(unmet);
        slope = slope.add(isFirst.mul(at(tangent, row, column)));
        unmet = unmet.sub(isFirst);
      }
    }
    return new DualTensor(value, slope);
  }
  maxPoolGradient(input: Tensor, size: number, stride: number): DualTensor {
    const { value } = dual(input);
    return this.#linear((x) => x.maxPoolGradient(value, size, stride));
  }

  #linear(map: (x: Tensor) => Tensor): DualTensor {
    return new DualTensor(map(this.value), this.tangent && map(this.tangent));
  }
  #product(other: Tensor, product: (a: Tensor, b: Tensor) => Tensor): DualTensor {
    const { value, tangent } = dual(other);
    return new DualTensor(
      product(this.value, value),
      total(this.tangent && product(this.tangent, value), tangent && product(this.value, tangent)),
    );
  }
}

/** A tangent in the shape of a value that was broadcast. */
function spread(tangent: Tensor, value: Tensor): Tensor {
  return sameShape(tangent.shape, value.shape) ? tangent : tangent.add(value.mul(0));
}

/** `backend` as the written-out backward pass asks for it: joins tensors with their tangents. */
export function dualBackend(backend: Backend): Backend {
  return {
    name: backend.name,
    tensor: (values, shape) => new DualTensor(backend.tensor(values, shape)),
    scalar: (value) => new DualTensor(backend.scalar(value)),
    concat(parts) {
      const pieces = parts.map((part) => dual(part));
      const value = backend.concat(pieces.map((piece) => piece.value));
      if (pieces.every(({ tangent }) => !tangent)) return new DualTensor(value);
      return new DualTensor(value, backend.concat(pieces.map((piece) => piece.tangent ?? piece.value.mul(0))));
    },
    read: (tensor) => backend.read(dual(tensor).value),
    readAll: (tensors) => backend.readAll(tensors.map((tensor) => dual(tensor).value)),
    scope: (work) => backend.scope(work),
    scopeAsync: (work) => backend.scopeAsync(work),
    free: (value) => backend.free(value),
    tensorCount: () => backend.tensorCount(),
  };
}

function dual(tensor: Tensor): DualTensor {
  return tensor instanceof DualTensor ? tensor : new DualTensor(tensor);
}
