/**
 * A loss as a function of the parameters alone: what every picture and measurement around a point is made of.
 *
 * It knows the samples, the mode of batch normalization and the objective, moves no statistics and counts no
 * evaluations. Whoever has `loss`, `gradient` and `hessianVector` (a quadratic in a test) is one.
 */
import type { Layout } from '../models/layout';
import type { Mode } from '../models/layers/layerKind';
import { backward, forward, type Network, type NetworkState } from '../models/network';
import { crossEntropyWith } from '../sam/ascent/crossEntropy';
import type { Batch } from '../sam/oracle';
import type { Objective } from '../sam/objective';
import { isTensor } from '../tensor/stateTree';
import type { Backend, Scalar, Table, Tensor, Vector } from '../tensor/tensor';
import { DualTensor, dualBackend } from './dualTensor';

export interface LossSurface {
  readonly backend: Backend;
  readonly layout: Layout;
  loss(at: Vector): Scalar;
  /** ∇L at a point, [d]. */
  gradient(at: Vector): Vector;
  /** ∇²L at a point times a direction of any length, [d]. */
  hessianVector(at: Vector, direction: Vector): Vector;
}

/** A network and how it is measured: evaluation mode unless the batches' own statistics are wanted. */
export interface View {
  readonly backend: Backend;
  readonly network: Network;
  readonly statistics: NetworkState;
  readonly mode: Mode;
}

/** Plain cross-entropy: diagnostics know neither smoothing nor weight decay (algorithms.md §12). */
export const plainLoss: Objective = crossEntropyWith(0, 'K-1');

/**
 * The mean of `objective` over all samples of `batches`.
 *
 * Cost: `loss` a forward pass, `gradient` one gradient evaluation, `hessianVector` about two. Results and what is made on
 * the way belong to the caller's scope. In training mode each batch is normalized by itself.
 */
export function surfaceOf(view: View, batches: readonly Batch[], objective: Objective = plainLoss): LossSurface {
  const { backend, network } = view;
  const count = batches.reduce((sum, batch) => sum + batch.size, 0);
  const gradientOn = (at: Vector, { backend: own, statistics, mode }: View, { inputs, targets }: Pick<Batch, 'inputs' | 'targets'>) => {
    const run = forward(network, at, inputs, { mode, state: statistics });
    return backward(network, run, objective(run.logits, targets).logitGradient.mul(1 / count), own);
  };
  return {
    backend,
    layout: network.layout,
    loss: (at) => total(batches.map((batch) => objective(logitsAt(view, at, batch), batch.targets).perSample.sum())).div(count),
    gradient: (at) => total(batches.map((batch) => gradientOn(at, view, batch))),
    hessianVector(at, direction) {
      const lifted = { ...view, backend: dualBackend(backend), statistics: constants(view.statistics) };
      const moving = new DualTensor(at, direction);
      const products = batches.map(({ inputs, targets }) => {
        const gradient = gradientOn(moving, lifted, { inputs: new DualTensor(inputs), targets: new DualTensor(targets) }) as DualTensor;
        return gradient.tangent ?? gradient.value.mul(0);
      });
      return total(products);
    },
  };
}

/** Logits of a batch at a point, [size, classes]. */
export function logitsAt({ network, statistics, mode }: View, at: Vector, { inputs }: Batch): Table {
  return forward(network, at, inputs, { mode, state: statistics }).logits;
}

/** Reads what `work` makes and frees everything it made. */
export async function readOnce(backend: Backend, work: () => Tensor): Promise<Float64Array> {
  const tensor = backend.scope(work);
  const values = await backend.read(tensor);
  backend.free(tensor);
  return values;
}

/** The same for scalars: a number each, many of them in one read. */
export async function readScalars<const T extends readonly Scalar[]>(
  backend: Backend,
  work: () => T,
): Promise<{ readonly [K in keyof T]: number }> {
  const values = await readOnce(backend, () => backend.concat(work().map((scalar) => scalar.reshape([1]))));
  return Array.from(values) as unknown as { readonly [K in keyof T]: number };
}

function constants(state: NetworkState): NetworkState {
  const lifted = Object.entries(state).map(([name, kept]) => [name, isTensor(kept) ? new DualTensor(kept) : constants(kept)] as const);
  return Object.fromEntries(lifted);
}

function total(parts: readonly Tensor[]): Tensor {
  return parts.reduce((sum, part) => sum.add(part));
}
