/**
 * Contractions (`graph/contraction.ts`) as calls of the one product (`kernels/product.ts`), which walks along strides.
 *
 * In NHWC a window's row of pixels lies in one piece, so a row of output pixels is a product of as many segments as the kernel
 * has rows, each of width × channels numbers.
 */
import { nth } from '../../core/numbers';
import { sizeOf, stridesOf } from '../../core/tensor/shape';
import type { Shape } from '../../core/tensor/tensor';
import { type Access, convolution, type Contraction, type Loop, resultOf, strideOf } from '../graph/contraction';
import type { ProductArguments } from './kernels/product';

const FLOAT = 4;

export interface Products {
  readonly count: number;
  /** Bytes from one product's factors and result to the next one's. */
  readonly steps: { readonly a: number; readonly b: number; readonly c: number };
  /** True if all but the first add to what is there. */
  readonly accumulates: boolean;
  readonly numbers: Omit<ProductArguments, 'a' | 'b' | 'c' | 'scratch' | 'accumulate'>;
}

type Images = readonly [images: number, height: number, width: number, channels: number];

/** A loop, and the numbers from one of its turns to the next in the two factors and in the result. */
interface Walk {
  readonly length: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}
const ONCE: Walk = { length: 1, a: 0, b: 0, c: 0 };

/**
 * A contraction as calls: one product for each image, or for each pair of a stack, of which two loops are rows and two are
 * summed over. Images that are summed over are added up.
 *
 * @param a, b, c  shapes of the factors and of the result
 * @param written  how the result is written; by default it lies in one piece
 */
export function scheduled(contraction: Contraction, a: Shape, b: Shape, c: Shape, written: Access = resultOf(contraction)): Products {
  const { batch, rows, columns, inner, left, right } = contraction;
  const walk = (loop: Loop): Walk => ({
    length: loop.length,
    a: strideOf(left, a, loop),
    b: strideOf(right, b, loop),
    c: strideOf(written, c, loop),
  });
  const isEach = ({ name }: Loop) => name === 'batch' || name === 'sample';
  const [each] = [...batch, ...rows, ...inner].filter(isEach).map(walk);
  const [blocks, row] = inTwo(rows.filter((loop) => !isEach(loop)).map(walk));
  const [segments, depth] = inTwo(inner.filter((loop) => !isEach(loop)).map(walk));
  const column = walk(columns[0] as Loop);
  // A single product is followed by nothing; what would follow lies behind it.
  const { length: count, ...steps } = each ?? { length: 1, a: sizeOf(a), b: sizeOf(b), c: sizeOf(c) };
  return {
    count,
    steps: { a: steps.a * FLOAT, b: steps.b * FLOAT, c: steps.c * FLOAT },
    accumulates: inner.some(isEach),
    numbers: {
      blocks: blocks.length,
      rows: row.length,
      columns: column.length,
      segments: segments.length,
      depth: depth.length,
      aBlock: blocks.a * FLOAT,
      aRow: row.a * FLOAT,
      aSegment: segments.a * FLOAT,
      aDepth: depth.a * FLOAT,
      bSegment: segments.b * FLOAT,
      bDepth: depth.b * FLOAT,
      bColumn: column.b * FLOAT,
      cBlock: blocks.c * FLOAT,
      cRow: row.c * FLOAT,
    },
  };
}

/** One or three loops as two. Of three the inner ones lie in one piece: a window's row of pixels, with all their channels. */
function inTwo([first = ONCE, second, third]: readonly Walk[]): readonly [Walk, Walk] {
  if (!second) return [ONCE, first];
  return [first, third ? { ...third, length: second.length * third.length } : second];
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
  const down = remainders(filterHeight, nth(begin, 0), height, stride);
  const across = remainders(filterWidth, nth(begin, 1), width, stride);
  const padded = [count, down.length, across.length, outputs];
  const [, row, pixel] = stridesOf(padded) as [number, number, number];
  const [, own, next] = stridesOf(shape) as [number, number, number];
  const kernel = stridesOf(filter) as [number, number, number, number];
  const phases = down.each.flatMap((y) =>
    across.each.map((x): Phase => {
      const taps = [y.taps, x.taps, outputs, channels] as const;
      const turned = convolution([count, y.places, x.places, channels], taps, 1);
      // Its results lie `stride` rows and columns apart.
      const written = resultOf(turned, { y: stride, x: stride });
      return {
        taps,
        from: {
          offset: (y.remainder + (y.taps - 1) * stride) * kernel[0] + (x.remainder + (x.taps - 1) * stride) * kernel[1],
          strides: [-stride * kernel[0], -stride * kernel[1], 1, outputs],
        },
        a: y.from * row + x.from * pixel,
        c: y.to * own + x.to * next,
        places: count * y.places * x.places * channels,
        products: scheduled(turned, padded, taps, shape, written),
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
