import { describe, expect, it } from 'vitest';
import { type ProductArguments, productParameters } from '../../../../src/engine/wasm/kernels/product';
import { furthest, memory, normals } from './memory';

const FLOAT = 4;
/** Operands of `product` for a plain [rows, depth] · [depth, columns]. */
const ONE = { blocks: 1, segments: 1, aBlock: 0, aSegment: 0, bSegment: 0, cBlock: 0, accumulate: 0 };

function withProduct() {
  const { kernels, take, ...rest } = memory();
  return {
    ...rest,
    product(args: Omit<ProductArguments, 'scratch'>) {
      const whole: ProductArguments = { ...args, scratch: take((args.segments * args.depth + 1) * 32) };
      kernels['product']?.(...productParameters.map((name) => whole[name]));
    },
  };
}

describe('product', () => {
  it.each([
    [1, 1, 1],
    [4, 3, 8],
    [5, 7, 3],
    [7, 2, 19],
    [8, 31, 16],
  ])('multiplies [%i, %i] by […, %i], whichever factor is transposed', (rows, depth, columns) => {
    const [a, b] = [normals('a', rows * depth), normals('b', depth * columns)];
    const expected = new Float64Array(rows * columns).map((_, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      return a.subarray(0, depth).reduce((sum, __, k) => sum + (a[row * depth + k] as number) * (b[k * columns + column] as number), 0);
    });
    const turned = (x: Float32Array, height: number, width: number) =>
      x.map((_, index) => x[(index % height) * width + Math.floor(index / height)] as number);
    for (const transposeA of [false, true])
      for (const transposeB of [false, true]) {
        const { product, put, get, untouched } = withProduct();
        const c = put(new Float32Array(rows * columns).fill(9));
        product({
          ...ONE,
          a: put(transposeA ? turned(a, rows, depth) : a),
          b: put(transposeB ? turned(b, depth, columns) : b),
          c,
          rows,
          columns,
          depth,
          aRow: (transposeA ? 1 : depth) * FLOAT,
          aDepth: (transposeA ? rows : 1) * FLOAT,
          bDepth: (transposeB ? 1 : columns) * FLOAT,
          bColumn: (transposeB ? depth : 1) * FLOAT,
          cRow: columns * FLOAT,
        });
        expect(furthest(get(c, rows * columns), expected)).toBeLessThan(1e-5);
        expect(untouched(c, rows * columns)).toBe(true);
      }
  });

  it('adds segments, repeats for blocks and adds to what is there', () => {
    const { product, put, get } = withProduct();
    const [a, b] = [normals('a', 2 * 3 * 5), normals('b', 3 * 5 * 9)];
    const c = put(new Float32Array(2 * 9).fill(2));
    // Two blocks of one row; a row is three segments of five, as b is.
    const numbers = { rows: 1, blocks: 2, columns: 9, segments: 3, depth: 5, aBlock: 60, aRow: 0, aSegment: 20, aDepth: FLOAT };
    product({
      ...ONE,
      ...numbers,
      a: put(a),
      b: put(b),
      c,
      bSegment: 180,
      bDepth: 36,
      bColumn: FLOAT,
      cBlock: 36,
      cRow: 36,
      accumulate: 1,
    });
    const expected = new Float64Array(18).map((_, index) => {
      const [block, column] = [Math.floor(index / 9), index % 9];
      let sum = 2;
      for (let k = 0; k < 15; k++) sum += (a[block * 15 + k] as number) * (b[k * 9 + column] as number);
      return sum;
    });
    expect(furthest(get(c, 18), expected)).toBeLessThan(1e-5);
  });
});
