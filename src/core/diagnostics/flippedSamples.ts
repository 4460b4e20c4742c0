/** Samples whose prediction a method's ε turns, for several methods at the same point (BiSAM fig. 2; algorithms.md §12.5). */
import { doubleAt } from '../numbers';
import type { Batch } from '../sam/oracle';
import type { Table, Tensor, Vector } from '../tensor/tensor';
import { climbDirection, type Climbing } from './climbDirection';
import { logitsAt, plainLoss, readOnce, readScalars, type View } from './lossSurface';

export interface Flipped {
  readonly flippedToWrong: number;
  readonly flippedToRight: number;
  /** L(w + ε) − L(w), plain cross-entropy. */
  readonly lossIncrease: number;
  /** ‖ε‖₂, which is not ρ in every ball. */
  readonly perturbNorm: number;
  /** Smallest lead of the winning over the second logit at w + ε: how near the closest call was. */
  readonly smallestLead: number;
}

/** One method at several radii, over the samples of all batches. Cost: one gradient, and two forward passes per radius. */
export async function flippedSamples(
  view: View,
  at: Vector,
  batches: readonly Batch[],
  { rhos, ...climbing }: Climbing & { readonly rhos: readonly number[] },
): Promise<readonly Flipped[]> {
  const { backend } = view;
  const count = batches.reduce((sum, batch) => sum + batch.size, 0);
  const direction = backend.scope(() => climbDirection(view, at, batches, climbing));
  const found: Flipped[] = [];
  for (const rho of rhos) {
    const [flippedToWrong, flippedToRight, lossIncrease, perturbNorm] = await readScalars(backend, () => {
      const there = at.addScaled(direction, rho);
      const parts = batches.map((batch) => turned(batch.targets, logitsAt(view, at, batch), logitsAt(view, there, batch)));
      const sum = (key: keyof ReturnType<typeof turned>) => parts.map((part) => part[key]).reduce((total, part) => total.add(part));
      return [sum('toWrong'), sum('toRight'), sum('rise').div(count), direction.norm().mul(rho)];
    });
    let smallestLead = Number.POSITIVE_INFINITY;
    for (const batch of batches) {
      const logits = await readOnce(backend, () => logitsAt(view, at.addScaled(direction, rho), batch));
      smallestLead = Math.min(smallestLead, lead(logits, batch.size));
    }
    found.push({ flippedToWrong, flippedToRight, lossIncrease, perturbNorm, smallestLead });
  }
  backend.free(direction);
  return found;
}

function turned(targets: Table, before: Table, after: Table): { toWrong: Tensor; toRight: Tensor; rise: Tensor } {
  const labels = targets.argMax();
  const wasRight = before.argMax().equal(labels);
  const isRight = after.argMax().equal(labels);
  return {
    toWrong: wasRight.greater(isRight).sum(),
    toRight: isRight.greater(wasRight).sum(),
    rise: plainLoss(after, targets).perSample.sub(plainLoss(before, targets).perSample).sum(),
  };
}

function lead(logits: Float64Array, rows: number): number {
  const classes = logits.length / rows;
  let smallest = Number.POSITIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    const sorted = logits.slice(row * classes, (row + 1) * classes).sort((a, b) => b - a);
    smallest = Math.min(smallest, doubleAt(sorted, 0) - doubleAt(sorted, 1));
  }
  return smallest;
}
