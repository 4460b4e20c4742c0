/**
 * An oracle over somebody else's loss: the shipped step asks it as it asks one over a network (`core/sam/oracle.ts`). There are no samples, labels
 * or predictions; parts that ask for them get a `LacksSamples`, which names what they lack.
 */
import type { Objective } from '../core/sam/objective';
import type { Batch, Oracle, Pass } from '../core/sam/oracle';
import { float64Backend as backend } from '../core/tensor/float64';
import { doubles } from '../core/tensor/float64/float64Tensor';
import type { Vector } from '../core/tensor/tensor';

/** A part asked for what a loss function does not have. The message is the rest of “it needs …”. */
export class LacksSamples extends Error {}

const lacking = (what: string) => (): never => {
  throw new LacksSamples(what);
};

/** Several, so that whoever splits a batch asks for it. */
const NOMINAL = 64;

/** What is descended here. It is never computed from predictions: the oracle recognizes it. */
export const givenLoss: Objective = lacking('predictions');

/** Lives for one step. Asked twice at a point, it computes once. */
export function functionOracle(loss: (weights: Float64Array) => { readonly loss: number; readonly gradient: ArrayLike<number> }): Oracle {
  const passes = new Map<Vector, Pass>();
  const nothing = backend.tensor([1], [1, 1]);
  const whole: Batch = { size: NOMINAL, inputs: nothing, targets: nothing };
  return {
    descentLoss: givenLoss,
    whole,
    pass(objective, at) {
      if (objective !== givenLoss) throw new LacksSamples('predictions and labels');
      const known = passes.get(at);
      if (known) return known;
      const { values } = doubles(at);
      const found = loss(values.slice());
      if (found.gradient.length !== values.length)
        throw new RangeError(`the gradient has ${found.gradient.length} numbers, and there are ${values.length} weights`);
      const value = backend.scalar(found.loss);
      const pass: Pass = {
        loss: value,
        objective: value,
        gradient: backend.tensor(found.gradient, [values.length]),
        logits: nothing,
        // No two passes share labels, so that nobody counts predictions that turned.
        targets: backend.tensor([1], [1, 1]),
      };
      passes.set(at, pass);
      return pass;
    },
    losses: lacking('losses of single samples'),
    validation: lacking('validation samples'),
    gradientAside: lacking('single samples'),
    part: lacking('a mini-batch to split'),
    subset: lacking('samples to choose from'),
    evaluations: () => passes.size,
    passes: () => passes.size,
    networkState: () => ({}),
  };
}
