import { createOracle, type Batch } from '../sam/oracle';
import type { Objective } from '../sam/objective';
import type { Draws, Geometry, OptimizerView, StepPosition } from '../sam/part';
import type { Vector } from '../tensor/tensor';
import { plainLoss, surfaceOf, type View } from './lossSurface';

/** Which objective is climbed, in which ball. */
export interface Climbing {
  readonly objective: Objective;
  readonly geometry: Geometry;
}

/**
 * ε/ρ as an algorithm would make it at this point, from the gradient over all batches: so that methods are compared at one
 * point. Cost: one gradient evaluation; belongs to the caller's scope. A geometry that asks for random draws throws.
 */
export function climbDirection(view: View, at: Vector, batches: readonly Batch[], { objective, geometry }: Climbing): Vector {
  const { backend, network, statistics: state } = view;
  const [batch] = batches;
  if (!batch) throw new Error('climb: no samples');
  const oracle = createOracle({ backend, network, state, descentLoss: plainLoss, batch });
  const gradient = surfaceOf(view, batches, objective).gradient(at);
  const position: StepPosition = {
    step: 0,
    steps: 1,
    epoch: 0,
    stepsPerEpoch: 1,
    learningRate: 0,
    eta: backend.scalar(0),
    learningRateRange: { max: 0, min: 0 },
  };
  const layout = network.layout;
  const context = { backend, layout, oracle, position, draws: NO_DRAWS, params: at, batch, piece: 0, optimizer: NO_OPTIMIZER };
  return geometry.direction(gradient, context, null);
}

const refuse = (): never => {
  throw new Error('climb: a measurement gives no random draws');
};
/** As before the first step. */
const NO_OPTIMIZER: OptimizerView = { momentum: () => null, preconditioner: () => null };
const NO_DRAWS: Draws = { uniform: refuse, vector: refuse, scores: refuse, mask: refuse, tensorMask: refuse, samples: refuse };
