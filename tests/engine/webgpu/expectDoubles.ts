import { expect } from 'vitest';
import { compared, computations } from '../conformance';
import { openCompiled } from './openCompiled';

/** Every operation under this tuning gives what plain doubles give, and nothing is left. */
export async function expectDoubles(tuning: Parameters<typeof openCompiled>[0]): Promise<void> {
  const backend = await openCompiled(tuning);
  for (const [name, compute] of Object.entries(computations)) {
    const { shape, expectedShape, error } = await compared(backend, compute);
    expect(shape, name).toEqual(expectedShape);
    expect(error, name).toBeLessThan(1e-5);
  }
  expect(backend.tensorCount()).toBe(0);
}
