/**
 * Answers an algorithm's questions about the loss at a point. Asked twice, it computes once; every gradient it
 * computes is counted, so the cost shown to people is a count, not a comment that ages.
 *
 * One oracle lives for one step. It also keeps the one rule about batch normalization that all algorithms share: the
 * first forward pass over a training batch moves the running statistics, every later pass leaves them alone
 * (algorithms.md §1.6). RSAM's pass at w + δ₀ is thereby "the first pass", and each micro-batch of mSAM moves them once.
 * And the one about dropout: what is dropped for a sample is drawn once per step, so that all passes of the step see the
 * same network (§1.7).
 */
import { lengthAt } from '../tensor/shape';
import { backward, type Forward, forward, type Network, type NetworkState } from '../models/network';
import type { Backend, Scalar, Shape, Table, Tensor, Vector } from '../tensor/tensor';
import type { Dropped, Mode } from '../models/layers/layerKind';
import type { Objective } from './objective';

/** Some samples with their targets, on the device. `size` may be smaller than the step's mini-batch. */
export interface Batch {
  readonly size: number;
  /** [size, …input shape] */
  readonly inputs: Tensor;
  /** One-hot labels [size, classes]. */
  readonly targets: Table;
}

/** Result of one forward and backward pass at a point. All scalars may still be on the device. */
export interface Pass {
  /** The descent loss (cross-entropy with the configured smoothing), mean over the batch. Free: same logits. */
  readonly loss: Scalar;
  /** The objective that was asked for, mean over the batch. */
  readonly objective: Scalar;
  /** ∇ of that objective with respect to all parameters. */
  readonly gradient: Vector;
  readonly logits: Table;
  readonly targets: Table;
}

export interface Oracle {
  /** Forward and backward at a point: one gradient evaluation of `batch.size / whole.size`. */
  pass(objective: Objective, at: Vector, batch: Batch): Pass;
  /** Per-sample descent losses [batch.size]: forward only (ESAM's scores). Shares the forward with `pass`. */
  losses(at: Vector, batch: Batch): Table;
  /** The descent objective: cross-entropy as configured. */
  readonly descentLoss: Objective;
  /** The step's mini-batch. */
  readonly whole: Batch;
  /** A mini-batch of the upper level (LETS), from the training set or the held-out split; throws when there is none. */
  validation(source: ValidationSource): Batch;
  /** ∇ of the descent loss on samples aside from the step (Fisher): moves no statistics, drops nothing and is not counted. */
  gradientAside(at: Vector, batch: Batch, mode: Mode): Vector;
  /** Splits off `count` samples from `begin` (micro-batches). */
  part(batch: Batch, begin: number, count: number): Batch;
  /** The samples with these indices within `batch` (SDS). */
  subset(batch: Batch, indices: ArrayLike<number>): Batch;
  /** Gradient evaluations so far, in full-mini-batch equivalents. */
  evaluations(): number;
  /** Backward passes so far, whatever their size. */
  passes(): number;
  /** Running statistics after the passes made so far. */
  networkState(): NetworkState;
}

/** Where upper-level batches come from. */
export type ValidationSource = 'train' | 'validation';

export interface OracleSetup {
  readonly backend: Backend;
  readonly network: Network;
  readonly state: NetworkState;
  readonly descentLoss: Objective;
  readonly batch: Batch;
  readonly validation?: (source: ValidationSource) => Batch;
  /** c of a term ½c‖w‖² in the loss, whose gradient c·v every pass then has at its own point v; 0 is none. */
  readonly l2?: number;
  /** Draws for the samples of a whole batch; where it is left out, dropout is off. */
  readonly dropped?: Dropped;
}

