/** Predictions over the plane, for the pictures. */
import { nth } from '../../core/numbers';
import type { Dataset } from '../../core/datasets/dataset';
import { forward, type Network, type NetworkState } from '../../core/models/network';
import { rowSoftmax } from '../../core/sam/ascent/rows';
import type { Boundary } from '../../core/protocol/views';
import type { Computation } from './unread';
import type { Backend, Tensor, Vector } from '../../core/tensor/tensor';

/** Cells per side. Finer shows no more: the pictures are about 250 pixels wide and are smoothed when drawn. */
export const BOUNDARY_SIZE = 72;
const CHUNK = 1728;

export interface Grid {
  readonly extent: Boundary['extent'];
  readonly chunks: readonly Tensor[];
}

/** Grid over the training points with a margin, square so that all runs share one scale. Stays on the device. */
export function createGrid(backend: Backend, dataset: Dataset, prepare: (points: Float32Array) => Float32Array, width: number): Grid {
  const { inputs } = dataset.train;
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (let at = 0; at < inputs.length; at++) {
    low[at % 2] = Math.min(nth(low, at % 2), nth(inputs, at));
    high[at % 2] = Math.max(nth(high, at % 2), nth(inputs, at));
  }
  const centre = [0, 1].map((axis) => (nth(low, axis) + nth(high, axis)) / 2) as [number, number];
  const reach = 0.54 * Math.max(nth(high, 0) - nth(low, 0), nth(high, 1) - nth(low, 1));
  const extent = [centre[0] - reach, centre[0] + reach, centre[1] - reach, centre[1] + reach] as const;
  const points = new Float32Array(2 * BOUNDARY_SIZE ** 2);
  for (let row = 0; row < BOUNDARY_SIZE; row++) {
    for (let column = 0; column < BOUNDARY_SIZE; column++) {
      const at = 2 * (row * BOUNDARY_SIZE + column);
      points[at] = extent[0] + (2 * reach * (column + 0.5)) / BOUNDARY_SIZE;
      points[at + 1] = extent[3] - (2 * reach * (row + 0.5)) / BOUNDARY_SIZE;
    }
  }
  const chunks: Tensor[] = [];
  for (let begin = 0; begin < BOUNDARY_SIZE ** 2; begin += CHUNK) {
    const count = Math.min(CHUNK, BOUNDARY_SIZE ** 2 - begin);
    chunks.push(backend.tensor(prepare(points.subarray(2 * begin, 2 * (begin + count))), [count, width]));
  }
  return { extent, chunks };
}

/** Cost: one forward pass over the grid, and two numbers per cell to be read. */
export function boundaryOf(
  backend: Backend,
  network: Network,
  params: Vector,
  state: NetworkState,
  grid: Grid,
  classes: number,
): Computation<Omit<Boundary, 'member' | 'step'>> {
  const cells = BOUNDARY_SIZE ** 2;
  const even = 1 / classes;
  return {
    async compute() {
      const predictions = grid.chunks.map((inputs) => {
        const { logits } = forward(network, params, inputs, { mode: 'evaluate', state });
        return { winners: logits.argMax(), top: rowSoftmax(logits).softmax.maxOver([1]) };
      });
      return backend.concat([...predictions.map((prediction) => prediction.winners), ...predictions.map((prediction) => prediction.top)]);
    },
    take: (values) => ({
      size: BOUNDARY_SIZE,
      extent: grid.extent,
      winners: Uint8Array.from(values.subarray(0, cells)),
      confidence: Uint8Array.from(values.subarray(cells), (top) => Math.round((255 * Math.max(0, top - even)) / (1 - even))),
    }),
  };
}
