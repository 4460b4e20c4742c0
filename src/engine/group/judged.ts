/** Weights that are judged: a member's own, or an average of them with statistics of its own. */
import type { Network, NetworkState } from '../../core/models/network';
import { batchStatistics, meanStatistics } from '../../core/models/recomputed';
import type { Averaging } from '../../core/sam/part';
import { tensorsIn } from '../../core/tensor/stateTree';
import type { Backend, Tensor, Vector } from '../../core/tensor/tensor';

/** Weights to look at. Whoever asked frees `owned`. */
export interface Judged {
  readonly params: Vector;
  readonly statistics: NetworkState;
  readonly owned: unknown;
}

/**
 * @param samples  of the training set, in passes: batch norm's statistics of an average are computed anew on them, by size.
 *
 * Cost: nothing for weights of the member's own; else, on networks with batch norm, a forward pass over the samples.
 */
export function judgedWeights(
  { backend, network }: { readonly backend: Backend; readonly network: Network },
  seen: ReturnType<Averaging['judged']>,
  own: Omit<Judged, 'owned'>,
  samples: readonly { readonly inputs: Tensor }[],
): Judged {
  if (!seen) return { params: own.params, statistics: own.statistics, owned: null };
  const { params } = seen;
  if (seen.statistics) return { params, statistics: seen.statistics, owned: null };
  if (tensorsIn(own.statistics).size === 0) return { params, statistics: own.statistics, owned: null };
  const rows = samples.reduce((sum, { inputs }) => sum + (inputs.shape[0] as number), 0);
  // Pass by pass, since nothing is freed before the end of a scope.
  const passes = samples.map(({ inputs }) => ({
    state: backend.scope(() => batchStatistics(network, params, inputs, backend)),
    share: (inputs.shape[0] as number) / rows,
  }));
  const statistics = backend.scope(() => meanStatistics(passes));
  backend.free(passes.map(({ state }) => state));
  return { params, statistics, owned: statistics };
}
