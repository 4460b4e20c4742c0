import type { Block } from './block';
import { at, expectRank, text } from './shape';

/** op(a) · op(b) of two matrices, op transposing when asked. Cost: rows × inner × columns. */
export function matrixProduct(a: Block, b: Block, transposeA: boolean, transposeB: boolean): Block {
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

function oriented(x: Block, transpose: boolean): [number, number] {
  return transpose ? [at(x.shape, 1), at(x.shape, 0)] : [at(x.shape, 0), at(x.shape, 1)];
}
