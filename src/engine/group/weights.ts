/** Between a network on a device and its numbers. */
import { type FirstWeights, type Holder, runningPlaces } from '../../core/checkpoints/checkpoint';
import type { Dataset } from '../../core/datasets/dataset';
import type { Network, NetworkState } from '../../core/models/network';
import type { MemberName } from '../../core/protocol/member';
import type { Backend, Tensor, Vector } from '../../core/tensor/tensor';

/** A member's network as it is now, with what a file says about it. */
export interface MemberWeights extends Holder {
  readonly member: MemberName;
  readonly step: number;
  /** In the order of the layout. */
  readonly params: Float64Array;
  /** In the order of `runningPlaces`. */
  readonly running: readonly Float64Array[];
  readonly dataset: Dataset;
}

/** Weights and running statistics as they are now, exactly as the device has them. */
export async function readWeights(
  backend: Backend,
  network: Network,
  params: Vector,
  statistics: NetworkState,
): Promise<{ readonly params: Float64Array; readonly running: readonly Float64Array[] }> {
  const places = runningPlaces(network);
  const [first, ...running] = await backend.readAll([params, ...places.map(({ path }) => tensorAt(statistics, path))]);
  return { params: first as Float64Array, running };
}

/** Running statistics on a device, of the values of `runningPlaces` in their order. */
export function statisticsFrom(network: Network, running: FirstWeights['running'], backend: Backend): NetworkState {
  const state: Nested = {};
  runningPlaces(network).forEach(({ path, shape }, index) => {
    let inner = state;
    for (const key of path.slice(0, -1)) inner = (inner[key] ??= {}) as Nested;
    inner[path.at(-1) as string] = backend.tensor(running[index] as Float32Array, shape);
  });
  return state;
}

interface Nested {
  [key: string]: Tensor | Nested;
}

function tensorAt(statistics: NetworkState, path: readonly string[]): Tensor {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], statistics) as Tensor;
}
