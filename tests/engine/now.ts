/** What a group asks of a device and reads together with other things, asked and read by itself. */
import type { Network, NetworkState } from '../../src/core/models/network';
import type { Backend, Vector } from '../../src/core/tensor/tensor';
import { measure, type SplitMeasurements, type Splits } from '../../src/engine/group/measure';
import { type Computation, computeTogether, readTogether } from '../../src/engine/group/unread';

export async function computedNow<T>(backend: Backend, computation: Computation<T>): Promise<T> {
  const [found] = await readTogether(backend, await computeTogether(backend, [computation], { most: 1 }));
  return found as T;
}

export async function measuredNow(
  backend: Backend,
  network: Network,
  params: Vector,
  statistics: NetworkState,
  splits: Splits,
  beat?: () => void,
): Promise<SplitMeasurements> {
  const [found] = await readTogether(backend, await measure(backend, network, [{ params, statistics, splits }], { most: 1 }, beat));
  return found as SplitMeasurements;
}
