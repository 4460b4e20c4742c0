/** One operation, made again and again, as something that can be timed like a training. */
import type { Contender } from '../contender';

/** @typeParam T  a tensor of the library */
export interface Held<T> {
  /** Hands the operation over to the device and returns its results, which are freed when the next ones are there. */
  run(): readonly T[];
  read(tensor: T): Promise<ArrayLike<number>>;
  /** The tensor's first number. */
  first(tensor: T): T;
  free(tensors: readonly T[]): void;
  /** Freed at the end. */
  readonly inputs: readonly T[];
}

const NO_LOSSES = { clean: Number.NaN, perturbed: Number.NaN };

export function contenderOf<T>({ run, read, first, free, inputs }: Held<T>): Contender {
  let made: readonly T[] = [];
  return {
    start: () => undefined,
    async step() {
      const next = run();
      free(made);
      made = next;
    },
    async finish() {
      // One number: what is read comes after all that was handed over before.
      const one = first(made[0] as T);
      await read(one);
      free([one]);
      return NO_LOSSES;
    },
    async results() {
      const values = [];
      for (const tensor of made) values.push(Array.from(await read(tensor)));
      return values.flat();
    },
    free: () => free([...made, ...inputs]),
  };
}
