import type { Network, NetworkState } from '../../models/network';
import type { Mode } from '../../models/layers/layerKind';
import { networkOf } from '../../replay/networkOf';
import type { TrajectoryModel } from '../../replay/trajectoryFile';
import type { Batch } from '../../sam/oracle';
import type { Backend, Vector } from '../../tensor/tensor';
import type { View } from '../lossSurface';
import type { ReferencePoint, ReferenceModes, ReferenceSplit } from './diagnosticsFile';

/** A reference point on the device: net, parameters and samples. */
export interface MeasuredPoint {
  readonly view: View;
  readonly at: Vector;
  /** Samples of a split, one batch. It lives until `free`. */
  batchOf(split: ReferenceSplit, indices?: readonly number[]): Batch;
  free(): void;
}

/** Throws `NotBuilt` for a net this build cannot read, and a sentence when the file contradicts itself. */
export function measuredPoint(backend: Backend, reference: ReferencePoint | ReferenceModes, mode: Mode): MeasuredPoint {
  const sampleShape = ('data' in reference ? reference.data.train.shape : reference.xShape).slice(1);
  const network = networkOf(reference.model, { tensors: reference.tensors } as TrajectoryModel, sampleShape);
  const { size, tensors } = network.layout;
  if (reference.params.length !== size) throw new Error(`diagnostics: ${reference.params.length} values for ${size} parameters`);
  const classes = tensors.at(-1)?.size as number;
  const made: Batch[] = [];
  const at = backend.tensor(reference.params, [size]);
  const statistics = statisticsOf(network, 'running' in reference ? Object.values(reference.running) : [], backend);
  return {
    view: { backend, network, statistics, mode },
    at,
    batchOf({ x, y }, indices = y.map((_, index) => index)) {
      const width = x.length / y.length;
      const inputs = indices.flatMap((index) => x.slice(index * width, (index + 1) * width));
      const targets = indices.flatMap((index) => Array.from({ length: classes }, (_, label) => (label === y[index] ? 1 : 0)));
      const batch = {
        size: indices.length,
        inputs: backend.tensor(inputs, [indices.length, ...sampleShape]),
        targets: backend.tensor(targets, [indices.length, classes]),
      };
      made.push(batch);
      return batch;
    },
    free: () => backend.free([at, statistics, made]),
  };
}

/** Running statistics in the order of the batch norms. */
function statisticsOf(
  network: Network,
  given: readonly { readonly mean: readonly number[]; readonly var: readonly number[] }[],
  backend: Backend,
): NetworkState {
  const places = network.layers.flatMap((layer, index) => (layer.kind === 'batchNorm' ? [String(index)] : []));
  if (given.length !== places.length) throw new Error(`diagnostics: statistics of ${given.length} layers for ${places.length}`);
  const entries = given.map(({ mean, var: variance }, index) => [
    places[index] as string,
    { mean: backend.tensor(mean, [mean.length]), variance: backend.tensor(variance, [variance.length]) },
  ]);
  return Object.fromEntries(entries);
}
