/**
 * An oracle over a bare loss: the shipped step asks it as it asks one over a network (`sam/oracle.ts`), in pairs. There are no samples: a
 * mini-batch is the loss tilted at random, the same tilt for all passes of a step, as a mini-batch would be.
 *
 *   L_B(w) = L(w) + σ·⟨z, w⟩,   z ~ N(0, I), a function of seed and step
 *
 * Parts that ask for samples, labels or predictions throw a `NeedsSamples`, which names what they lack.
 */
import { randomStream } from '../random';
import type { Objective } from '../sam/objective';
import type { Batch, Oracle, Pass } from '../sam/oracle';
import type { Vector } from '../tensor/tensor';
import { slopeAt } from './curvature';
import { numbers, pairBackend as pairs } from './pairTensor';
import type { PlaneLoss } from './planeLoss';

/** A part asked for what a bare loss does not have. */
export class NeedsSamples extends Error {}

const lacking = (what: string) => (): never => {
  throw new NeedsSamples(what);
};

/** Several, so that whoever splits a batch asks for it. */
const NOMINAL = 64;
const nothing = pairs.tensor([1], [1, 1]);
const whole: Batch = { size: NOMINAL, inputs: nothing, targets: nothing };

/** What is descended here. It is never computed from predictions: the oracle recognizes it. */
export const bareLoss: Objective = lacking('predictions');

/** The slope of a step's tilt. */
export function tiltAt(noise: number, seed: number, step: number): readonly [number, number] {
  if (noise === 0) return [0, 0];
  const stream = randomStream(seed, 'valley', step);
  return [noise * stream.normal(), noise * stream.normal()];
}

/** Lives for one step. Asked twice at a point, it computes once. */
export function bareOracle(loss: PlaneLoss, [a, b]: readonly [number, number]): Oracle {
  const passes = new Map<Vector, Pass>();
  return {
    descentLoss: bareLoss,
    whole,
    pass(objective, at) {
      if (objective !== bareLoss) throw new NeedsSamples('predictions and labels');
      const known = passes.get(at);
      if (known) return known;
      const [x, y] = numbers(at).values as unknown as [number, number];
      const { loss: height, gradient } = slopeAt(loss, x, y);
      const value = pairs.scalar(height + a * x + b * y);
      const pass: Pass = {
        loss: value,
        objective: value,
        gradient: pairs.tensor([gradient[0] + a, gradient[1] + b], [2]),
        logits: nothing,
        // No two passes share labels, so that nobody counts predictions that turned.
        targets: pairs.tensor([1], [1, 1]),
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
