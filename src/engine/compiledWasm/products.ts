/**
 * Products of matrices and convolutions as calls of the one product (`simd/product.ts`).
 *
 * In NHWC a window's row of pixels lies in one piece, so a row of output pixels is a product with strides: of as many
 * segments as the kernel has rows, each of width × channels numbers. The kernel's gradient is the same windows
 * transposed, times the output's gradient.
 */
import { sizeOf } from '../compiled/node';
import type { Shape } from '../../core/tensor/tensor';
import type { ProductArguments } from '../simd/product';

const FLOAT = 4;

export interface Products {
  readonly count: number;
  /** Bytes from one product's factors and result to the next one's. */
  readonly steps: { readonly a: number; readonly b: number; readonly c: number };
  /** Whether all but the first add to what is there. */
  readonly accumulates: boolean;
  readonly numbers: Omit<ProductArguments, 'a' | 'b' | 'c' | 'scratch' | 'accumulate'>;
}

type Images = readonly [images: number, height: number, width: number, channels: number];

/** op(a) · op(b), or pair by pair for stacks. @param transposed 1 for each factor that is */
export function matrixProduct(a: Shape, b: Shape, [transposeA, transposeB]: readonly number[]): Products {
  const left = oriented(a, transposeA === 1);
  const right = oriented(b, transposeB === 1);
  return {
    count: sizeOf(a.slice(0, -2)),
    steps: { a: left.rows * left.columns * FLOAT, b: right.rows * right.columns * FLOAT, c: left.rows * right.columns * FLOAT },
    accumulates: false,
    numbers: {
      blocks: 1,
      rows: left.rows,
      columns: right.columns,
      segments: 1,
      depth: left.columns,
      aBlock: 0,
      aRow: left.row,
      aSegment: 0,
      aDepth: left.column,
      bSegment: 0,
      bDepth: right.row,
      bColumn: right.column,
      cBlock: 0,
      cRow: right.columns * FLOAT,
    },
  };
}

/** Sizes of op(x), the last two axes, and the bytes from one of its rows or columns to the next. */
function oriented(shape: Shape, transposed: boolean): Readonly<Record<'rows' | 'columns' | 'row' | 'column', number>> {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed
    ? { rows: columns, columns: rows, row: FLOAT, column: columns * FLOAT }
    : { rows, columns, row: columns * FLOAT, column: FLOAT };
}

/** Image by image. */
export function convolution(images: Shape, filter: Shape, stride: number): Products {
  const [count, height, width, channels] = images as unknown as Images;
  const [filterHeight, filterWidth, , outputs] = filter as unknown as Images;
  const rows = Math.floor((height - filterHeight) / stride) + 1;
  const columns = Math.floor((width - filterWidth) / stride) + 1;
  const row = width * channels * FLOAT;
  const depth = filterWidth * channels;
  return {
    count,
    steps: { a: height * row, b: 0, c: rows * columns * outputs * FLOAT },
    accumulates: false,
    numbers: {
      blocks: rows,
      rows: columns,
      columns: outputs,
      segments: filterHeight,
      depth,
      aBlock: stride * row,
      aRow: stride * channels * FLOAT,
      aSegment: row,
      aDepth: FLOAT,
      bSegment: depth * outputs * FLOAT,
      bDepth: outputs * FLOAT,
      bColumn: FLOAT,
      cBlock: columns * outputs * FLOAT,
      cRow: outputs * FLOAT,
    },
  };
}

/** The images' gradients one after the other, added up. */
export function kernelGradient(images: Shape, gradient: Shape, filter: Shape, stride: number): Products {
  const [count, height, width, channels] = images as unknown as Images;
  const [, rows, columns, outputs] = gradient as unknown as Images;
  const [filterHeight, filterWidth] = filter as unknown as Images;
  const row = width * channels * FLOAT;
  const bSegment = columns * outputs * FLOAT;
  return {
    count,
    steps: { a: height * row, b: rows * bSegment, c: 0 },
    accumulates: true,
    numbers: {
      blocks: filterHeight,
      rows: filterWidth * channels,
      columns: outputs,
      segments: rows,
      depth: columns,
      aBlock: row,
      aRow: FLOAT,
      aSegment: stride * row,
      aDepth: stride * channels * FLOAT,
      bSegment,
      bDepth: outputs * FLOAT,
      bColumn: FLOAT,
      cBlock: filterWidth * channels * outputs * FLOAT,
      cRow: outputs * FLOAT,
    },
  };
}
