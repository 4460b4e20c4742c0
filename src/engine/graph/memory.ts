/** Hands out ranges of the memory that a program works in, first fit, and remembers how much was needed at most. */
export class Memory {
  readonly #taken = new Map<number, number>();
  most = 0;

  /** @param grain  ranges begin at multiples of so many numbers */
  constructor(readonly grain: number) {}

  take(size: number): number {
    const needed = Math.ceil(size / this.grain) * this.grain;
    let at = 0;
    for (const [begin, length] of [...this.#taken].sort(([a], [b]) => a - b)) {
      if (begin - at >= needed) break;
      at = begin + length;
    }
    this.#taken.set(at, needed);
    this.most = Math.max(this.most, at + needed);
    return at;
  }

  release(at: number): void {
    this.#taken.delete(at);
  }
}
