/**
 * The arithmetic every algorithm, loss and layer of Basin is written in.
 *
 * This room knows shapes and numbers and refuses to know where they live: `core/tensor/float64` computes on plain
 * doubles in Node (the reference), `engine/graph` on WebGPU and WebAssembly, `engine/tfjs` on TensorFlow.js
 * (WebGL, cpu, WebGPU). Because algorithms see only this interface, each formula stands once and is checked in float64 by
 * finite differences.
 *
 * Tensors are values: no method changes its receiver, so "restore the weights" is to go on using the old tensor.
 * Who frees them is the scope's business (`Backend.scope`), never an algorithm's.
 */

import type { PackedImages, Placements } from '../datasets/augmentation';
import type { Functions, Pairs } from './operations';

/** Sizes per axis, row-major. `[]` is a scalar. Activations are NHWC, convolution kernels HWIO, dense kernels [in, out]. */
export type Shape = readonly number[];

/** A value of any rank. */
export interface Tensor extends Functions, Pairs {
  readonly shape: Shape;

  /** Sum over `axes` (default: all, giving a scalar). Kept axes have size 1 when `keep`. */
  sum(axes?: readonly number[], keep?: boolean): Tensor;
  mean(axes?: readonly number[], keep?: boolean): Tensor;
  /** Largest element over `axes` (default: all). */
  maxOver(axes?: readonly number[], keep?: boolean): Tensor;
  /** Index of the largest element of each row of a [rows, columns] tensor, as numbers [rows]; ties give the lowest index. */
  argMax(): Tensor;

  reshape(shape: Shape): Tensor;
  /** Permutes the axes (default: reverses them). */
  transpose(permutation?: readonly number[]): Tensor;
  /** `size` elements from `begin`, per axis. */
  slice(begin: readonly number[], size: readonly number[]): Tensor;
  /** Zeros around: [before, after] per axis. */
  pad(paddings: readonly (readonly [number, number])[]): Tensor;
  /** Rows `indices` of the first axis, in that order. No gradient is ever taken through it. */
  gatherRows(indices: ArrayLike<number>): Tensor;
  /** Rows of [rows, …] whose numbers are `indices` [n], whole and below rows (which a device does not check): [n, …]. */
  rowsAt(indices: Tensor): Tensor;
  /** Gradient of `table.rowsAt(indices)` with respect to the table [rows, …], receiver = gradient of the output [n, …]: rows that were asked for several times get the sum. */
  rowsAtGradient(indices: Tensor, rows: number): Tensor;

  /** op(this) · op(other) for matrices, or pair by pair for two stacks [n, ·, ·] of n of them; op transposes each when asked. */
  matMul(other: Tensor, transposeThis?: boolean, transposeOther?: boolean): Tensor;

  /** Σ of this ⊙ other over all elements: a scalar. */
  dot(other: Tensor): Tensor;
  /** L2 norm over all elements: a scalar. One square root for all, never one per tensor. */
  norm(): Tensor;
  /** this + scale · other, shapes equal. The one operation of perturbing and of updating. */
  addScaled(other: Tensor, scale: Tensor | number): Tensor;

  /** Cross-correlation of [n,h,w,c] with a kernel [kh,kw,c,o], no padding ("valid"). */
  conv2d(kernel: Tensor, stride: number): Tensor;
  /** Gradient of `input.conv2d(kernel, stride)` with respect to the input, receiver = gradient of the output. */
  conv2dInputGradient(kernel: Tensor, inputShape: Shape, stride: number): Tensor;
  /** Gradient of `input.conv2d(kernel, stride)` with respect to the kernel, receiver = gradient of the output. */
  conv2dKernelGradient(input: Tensor, kernelShape: Shape, stride: number): Tensor;
  /** Largest value of each size×size window of [n,h,w,c], no padding. */
  maxPool(size: number, stride: number): Tensor;
  /** Gradient of `input.maxPool(size, stride)`, receiver = gradient of the output; ties give it to the first in row-major order. */
  maxPoolGradient(input: Tensor, size: number, stride: number): Tensor;
}

/** A number that may still be on the GPU: a loss, a norm, a radius. Rank 0. */
export type Scalar = Tensor;
/** A point or a direction in parameter space: all parameters as one flat rank-1 tensor. */
export type Vector = Tensor;
/** One row per sample, one column per class (logits, targets), or per-sample values [samples]. */
export type Table = Tensor;

/** Images that a device keeps as bytes. */
export interface KeptImages {
  /** Tensors they take there, to be freed. */
  readonly tensors: readonly Tensor[];
  /** The mini-batch of the images `rows`: the bits of `gatherImages`. */
  batch(rows: ArrayLike<number>, placements: Placements): Tensor;
}

/** Where tensors are made and freed. */
export interface Backend {
  /** `float64`, `webgpu`, `webgl`, `wasm` or `cpu`. */
  readonly name: string;
  /** Bytes of samples that it can hold, where gathering rows there is cheaper than sending them. */
  readonly residentBytes?: number;
  /** Milliseconds that a read takes there and back when nothing is computed, where that is known. */
  readonly readMs?: number;
  /** Keeps images there as bytes, where making batches there is cheaper than sending them. */
  keepImages?(images: PackedImages): KeptImages;
  tensor(values: ArrayLike<number>, shape: Shape): Tensor;
  /** A host number that may be another one next step (η, ρ, a coefficient). Literal constants need no tensor. */
  scalar(value: number): Scalar;
  /** Joins along the first axis. */
  concat(parts: readonly Tensor[]): Tensor;
  /** Brings values to the host, row-major. Throws if the device failed meanwhile. */
  read(tensor: Tensor): Promise<Float64Array>;
  /** Brings several tensors to the host in one trip. */
  readAll(tensors: readonly Tensor[]): Promise<readonly Float64Array[]>;
  /**
   * Says whose arithmetic follows within the open scope, where several runs share it (0, 1, …). Only backends on which
   * that saves time have it: equal kernels of different runs become one dispatch there, and no number changes.
   */
  lane?(run: number): void;
  /**
   * Runs `work` and frees every tensor it made except those reachable from what it returns (through plain objects
   * and arrays). Only one scope is open at a time: never start another while one is awaiting.
   */
  scope<R>(work: () => R): R;
  /** Same, for work that must read a number in the middle. */
  scopeAsync<R>(work: () => Promise<R>): Promise<R>;
  /** Frees the tensors reachable from `value`. */
  free(value: unknown): void;
  /** Live tensors, for leak tests. */
  tensorCount(): number;
}
