import { expect } from 'vitest';
import { Failure, failures } from '../../../src/core/failures';

/** The failure that `work` throws; fails the test on anything else, and on a failure that says nothing to people. */
export function failing(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    return checked(error);
  }
  throw new Error('expected a Failure, nothing was thrown');
}

/** The same for a promise. */
export async function failingAsync(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => new Error('expected a Failure, nothing was thrown'),
    (reason: unknown) => reason,
  );
  return checked(error);
}

function checked(error: unknown): Failure {
  if (!(error instanceof Failure)) throw error;
  expect(failures).toHaveProperty(error.code);
  expect(error.message).toMatch(/[A-Z“].{20,}\.$/);
  return error;
}
