/** The memory that a program works in: ranges are handed out when something is written there, and given back after the last read. */
import type { Node } from './node';

/** Hands out ranges, first fit, and remembers how much was needed at most. */
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

/** Kernels that run at the same time, as the owners of the ranges that they write and read. */
export interface Step {
  readonly writes: ReadonlySet<Node>;
  readonly reads: ReadonlySet<Node>;
}

/** Places of nodes in a memory, each from the first step that writes it to the last that reads it. */
export class Lifetimes {
  readonly #places = new Map<Node, number>();
  readonly #ending: readonly Node[][];

  /** @param isElsewhere  nodes that lie in no working memory */
  constructor(
    readonly memory: Memory,
    readonly steps: readonly Step[],
    readonly isElsewhere: (node: Node) => boolean,
  ) {
    const last = new Map<Node, number>();
    steps.forEach(({ writes, reads }, index) => {
      for (const node of [...writes, ...reads]) last.set(node, index);
    });
    this.#ending = steps.map(() => []);
    for (const [node, index] of last) this.#ending[index]?.push(node);
  }

  /** Takes room for what step `index` is the first to write. */
  begin(index: number): void {
    for (const node of this.steps[index]?.writes ?? [])
      if (!this.isElsewhere(node) && !this.#places.has(node)) this.#places.set(node, this.memory.take(node.size));
  }

  /** Gives back what no step behind `index` reads. */
  end(index: number): void {
    for (const node of this.#ending[index] ?? []) {
      const at = this.#places.get(node);
      if (at !== undefined) this.memory.release(at);
    }
  }

  /** Where a node lies, in numbers; undefined where it has no place here. */
  placeOf(node: Node): number | undefined {
    return this.#places.get(node);
  }
}
