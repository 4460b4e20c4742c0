import { type Held, store } from './store';

/** Enough for every literal that a step mentions; beyond it, numbers are made per call and freed by the scope. */
const CAPACITY = 256;

/**
 * Literal numbers on the device, one scalar tensor per value.
 *
 * `x.mul(2)` on a GPU needs a tensor holding 2. Making it anew costs an upload per call, so each value is kept, outside
 * every scope, and left out of the leak count.
 */
export class Constants {
  readonly #kept = new Map<number, Held>();

  /** A rank-0 tensor of `value`; never dispose it. */
  of(value: number): Held {
    const known = this.#kept.get(value);
    if (known !== undefined) return known;
    const made = store.make(Float32Array.of(value), [], 'float32');
    if (this.#kept.size < CAPACITY) this.#kept.set(value, store.keep(made));
    return made;
  }

  get size(): number {
    return this.#kept.size;
  }

  free(): void {
    for (const tensor of this.#kept.values()) tensor.dispose();
    this.#kept.clear();
  }
}
