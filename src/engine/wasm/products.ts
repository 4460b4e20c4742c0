/**
 * Products of matrices and convolutions as calls of the one product (`kernels/product.ts`).
 *
 * In NHWC a window's row of pixels lies in one piece, so a row of output pixels is a product with strides: of as many
 * segments as the kernel has rows, each of width × channels numbers. The kernel's gradient is the same windows
 * transposed, times the output's gradient.
 */
import { sizeOf, stridesOf } from '../../core/tensor/shape';
import type { Shape } from '../../core/tensor/tensor';
import type { ProductArguments } from './kernels/product';

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

/** A product over those places of the input that the same taps of the kernel reach. */
interface Phase {
  /** [rows, columns, outputs, channels] of its part of the kernel, last row and column first. */
  readonly taps: readonly [number, number, number, number];
  /** Where they are found in the kernel, in numbers. */
  readonly from: { readonly offset: number; readonly strides: readonly number[] };
  /** Where the padded gradient and the result begin for it, in numbers. */
  readonly a: number;
  readonly c: number;
  readonly places: number;
  readonly products: Products;
}

/**
 * dx[q·s + r] = Σ_t gradient[q − t] · K[r + t·s] for each remainder r: with a stride s, s² convolutions of the padded gradient
 * with every s-th row and column of the kernel, turned round, and no product with zeros.
 *
 * @param shape  of the result: the input's, or that of a part of it from `begin` (row, column) on
 */
export function inputGradient(
  gradient: Shape,
  filter: Shape,
  shape: Shape,
  begin: readonly number[],
  stride: number,
): { readonly padded: { readonly shape: Shape; readonly before: number }; readonly phases: readonly Phase[] } {
  const [count, , , outputs] = gradient as unknown as Images;
  const [filterHeight, filterWidth, channels] = filter as unknown as Images;
  const [, height, width] = shape as unknown as Images;
  const down = remainders(filterHeight, begin[0] as number, height, stride);
  const across = remainders(filterWidth, begin[1] as number, width, stride);
  const padded = [count, down.length, across.length, outputs];
  const [image, row, pixel] = stridesOf(padded) as [number, number, number];
  const [, own, next] = stridesOf(shape) as [number, number, number];
  const kernel = stridesOf(filter) as [number, number, number, number];
  const phases = down.each.flatMap((y) =>
    across.each.map((x): Phase => {
      const depth = x.taps * outputs;
      return {
        taps: [y.taps, x.taps, outputs, channels],
        from: {
          offset: (y.remainder + (y.taps - 1) * stride) * kernel[0] + (x.remainder + (x.taps - 1) * stride) * kernel[1],
          strides: [-stride * kernel[0], -stride * kernel[1], 1, outputs],
        },
        a: y.from * row + x.from * pixel,
        c: y.to * own + x.to * next,
        places: count * y.places * x.places * channels,
        products: {
          count,
          steps: { a: image * FLOAT, b: 0, c: height * own * FLOAT },
          accumulates: false,
          numbers: {
            blocks: y.places,
            rows: x.places,
            columns: channels,
            segments: y.taps,
            depth,
            aBlock: row * FLOAT,
            aRow: pixel * FLOAT,
            aSegment: row * FLOAT,
            aDepth: FLOAT,
            bSegment: depth * channels * FLOAT,
            bDepth: channels * FLOAT,
            bColumn: FLOAT,
            cBlock: stride * own * FLOAT,
            cRow: stride * next * FLOAT,
          },
        },
      };
    }),
  );
  return { padded: { shape: padded, before: (down.margin * across.length + across.margin) * outputs }, phases };
}

/** Along one axis: zeros before the gradient, its length with zeros, and the remainders that any tap reaches. */
function remainders(taps: number, begin: number, length: number, stride: number) {
  const margin = Math.ceil(taps / stride) - 1;
  const each = Array.from({ length: Math.min(stride, taps) }, (_, remainder) => {
    const own = Math.ceil((taps - remainder) / stride);
    const first = Math.max(0, Math.ceil((begin - remainder) / stride));
    const places = Math.max(0, Math.ceil((begin + length - remainder) / stride) - first);
    return { remainder, taps: own, places, from: first - (own - 1) + margin, to: first * stride + remainder - begin };
  });
  return { margin, length: margin + Math.floor((begin + length - 1) / stride) + 1, each: each.filter(({ places }) => places > 0) };
}
