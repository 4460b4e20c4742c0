/** Running statistics of weights that were never trained with: those of an average. */
import { type StateTree, isTensor } from '../tensor/stateTree';
import type { Backend, Tensor, Vector } from '../tensor/tensor';
import { MEMORY } from './layers/batchNorm';
import { forward, initialStatistics, type Network, type NetworkState } from './network';

/**
 * Mean and unbiased variance that a batch has in training mode, in every layer that keeps such statistics.
 *
 * Cost: one forward pass; belongs to the caller's scope.
 */
export function batchStatistics(network: Network, params: Vector, inputs: Tensor, backend: Backend): NetworkState {
  const zero = combined([initialStatistics(network, backend)], ([own]) => (own as Tensor).mul(0));
  // From zero a pass leaves 1 − memory of the batch's own.
  const { state } = forward(network, params, inputs, { mode: 'train', state: zero });
  return combined([state], ([own]) => (own as Tensor).mul(1 / (1 - MEMORY)));
}

/**
 * Σ share · statistics: with equal shares what `torch.optim.swa_utils.update_bn` computes, with those of the samples what `bn_update` of
 * tml-epfl/understanding-sam does. At least one batch.
 */
export function meanStatistics(batches: readonly { readonly state: NetworkState; readonly share: number }[]): NetworkState {
  return combined(
    batches.map(({ state }) => state),
    ([first, ...others]) =>
      others.reduce<Tensor>(
        (sum, own, index) => sum.addScaled(own, batches[index + 1]?.share ?? 0),
        (first as Tensor).mul(batches[0]?.share ?? 0),
      ),
  );
}

/** Trees of one shape as one, leaf by leaf. */
function combined(states: readonly NetworkState[], leaf: (tensors: readonly Tensor[]) => Tensor): NetworkState {
  const of = (trees: readonly StateTree[]): StateTree => {
    if (trees.every(isTensor)) return leaf(trees as readonly Tensor[]);
    const maps = trees as readonly Readonly<Record<string, StateTree>>[];
    return Object.fromEntries(Object.keys(maps[0] ?? {}).map((key) => [key, of(maps.map((map) => map[key]))]));
  };
  return of(states) as NetworkState;
}
