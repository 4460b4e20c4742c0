/** One scope of the compiled backend, from its first operation to its end: which programs it is cut into, and runs. */
import type { Blocks } from './blocks';
import type { MemoryRange, CompiledTensor } from './compiledTensor';
import type { Machine, Written } from './machine';
import { isGiven, type Node } from './node';
import type { Trace } from './trace';

/** A cut of a recording, its program, and what later programs have asked of it. */
interface Section<Program, Loaded> {
  readonly wanted: Set<Node>;
  program: Program | undefined;
  loaded: Loaded | undefined;
}

/** Sections of all recordings, by the node at which they end. */
export type Sections<Program, Loaded> = Map<Node, Section<Program, Loaded>>;

/** A section at the place in the trace where it has just ended. */
interface Cut<Program, Loaded> {
  readonly section: Section<Program, Loaded>;
  readonly segment: number;
  /** Nodes of earlier sections that are asked for here. */
  readonly earlier: readonly Node[];
}

/** Numbers that outlive programs, counted. */
export class Stored {
  count = 0;

  constructor(private readonly blocks: Blocks) {}

  take(size: number): MemoryRange {
    const at = this.blocks.take(size);
    this.count++;
    return { at, size };
  }

  /** All or none. */
  takeAll(sizes: readonly number[]): MemoryRange[] {
    const taken: MemoryRange[] = [];
    try {
      for (const size of sizes) taken.push(this.take(size));
    } catch (error) {
      for (const range of taken) this.release(range);
      throw error;
    }
    return taken;
  }

  release({ at, size }: MemoryRange): void {
    this.count--;
    this.blocks.release(at, size);
  }
}

export class OpenScope<Program extends Written, Loaded> {
  readonly #cuts: Section<Program, Loaded>[] = [];
  /** Values that its programs have left stored. */
  readonly #kept = new Map<Node, MemoryRange>();

  /** @param sections  those that are new are added */
  constructor(
    readonly trace: Trace<CompiledTensor>,
    private readonly sections: Sections<Program, Loaded>,
    private readonly machine: Machine<Program, Loaded>,
    private readonly memory: Stored,
    private readonly onCompiling: (kernels: number) => void,
  ) {}

  /** True if a program has left `node` stored. */
  holds(node: Node): boolean {
    return this.#kept.has(node);
  }

  blockOf(node: Node): MemoryRange {
    return this.#kept.get(node) as MemoryRange;
  }

  /** Ends a program, which leaves these tensors stored, and queues it. */
  compute(tensors: readonly CompiledTensor[]): void {
    this.#complete(this.#cut(tensors));
  }

  /** Same, with new kernels compiled side by side. */
  async computeAsync(tensors: readonly CompiledTensor[]): Promise<void> {
    const cut = this.#cut(tensors);
    const { section, segment } = cut;
    if (!section.loaded && section.wanted.size > 0) {
      await this.machine.ready(this.#load(section, segment));
    }
    this.#complete(cut);
  }

  /** Gives the tensors of the scope's result their numbers. */
  handOver(made: readonly CompiledTensor[]): void {
    for (const tensor of made) {
      const node = tensor.node as Node;
      tensor.block = this.blockOf(node);
      this.#kept.delete(node);
    }
  }

  /** Frees what nobody was given. */
  end(): void {
    for (const block of this.#kept.values()) this.memory.release(block);
  }

  #cut(tensors: readonly CompiledTensor[]): Cut<Program, Loaded> {
    const nodes = tensors.map(({ node }) => node as Node);
    const segment = this.#cuts.length;
    const cut = this.trace.cut(nodes);
    // What the host uploads belongs to no program: a copy of it does.
    const isOwn = (node: Node) => node.segment === segment || isGiven(node);
    const section = this.sections.get(cut) ?? { wanted: new Set(nodes.filter(isOwn)), program: undefined, loaded: undefined };
    this.sections.set(cut, section);
    this.#cuts.push(section);
    return { section, segment, earlier: nodes.filter((node) => !isOwn(node)) };
  }

  #complete({ section, segment, earlier }: Cut<Program, Loaded>): void {
    this.#run(section, segment);
    this.#keepEarlier(earlier);
  }

  #load(section: Section<Program, Loaded>, segment: number): Loaded {
    section.program ??= this.machine.compile([...section.wanted], segment);
    section.loaded ??= this.machine.load(section.program, this.onCompiling);
    return section.loaded;
  }

  #run(section: Section<Program, Loaded>, segment: number): void {
    if (section.wanted.size === 0) return;
    const loaded = this.#load(section, segment);
    const program = section.program as Program;
    this.#keepEarlier(program.inputs.filter(({ op }) => op !== 'leaf'));
    const inputs = program.inputs.map((node) =>
      node.op === 'leaf' ? (this.trace.leaves[node.slot]?.block as MemoryRange) : this.blockOf(node),
    );
    const outputs = this.memory.takeAll(program.outputs.map(({ size }) => size));
    this.machine.run(loaded, (words) => {
      inputs.forEach(({ at }, place) => (words[place] = at));
      outputs.forEach(({ at }, place) => (words[inputs.length + place] = at));
      const numbers = new Float32Array(words.buffer, words.byteOffset, words.length);
      for (const { node, at } of program.uploads) numbers.set(this.trace.numbersOf(node), at);
    });
    program.outputs.forEach((node, place) => {
      const before = this.#kept.get(node);
      if (before) this.memory.release(before);
      this.#kept.set(node, outputs[place] as MemoryRange);
    });
  }

  /** Values of earlier programs of the scope. The first to ask for one makes its program leave it stored, and run again. */
  #keepEarlier(nodes: readonly Node[]): void {
    const missing = nodes.filter((node) => !this.#kept.has(node));
    for (const segment of new Set(missing.map((node) => node.segment))) {
      const section = this.#cuts[segment] as Section<Program, Loaded>;
      for (const node of missing) if (node.segment === segment) section.wanted.add(node);
      if (section.loaded) this.machine.unload(section.loaded);
      section.program = undefined;
      section.loaded = undefined;
      this.#run(section, segment);
    }
  }
}
