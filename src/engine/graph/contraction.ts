/**
 * Matrix products, convolutions and their gradients as one thing: a contraction of two factors,
 *
 *   C[batch, rows, columns] = Σ over inner loops of left · right,
 *
 * where each factor is read at an index that is a sum of loops. A convolution and both its gradients are one relation,
 *
 *   results[n, y, x, o] = Σ images[n, y·s + dy, x·s + dx, c] · filters[dy, dx, c, o],
 *
 * summed over what the operation's own result does not have. No device stores a matrix of image patches: WebGPU reads factors
 * at their indices (`webgpu/product.ts`), WebAssembly walks along strides (`wasm/products.ts`).
 */
import { lengthAt, sizeOf, stridesOf } from '../../core/tensor/shape';
import type { Shape } from '../../core/tensor/tensor';
import type { Node } from './node';

export interface Loop {
  readonly name: string;
  readonly length: number;
}

/** Where along one axis a factor is read: (Σ times · loop + plus) / over. */
export interface Index {
  readonly of: readonly (readonly [loop: string, times: number])[];
  readonly plus?: number;
  /** Indices that are no whole number, or no place of the axis, are zero. Those that have no `over` are always places. */
  readonly over?: number;
}

/** An index for each axis of a factor. */
export type Access = readonly Index[];

/** Loops from the outermost to the innermost. The result's axes are its batch, its rows and its columns. */
export interface Contraction {
  readonly batch: readonly Loop[];
  readonly rows: readonly Loop[];
  readonly columns: readonly Loop[];
  readonly inner: readonly Loop[];
  readonly left: Access;
  readonly right: Access;
}

/** Contraction of a product node. Throws for any other. */
export function contractionOf({ op, inputs, shape, numbers }: Node): Contraction {
  const [left, right] = inputs as [Node, Node];
  const [stride = 1] = numbers;
  switch (op) {
    case 'matMul':
      return matrixProduct(left.shape, shape, numbers);
    case 'conv2d':
      return convolution(shape, right.shape, stride);
    case 'conv2dKernelGradient': {
      const { rows, columns, inner, left: images } = convolution(right.shape, shape, stride);
      return { batch: [], rows: inner, columns, inner: rows, left: images, right: plain([...rows, ...columns]) };
    }
    case 'conv2dInputGradient':
      return inputGradient(right.shape, shape, numbers);
    default:
      throw new Error(`compiled: ${op} is no product`);
  }
}

/** op(left) · op(right), or pair by pair for stacks. @param transposed 1 for each factor that is */
function matrixProduct(left: Shape, shape: Shape, [transposeLeft, transposeRight]: readonly number[]): Contraction {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const batch = shape.length > 2 ? [loop('batch', shape[0])] : [];
  const [row, column, depth] = [loop('row', rows), loop('column', columns), loop('depth', left.at(transposeLeft ? -2 : -1))];
  return {
    batch,
    rows: [row],
    columns: [column],
    inner: [depth],
    left: plain([...batch, ...(transposeLeft ? [depth, row] : [row, depth])]),
    right: plain([...batch, ...(transposeRight ? [column, depth] : [depth, column])]),
  };
}

/** @param results, filters  shapes */
export function convolution(results: Shape, filters: Shape, stride: number): Contraction {
  const [sample, y, x] = [loop('sample', results[0]), loop('y', results[1]), loop('x', results[2])];
  const taps = [loop('dy', filters[0]), loop('dx', filters[1]), loop('channel', filters[2])];
  const filter = loop('filter', filters[3]);
  return {
    batch: [],
    rows: [sample, y, x],
    columns: [filter],
    inner: taps,
    left: [
      { of: [['sample', 1]] },
      {
        of: [
          ['y', stride],
          ['dy', 1],
        ],
      },
      {
        of: [
          ['x', stride],
          ['dx', 1],
        ],
      },
      { of: [['channel', 1]] },
    ],
    right: plain([...taps, filter]),
  };
}

/** The convolution's relation solved for y and x. @param numbers  stride, the whole input's shape, and where in it `shape` begins */
function inputGradient(filters: Shape, shape: Shape, numbers: readonly number[]): Contraction {
  const [stride = 1, , , , , top = 0, side = 0] = numbers;
  const [dy, dx, channel, filter] = [
    loop('dy', filters[0]),
    loop('dx', filters[1]),
    loop('channel', filters[2]),
    loop('filter', filters[3]),
  ];
  const back = (place: string, tap: string, plus: number): Index => ({
    of: [
      [place, 1],
      [tap, -1],
    ],
    plus,
    over: stride,
  });
  return {
    batch: [],
    rows: [loop('sample', shape[0]), loop('row', shape[1]), loop('column', shape[2])],
    columns: [channel],
    inner: [dy, dx, filter],
    left: [{ of: [['sample', 1]] }, back('row', 'dy', top), back('column', 'dx', side), { of: [['filter', 1]] }],
    right: plain([dy, dx, channel, filter]),
  };
}

function loop(name: string, length: number | undefined): Loop {
  return { name, length: length as number };
}

/** Each loop along an axis of its own. */
function plain(loops: readonly Loop[]): Access {
  return loops.map(({ name }) => ({ of: [[name, 1]] }));
}

/** How the result is written: each loop along an axis of its own, `times` places apart where that is said. */
export function resultOf({ batch, rows, columns }: Contraction, times: Readonly<Record<string, number>> = {}): Access {
  return [...batch, ...rows, ...columns].map(({ name }) => ({ of: [[name, times[name] ?? 1]] }));
}

/** How many places loops have together. */
export function lengthOf(loops: readonly Loop[]): number {
  return sizeOf(loops.map(({ length }) => length));
}

/** Numbers from a loop's turn to its next, in a factor of `shape` that is read by `access`. */
export function strideOf(access: Access, shape: Shape, { name }: Loop): number {
  const strides = stridesOf(shape);
  return access.reduce((sum, { of }, axis) => sum + lengthAt(strides, axis) * timesOf(of, name), 0);
}

function timesOf(of: Index['of'], name: string): number {
  return of.reduce((sum, [own, times]) => (own === name ? sum + times : sum), 0);
}
