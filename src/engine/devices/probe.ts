import { nth } from '../../core/numbers';
import type { Backend } from '../../core/tensor/tensor';

/**
 * One training step or the like, ending in a read: without it a GPU has only been asked, and has not answered. It keeps
 * its own scopes, because it may hold something from turn to turn.
 */
export type Workload = (backend: Backend) => Promise<unknown>;

const WARM_UPS = 2;
const MIN_REPEATS = 3;
const MAX_REPEATS = 30;
const BUDGET_MS = 250;

/** Milliseconds that `workload` takes on `backend`: the median after two warm-ups, which compile kernels. */
export async function probe(backend: Backend, workload: Workload): Promise<number> {
  const times: number[] = [];
  const begin = performance.now();
  for (let turn = 0; turn < WARM_UPS + MAX_REPEATS; turn++) {
    const start = performance.now();
    await workload(backend);
    const end = performance.now();
    if (turn >= WARM_UPS) times.push(end - start);
    if (times.length >= MIN_REPEATS && end - begin > BUDGET_MS) break;
  }
  times.sort((left, right) => left - right);
  return nth(times, Math.floor(times.length / 2));
}
