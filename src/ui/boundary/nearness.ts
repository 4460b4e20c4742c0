/** How near each cell of a picture is to data: outside the data a network says nothing worth showing. */
import type { Boundary, Points } from '../../core/protocol/views';

/** Share of the picture's width over which it fades. */
const REACH = 0.1;
/** More points than this make no visible difference and cost time. */
const MOST_POINTS = 1500;

/** [size × size] from the top left, 1 on a training point and towards 0 far from all. About 10 ms for 300 points on 100 × 100 cells. */
export function nearness({ inputs }: Pick<Points, 'inputs'>, { size, extent }: Pick<Boundary, 'size' | 'extent'>): Float32Array {
  const [left, right, bottom, top] = extent;
  const count = inputs.length / 2;
  const stride = Math.max(1, Math.ceil(count / MOST_POINTS));
  const reach = REACH * (right - left);
  const near = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const y = top - ((row + 0.5) / size) * (top - bottom);
    for (let column = 0; column < size; column++) {
      const x = left + ((column + 0.5) / size) * (right - left);
      let nearest = Number.POSITIVE_INFINITY;
      for (let point = 0; point < count; point += stride) {
        const away = ((inputs[2 * point] as number) - x) ** 2 + ((inputs[2 * point + 1] as number) - y) ** 2;
        if (away < nearest) nearest = away;
      }
      near[row * size + column] = Math.exp(-nearest / (2 * reach * reach));
    }
  }
  return near;
}
