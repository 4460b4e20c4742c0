import type { NdArray } from './block';
import { expectRank, lengthAt, sizeOf, text } from '../shape';

/** op(a) · op(b) of two matrices or, pair by pair, of two stacks [n, ·, ·] of them, op transposing when asked. Cost: n × rows × inner × columns. */
export function matrixProduct(a: NdArray, b: NdArray, transposeA: boolean, transposeB: boolean): NdArray {
  if (a.shape.length !== 3) return onePlainProduct(a, b, transposeA, transposeB);
  expectRank('matMul, right', b.shape, 3);
  const count = lengthAt(a.shape, 0);
  if (count !== b.shape[0]) throw new Error(`matMul: stacks of ${count} and ${b.shape[0]} matrices`);
  const pairs = Array.from({ length: count }, (_, index) =>
    onePlainProduct(matrixOf(a, index), matrixOf(b, index), transposeA, transposeB),
  );
  const [first = { shape: [0, 0], values: new Float64Array() }] = pairs;
  const values = new Float64Array(count * first.values.length);
  pairs.forEach((pair, index) => values.set(pair.values, index * first.values.length));
  return { shape: [count, ...first.shape], values };
}

function matrixOf(stack: NdArray, index: number): NdArray {
  const shape = stack.shape.slice(1);
  return { shape, values: stack.values.subarray(index * sizeOf(shape), (index + 1) * sizeOf(shape)) };
}

function onePlainProduct(a: NdArray, b: NdArray, transposeA: boolean, transposeB: boolean): NdArray {
  expectRank('matMul, left', a.shape, 2);
  expectRank('matMul, right', b.shape, 2);
  const [rows, inner] = oriented(a, transposeA);
  const [innerB, columns] = oriented(b, transposeB);
  if (inner !== innerB) {
    throw new Error(
      `matMul: inner sizes ${inner} and ${innerB} differ (${text(a.shape)}${transposeA ? 'ᵀ' : ''} · ${text(b.shape)}${transposeB ? 'ᵀ' : ''})`,
    );
  }
  const [rowStride, aStride] = transposeA ? [1, rows] : [inner, 1];
  const [bStride, columnStride] = transposeB ? [1, inner] : [columns, 1];
  const left = a.values;
  const right = b.values;
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const target = row * columns;
    for (let k = 0; k < inner; k++) {
      const factor = left[row * rowStride + k * aStride] as number;
      let source = k * bStride;
      for (let column = 0; column < columns; column++) {
        values[target + column] = (values[target + column] as number) + factor * (right[source] as number);
        source += columnStride;
      }
    }
  }
  return { shape: [rows, columns], values };
}

function oriented(x: NdArray, transpose: boolean): [number, number] {
  return transpose ? [lengthAt(x.shape, 1), lengthAt(x.shape, 0)] : [lengthAt(x.shape, 0), lengthAt(x.shape, 1)];
}
