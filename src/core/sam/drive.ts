import type { Tensor } from '../tensor/tensor';
import type { Reading } from './part';

/** Runs a step to its end, answering every tensor it yields with that tensor's values. */
export async function drive<R>(reading: Reading<R>, read: (tensor: Tensor) => Promise<Float64Array>): Promise<R> {
  let turn = reading.next();
  while (!turn.done) turn = reading.next(await read(turn.value));
  return turn.value;
}

/** The same where values are at hand, as those of `float64` are: nobody waits. */
export function driveNow<R>(reading: Reading<R>, read: (tensor: Tensor) => Float64Array): R {
  let turn = reading.next();
  while (!turn.done) turn = reading.next(read(turn.value));
  return turn.value;
}
