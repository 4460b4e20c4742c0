/** Made-up ticks: `rows` measurements and as many steps of each run and seed. */
import { type Block, blockOf } from '../../../src/core/metrics/block';
import { History } from '../../../src/core/metrics/history';
import type { MemberTick } from '../../../src/core/protocol/protocol';

export function tickOf(run: string, seed: number, steps: readonly number[], accuracy: (step: number) => number): MemberTick {
  const at = Float64Array.from(steps);
  return {
    id: `${run}/${seed}`,
    run,
    seed,
    steps: blockOf({ step: at, gradNorm: at.map((step) => 1 + (step % 7)), gradEvals: at.map(() => 2) }),
    measured: blockOf({
      step: at,
      epochs: at.map((step) => step / 10),
      evals: at.map((step) => 2 * step),
      seconds: at.map((step) => step / 100),
      testAccuracy: at.map(accuracy),
    }),
  };
}

export function historyOf(...ticks: readonly MemberTick[]): History {
  return ticks.reduce((history, tick) => history.append([tick]), new History());
}

/** The columns of a block by name. */
export function columnsIn({ metrics, rows, values }: Block<string>): Record<string, Float64Array> {
  return Object.fromEntries(metrics.map((metric, at) => [metric, values.subarray(at * rows, (at + 1) * rows)]));
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
