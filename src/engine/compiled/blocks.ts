/** Ranges of a memory that grows: handed out, given back, and handed out again to whoever asks for the same length. */

/** Lengths are multiples of so many numbers (256 bytes). */
const GRAIN = 64;

export class Blocks {
  readonly #free = new Map<number, number[]>();
  #top: number;

  /**
   * @param first    where the first range begins, in numbers
   * @param makeRoom called before a range that ends at `numbers` is handed out; throws when there is no such room
   */
  constructor(
    first: number,
    readonly makeRoom: (numbers: number) => void,
  ) {
    this.#top = first;
  }

  take(size: number): number {
    const length = rounded(size);
    const reused = this.#free.get(length)?.pop();
    if (reused !== undefined) return reused;
    const at = this.#top;
    this.makeRoom(at + length);
    this.#top += length;
    return at;
  }

  release(at: number, size: number): void {
    const length = rounded(size);
    const places = this.#free.get(length);
    if (places) places.push(at);
    else this.#free.set(length, [at]);
  }
}

function rounded(size: number): number {
  return Math.max(1, Math.ceil(size / GRAIN)) * GRAIN;
}
