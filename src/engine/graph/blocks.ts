/** Ranges of a memory that grows: handed out, given back, and handed out again. Steps ask for the same lengths again and again. */

/** Lengths are multiples of so many numbers (256 bytes). */
const GRAIN = 64;

export class Blocks {
  /** Beginnings of free ranges, by length. */
  #free = new Map<number, number[]>();
  #top = 0;
  #room = 0;

  /** @param makeRoom called before a range that ends at `numbers` is handed out; throws when there is no such room */
  constructor(readonly makeRoom: (numbers: number) => void) {}

  take(size: number): number {
    const length = rounded(size);
    const reused = this.#free.get(length)?.pop();
    if (reused !== undefined) return reused;
    if (this.#top + length > this.#room) {
      this.#join();
      const split = this.#split(length);
      if (split !== undefined) return split;
    }
    const at = this.#top;
    this.makeRoom(at + length);
    this.#top += length;
    this.#room = Math.max(this.#room, this.#top);
    return at;
  }

  release(at: number, size: number): void {
    this.#put(at, rounded(size));
  }

  #put(at: number, length: number): void {
    const places = this.#free.get(length);
    if (places) places.push(at);
    else this.#free.set(length, [at]);
  }

  /** Makes one range of neighbours: what another network has left in pieces of its own lengths. */
  #join(): void {
    const ranges = [...this.#free].flatMap(([length, places]) => places.map((at) => ({ at, end: at + length })));
    ranges.sort((a, b) => a.at - b.at);
    this.#free = new Map();
    let open: { readonly at: number; end: number } | undefined;
    for (const { at, end } of ranges) {
      if (open?.end === at) {
        open.end = end;
        continue;
      }
      if (open) this.#put(open.at, open.end - open.at);
      open = { at, end };
    }
    if (open?.end === this.#top) this.#top = open.at;
    else if (open) this.#put(open.at, open.end - open.at);
  }

  /** The beginning of a piece of the shortest free range that is long enough. */
  #split(length: number): number | undefined {
    const [enough] = [...this.#free].filter(([own, places]) => own >= length && places.length > 0).sort(([a], [b]) => a - b);
    const [own = 0, places] = enough ?? [];
    const at = places?.pop();
    if (at !== undefined && own > length) this.#put(at + length, own - length);
    return at;
  }
}

function rounded(size: number): number {
  return Math.max(1, Math.ceil(size / GRAIN)) * GRAIN;
}
