/**
 * Convolutions on wasm and their two gradients, as products of matrices whose left factor is never written down.
 *
 * In NHWC a window's row of pixels lies in one piece, so a row of output pixels is a product with strides: of as many
 * segments as the kernel has rows, each of width × channels numbers. The kernel's gradient is the same windows
 * transposed, times the output's gradient. The delivered backend has no kernel gradient at all, and its input gradient is a
 * naive loop (3×3, 16 to 16 channels, 16 images of 16×16: 5.7 ms).
 */
import { Conv2D, Conv2DBackpropFilter, Conv2DBackpropInput, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { copyBox, stridesOf } from '../simd/copies';
import { simdOn, type WasmHeap } from '../simd/module';
import { replaceKernel, type Undo } from './replaceKernel';

type Images = [images: number, height: number, width: number, channels: number];
type Filter = [height: number, width: number, channels: number, outputs: number];
interface Sliding {
  readonly strides: [number, number];
  readonly pad: string;
  readonly dilations?: [number, number];
}

const FLOAT = 4;

export function speedUpWasmConvolution(): Undo {
  return replaceKernel('wasm', Conv2D, (delivered) => (args) => {
    const { strides, pad, dilations = [1, 1] } = args.attrs as unknown as Sliding;
    if (pad !== 'valid' || dilations[0] !== 1 || dilations[1] !== 1) return (delivered as KernelFunc)(args);
    const { x, filter } = args.inputs as { x: TensorInfo; filter: TensorInfo };
    return convolved(args.backend as WasmHeap, x, filter, strides);
  });
}

export function repairWasmConvolutionKernelGradient(): Undo {
  return replaceKernel('wasm', Conv2DBackpropFilter, () => ({ inputs, attrs, backend }) => {
    const { strides, pad, filterShape } = attrs as unknown as Sliding & { filterShape: Filter };
    expectValid(Conv2DBackpropFilter, pad);
    const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
    return kernelGradient(backend as WasmHeap, x, dy, filterShape, strides);
  });
}

/** dx[y] = Σ_i gradient[(y − i)/s] · K[i]: a convolution of the spread and padded gradient with the kernel turned round. */
export function speedUpWasmConvolutionInputGradient(): Undo {
  return replaceKernel('wasm', Conv2DBackpropInput, () => ({ inputs, attrs, backend }) => {
    const { strides, pad, inputShape } = attrs as unknown as Sliding & { inputShape: Images };
    expectValid(Conv2DBackpropInput, pad);
    const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
    const heap = backend as WasmHeap;
    const [height, width] = filter.shape as Filter;
    const spread = spreadOut(heap, dy, inputShape, [height - 1, width - 1], strides);
    const turned = turnedRound(heap, filter);
    const output = convolved(heap, spread, turned, [1, 1]);
    for (const { dataId } of [spread, turned]) heap.disposeData(dataId);
    return output;
  });
}

function convolved(heap: WasmHeap, x: TensorInfo, filter: TensorInfo, strides: [number, number]): TensorInfo {
  const [images, height, width, channels] = x.shape as Images;
  const [filterHeight, filterWidth, , outputs] = filter.shape as Filter;
  const rows = Math.floor((height - filterHeight) / strides[0]) + 1;
  const columns = Math.floor((width - filterWidth) / strides[1]) + 1;
  const output = heap.makeOutput([images, rows, columns, outputs], 'float32');
  const { product } = simdOn(heap);
  const row = width * channels * FLOAT;
  const depth = filterWidth * channels;
  const numbers = {
    b: heap.getMemoryOffset(filter.dataId),
    blocks: rows,
    rows: columns,
    columns: outputs,
    segments: filterHeight,
    depth,
    aBlock: strides[0] * row,
    aRow: strides[1] * channels * FLOAT,
    aSegment: row,
    aDepth: FLOAT,
    bSegment: depth * outputs * FLOAT,
    bDepth: outputs * FLOAT,
    bColumn: FLOAT,
    cBlock: columns * outputs * FLOAT,
    cRow: outputs * FLOAT,
    accumulate: 0,
  };
  const [from, to] = [heap.getMemoryOffset(x.dataId), heap.getMemoryOffset(output.dataId)];
  for (let image = 0; image < images; image++)
    product({ ...numbers, a: from + image * height * row, c: to + image * rows * numbers.cBlock });
  return output;
}

function kernelGradient(heap: WasmHeap, x: TensorInfo, gradient: TensorInfo, filterShape: Filter, strides: [number, number]): TensorInfo {
  const [images, height, width, channels] = x.shape as Images;
  const [, rows, columns, outputs] = gradient.shape as Images;
  const [filterHeight, filterWidth] = filterShape;
  const output = heap.makeOutput([...filterShape], 'float32');
  const { product } = simdOn(heap);
  const row = width * channels * FLOAT;
  const numbers = {
    c: heap.getMemoryOffset(output.dataId),
    blocks: filterHeight,
    rows: filterWidth * channels,
    columns: outputs,
    segments: rows,
    depth: columns,
    aBlock: row,
    aRow: FLOAT,
    aSegment: strides[0] * row,
    aDepth: strides[1] * channels * FLOAT,
    bSegment: columns * outputs * FLOAT,
    bDepth: outputs * FLOAT,
    bColumn: FLOAT,
    cBlock: filterWidth * channels * outputs * FLOAT,
    cRow: outputs * FLOAT,
  };
  const [from, other] = [heap.getMemoryOffset(x.dataId), heap.getMemoryOffset(gradient.dataId)];
  for (let image = 0; image < images; image++)
    product({
      ...numbers,
      a: from + image * height * row,
      b: other + image * rows * numbers.bSegment,
      accumulate: image === 0 ? 0 : 1,
    });
  return output;
}

/** [height, width, channels, outputs] → [height, width, outputs, channels], last row and column first. */
function turnedRound(heap: WasmHeap, filter: TensorInfo): TensorInfo {
  const [height, width, channels, outputs] = filter.shape as Filter;
  const output = heap.makeOutput([height, width, outputs, channels], 'float32');
  const [source, target] = [heap.typedArrayFromHeap(filter), heap.typedArrayFromHeap(output)];
  const places = height * width;
  let from = 0;
  for (let place = places - 1; place >= 0; place--)
    for (let channel = 0; channel < channels; channel++) {
      const to = place * channels * outputs + channel;
      for (let out = 0; out < outputs; out++) target[to + out * channels] = source[from++] as number;
    }
  return output;
}

/** `gradient` with its pixels `strides` apart and zeros between and around, `margins` before the first of them. */
function spreadOut(
  heap: WasmHeap,
  gradient: TensorInfo,
  inputShape: Images,
  margins: [number, number],
  strides: [number, number],
): TensorInfo {
  const [images, , , channels] = gradient.shape as Images;
  const [, inHeight, inWidth] = inputShape;
  const shape: Images = [images, inHeight + margins[0], inWidth + margins[1], channels];
  const output = heap.makeOutput(shape, 'float32');
  heap.typedArrayFromHeap(output).fill(0);
  const [image, row, pixel] = stridesOf(shape) as Images;
  const from = { at: heap.getMemoryOffset(gradient.dataId), strides: stridesOf(gradient.shape) };
  const corner = heap.getMemoryOffset(output.dataId) + (margins[0] * row + margins[1] * pixel) * FLOAT;
  const to = { at: corner, strides: [image, strides[0] * row, strides[1] * pixel, 1] };
  copyBox(simdOn(heap).copyRows, gradient.shape, from, to);
  return output;
}

function expectValid(kernel: string, pad: string): void {
  if (pad !== 'valid') throw new Error(`${kernel} on wasm: padding ${pad} is not composed`);
}
