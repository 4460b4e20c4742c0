import type { Shape } from '../tensor';

/** Numbers in row-major order and how they are arranged. */
export interface NdArray {
  readonly shape: Shape;
  readonly values: Float64Array;
}