/** An oracle over one network and one mini-batch. Cost: nothing until it is asked. */
export function createOracle({ backend, network, state, descentLoss, batch: whole, validation, dropped, l2 = 0 }: OracleSetup): Oracle {
  const forwards = new Map<Vector, Map<Batch, Forward>>();
  const passes = new Map<Forward, Map<Objective, Pass>>();
  const met = new Set<Batch>();
  const upperLevel = new Set<Batch>();
  const parents = new Map<Batch, { readonly batch: Batch; readonly rows: (table: Tensor) => Tensor }>();
  const masks = new Map<Batch, Map<string, Tensor>>();
  let statistics = state;
  let evaluations = 0;
  let count = 0;

  function forwardAt(at: Vector, batch: Batch): Forward {
    const known = forwards.get(at)?.get(batch);
    if (known) return known;
    const own: Dropped = (name, keep, shape) => maskOf(batch, name, keep, shape);
    const result = forward(network, at, batch.inputs, { mode: 'train', state: statistics, ...(dropped ? { dropped: own } : {}) });
    if (!met.has(batch) && !upperLevel.has(batch)) statistics = result.state;
    // A batch whose parts have been seen has been seen.
    for (let seen: Batch | undefined = batch; seen; seen = parents.get(seen)?.batch) met.add(seen);
    const byBatch = forwards.get(at) ?? new Map<Batch, Forward>();
    forwards.set(at, byBatch.set(batch, result));
    return result;
  }

  /** A piece of a batch drops what the whole drops for its samples. */
  function maskOf(batch: Batch, name: string, keep: number, shape: Shape): Tensor {
    const known = masks.get(batch)?.get(name);
    if (known) return known;
    const parent = parents.get(batch);
    const mask = parent
      ? parent.rows(maskOf(parent.batch, name, keep, [parent.batch.size, ...shape.slice(1)]))
      : (dropped as Dropped)(upperLevel.has(batch) ? `validation:${name}` : name, keep, shape);
    masks.set(batch, (masks.get(batch) ?? new Map<string, Tensor>()).set(name, mask));
    return mask;
  }

  function derived(batch: Batch, rows: (table: Tensor) => Tensor): Batch {
    const inputs = rows(batch.inputs);
    const piece = { size: lengthAt(inputs.shape, 0), inputs, targets: rows(batch.targets) };
    if (met.has(batch)) met.add(piece); // a subset of samples already seen is no first pass
    if (upperLevel.has(batch)) upperLevel.add(piece);
    parents.set(piece, { batch, rows });
    return piece;
  }

  return {
    descentLoss,
    whole,
    pass(objective, at, batch) {
      const run = forwardAt(at, batch);
      const byObjective = passes.get(run) ?? new Map<Objective, Pass>();
      const known = byObjective.get(objective);
      if (known) return known;
      const { perSample, logitGradient } = objective(run.logits, batch.targets);
      const own = backward(network, run, logitGradient.mul(1 / batch.size), backend);
      const pass: Pass = {
        loss: (objective === descentLoss ? perSample : descentLoss(run.logits, batch.targets).perSample).mean(),
        objective: perSample.mean(),
        gradient: l2 === 0 ? own : own.addScaled(at, l2),
        logits: run.logits,
        targets: batch.targets,
      };
      evaluations += batch.size / whole.size;
      count++;
      passes.set(run, byObjective.set(objective, pass));
      return pass;
    },
    losses: (at, batch) => descentLoss(forwardAt(at, batch).logits, batch.targets).perSample,
    validation(source) {
      if (!validation) throw new Error('oracle: this experiment provides no validation batches');
      const batch = validation(source);
      upperLevel.add(batch);
      return batch;
    },
    part(batch, begin, count) {
      if (begin === 0 && count === batch.size) return batch;
      return derived(batch, (table) => table.slice([begin, ...table.shape.slice(1).map(() => 0)], [count, ...table.shape.slice(1)]));
    },
    subset: (batch, indices) => derived(batch, (table) => table.gatherRows(indices)),
    gradientAside(at, batch, mode) {
      const run = forward(network, at, batch.inputs, { mode, state: statistics });
      return backward(network, run, descentLoss(run.logits, batch.targets).logitGradient.mul(1 / batch.size), backend);
    },
    evaluations: () => evaluations,
    passes: () => count,
    networkState: () => statistics,
  };
}
