/**
 * `Backend` that runs a scope's arithmetic as one program of a machine.
 *
 * Within a scope nothing is computed: operations are traced (`trace.ts`). At its end, or where a number is read in the
 * middle, what has been asked for is compiled (once for each recording) and queued. A gate is therefore exact: the part
 * before it is one program, its number is read, and whatever the algorithm then asks for is another.
 */
import { Failure } from '../../core/failures';
import { tensorsIn } from '../../core/tensor/stateTree';
import type { PackedImages } from '../../core/datasets/augmentation';
import type { Backend, KeptImages, Scalar, Shape, Tensor } from '../../core/tensor/tensor';
import { type DeviceLimits, expectFits } from '../limits';
import { type Block, CompiledTensor, compiled, type Recorder } from './compiledTensor';
import { keepImages } from './images';
import type { Interface, Machine } from './machine';
import { isGiven, type Node, type Op, sizeOf } from './node';
import { emptyRecording, Trace } from './trace';

/** A mapping that is aborted rejects just before the device says that it was lost. */
const CAUSE_MS = 100;
/** Recordings are dropped, and made again when needed, beyond so many nodes. */
const MOST_NODES = 400_000;
const GONE = 'compiled: this tensor was freed, or belongs to a scope that has ended';

/** A cut of a recording, its program, and what later programs have asked of it. */
interface Section<Program, Loaded> {
  readonly wanted: Set<Node>;
  program: Program | undefined;
  loaded: Loaded | undefined;
}

/** A section at the place in the trace where it has just ended. */
interface Cut<Program, Loaded> {
  readonly section: Section<Program, Loaded>;
  readonly segment: number;
  /** Nodes of earlier sections that are asked for here. */
  readonly earlier: readonly Node[];
}

export interface Options {
  /** Bytes of samples that it may hold, where gathering them there is cheaper than handing them over. */
  readonly residentBytes?: number;
  /** Recognize what was recorded before (default). Without it every scope is recorded and compiled anew. */
  readonly replay?: boolean;
}

export class CompiledBackend<Program extends Interface = Interface, Loaded = unknown> implements Backend, Recorder {
  readonly residentBytes?: number;
  readonly lane?: (run: number) => void;
  #stored = 0;
  #recording = emptyRecording();
  #recorded = 0;
  #sections = new Map<Node, Section<Program, Loaded>>();
  #trace: Trace<CompiledTensor> | undefined;
  #ended: Trace<CompiledTensor> | undefined;
  /** Sections of the open trace, and what they left stored. */
  #cuts: Section<Program, Loaded>[] = [];
  #kept = new Map<Node, Block>();
  #failure: Failure | undefined;
  /** Told how many kernels are being compiled, and 0 when they are there. */
  onCompiling: ((kernels: number) => void) | undefined;

  constructor(
    readonly name: string,
    readonly machine: Machine<Program, Loaded>,
    readonly limits: DeviceLimits,
    readonly options: Options = {},
  ) {
    if (options.residentBytes !== undefined) this.residentBytes = options.residentBytes;
    if (machine.joinsRuns)
      this.lane = (run) => {
        this.#open().lane = run;
      };
  }

  async activate(): Promise<void> {}

  /** From now on `read` rejects with `failure`: what the device computes can no longer be trusted. */
  fail(failure: Failure): void {
    this.#failure ??= failure;
  }

  tensor(values: ArrayLike<number>, shape: Shape): Tensor {
    const size = sizeOf(shape);
    if (values.length !== size) throw new Error(`tensor: ${values.length} values for shape [${shape.join(', ')}]`);
    expectFits(size, this.limits);
    if (this.#trace) return this.upload(values, shape);
    const tensor = new CompiledTensor(this, [...shape], undefined, undefined);
    tensor.block = this.#allocate(size);
    this.machine.write(Float32Array.from(values), tensor.block.at);
    return tensor;
  }

  keepImages(images: PackedImages): KeptImages {
    return keepImages(this, images);
  }

  scalar(value: number): Scalar {
    return this.tensor([value], []);
  }

  concat(parts: readonly Tensor[]): Tensor {
    const [first] = parts;
    if (!first) throw new Error('concat: nothing to join');
    const rows = parts.reduce((sum, { shape }) => sum + (shape[0] as number), 0);
    return this.apply('concat', parts.map(compiled), [], () => [rows, ...first.shape.slice(1)]);
  }

  upload(values: ArrayLike<number>, shape: Shape): CompiledTensor {
    const trace = this.#open();
    return new CompiledTensor(this, [...shape], trace.upload(values, shape), trace);
  }

  apply(op: Op, inputs: readonly (CompiledTensor | number)[], numbers: readonly number[], shapeOf: () => Shape): CompiledTensor {
    const trace = this.#trace;
    if (!trace) return this.scope(() => this.apply(op, inputs, numbers, shapeOf));
    const nodes = inputs.map((input) => (typeof input === 'number' ? trace.literal(input) : this.#nodeOf(trace, input)));
    const node = trace.step(op, nodes, numbers, shapeOf);
    return new CompiledTensor(this, node.shape, node, trace);
  }

  within(work: () => CompiledTensor): CompiledTensor {
    return this.#trace ? work() : this.scope(work);
  }

  scope<R>(work: () => R): R {
    const trace = this.#begin();
    try {
      const result = work();
      const made = madeIn(trace, result);
      if (made.length > 0) this.#complete(trace, this.#cut(trace, made));
      this.#handOver(made);
      return result;
    } finally {
      this.#end(trace);
    }
  }

  async scopeAsync<R>(work: () => Promise<R>): Promise<R> {
    const trace = this.#begin();
    try {
      const result = await work();
      const made = madeIn(trace, result);
      if (made.length > 0) await this.#completeAsync(trace, this.#cut(trace, made));
      this.#handOver(made);
      return result;
    } finally {
      this.#end(trace);
    }
  }

  async read(tensor: Tensor): Promise<Float64Array> {
    return (await this.readAll([tensor]))[0] as Float64Array;
  }

  async readAll(tensors: readonly Tensor[]): Promise<readonly Float64Array[]> {
    this.#expectTrusted();
    const wanted = tensors.map(compiled);
    await this.#compute(wanted.filter(({ block }) => !block));
    const blocks = wanted.map((tensor) => tensor.block ?? (this.#kept.get(tensor.node as Node) as Block));
    const values = await this.machine.read(blocks).catch(async (error: unknown) => {
      await new Promise((resolve) => setTimeout(resolve, CAUSE_MS));
      throw this.#failure ?? new Failure('device-error', error instanceof Error ? error.message : String(error));
    });
    this.#expectTrusted();
    return values.map((one) => Float64Array.from(one));
  }

  free(value: unknown): void {
    for (const tensor of tensorsIn(value)) {
      const { block } = compiled(tensor);
      if (!block) continue;
      (tensor as CompiledTensor).block = undefined;
      this.#release(block);
    }
  }

  tensorCount(): number {
    return this.#stored;
  }

  /** Bytes of the device's memory held. */
  bytes(): number {
    return this.machine.bytes();
  }

  /** Frees the device and everything on it. */
  close(): void {
    this.machine.destroy();
  }

  #open(): Trace<CompiledTensor> {
    if (!this.#trace) throw new Error('compiled: this needs an open scope');
    return this.#trace;
  }

  #begin(): Trace<CompiledTensor> {
    if (this.#trace) throw new Error('compiled: a scope is open already');
    if (this.#recorded > MOST_NODES || this.options.replay === false) this.#forget();
    this.#trace = new Trace(this.#recording, this.#ended);
    return this.#trace;
  }

  #end(trace: Trace<CompiledTensor>): void {
    this.#recorded += trace.recorded;
    for (const block of this.#kept.values()) this.#release(block);
    this.#kept.clear();
    this.#cuts = [];
    this.#trace = undefined;
    this.#ended = trace;
  }

  #forget(): void {
    for (const { loaded } of this.#sections.values()) if (loaded) this.machine.unload(loaded);
    this.#sections = new Map();
    this.#recording = emptyRecording();
    this.#recorded = 0;
  }

  #nodeOf(trace: Trace<CompiledTensor>, tensor: CompiledTensor): Node {
    if (tensor.trace === trace && tensor.node) return tensor.node;
    if (!tensor.block) throw new Error(GONE);
    return trace.leaf(tensor, tensor.shape);
  }

  /** Gives the tensors of a scope's result their numbers. */
  #handOver(made: readonly CompiledTensor[]): void {
    for (const tensor of made) {
      const node = tensor.node as Node;
      tensor.block = this.#kept.get(node) as Block;
      this.#kept.delete(node);
    }
  }

  /** Leaves tensors of the open trace stored, computed now. */
  async #compute(tensors: readonly CompiledTensor[]): Promise<void> {
    if (tensors.length === 0) return;
    const trace = this.#open();
    if (tensors.some((tensor) => tensor.trace !== trace)) throw new Error(GONE);
    if (tensors.some(({ node }) => !this.#kept.has(node as Node))) await this.#completeAsync(trace, this.#cut(trace, tensors));
  }

  /** Ends a program of the trace, which is to leave these tensors stored. */
  #cut(trace: Trace<CompiledTensor>, tensors: readonly CompiledTensor[]): Cut<Program, Loaded> {
    const nodes = tensors.map(({ node }) => node as Node);
    const segment = this.#cuts.length;
    const cut = trace.cut(nodes);
    // What the host uploads belongs to no program: a copy of it does.
    const isOwn = (node: Node) => node.segment === segment || isGiven(node);
    const section = this.#sections.get(cut) ?? { wanted: new Set(nodes.filter(isOwn)), program: undefined, loaded: undefined };
    this.#sections.set(cut, section);
    this.#cuts.push(section);
    return { section, segment, earlier: nodes.filter((node) => !isOwn(node)) };
  }

  #complete(trace: Trace<CompiledTensor>, { section, segment, earlier }: Cut<Program, Loaded>): void {
    this.#run(trace, section, segment);
    this.#keepEarlier(trace, earlier);
  }

  /** Same, with new kernels compiled side by side. */
  async #completeAsync(trace: Trace<CompiledTensor>, cut: Cut<Program, Loaded>): Promise<void> {
    const { section, segment } = cut;
    if (!section.loaded && section.wanted.size > 0) {
      section.program ??= this.machine.compile([...section.wanted], segment);
      await this.machine.warm(section.program, (kernels) => this.onCompiling?.(kernels));
    }
    this.#complete(trace, cut);
  }

  #run(trace: Trace<CompiledTensor>, section: Section<Program, Loaded>, segment: number): void {
    if (section.wanted.size === 0) return;
    section.program ??= this.machine.compile([...section.wanted], segment);
    section.loaded ??= this.machine.load(section.program);
    const { program } = section;
    this.#keepEarlier(
      trace,
      program.inputs.filter(({ op }) => op !== 'leaf'),
    );
    const inputs = program.inputs.map((node) =>
      node.op === 'leaf' ? (trace.leaves[node.slot]?.block as Block) : (this.#kept.get(node) as Block),
    );
    const outputs = program.outputs.map((node) => this.#allocate(node.size));
    this.machine.run(section.loaded, (words) => {
      inputs.forEach(({ at }, place) => (words[place] = at));
      outputs.forEach(({ at }, place) => (words[inputs.length + place] = at));
      const numbers = new Float32Array(words.buffer, words.byteOffset, words.length);
      for (const { node, at } of program.uploads) numbers.set(trace.numbersOf(node), at);
    });
    program.outputs.forEach((node, place) => {
      const before = this.#kept.get(node);
      if (before) this.#release(before);
      this.#kept.set(node, outputs[place] as Block);
    });
  }

  /** Values of earlier programs of the trace. The first to ask for one makes its program leave it stored, and run again. */
  #keepEarlier(trace: Trace<CompiledTensor>, nodes: readonly Node[]): void {
    const missing = nodes.filter((node) => !this.#kept.has(node));
    for (const segment of new Set(missing.map((node) => node.segment))) {
      const section = this.#cuts[segment] as Section<Program, Loaded>;
      for (const node of missing) if (node.segment === segment) section.wanted.add(node);
      if (section.loaded) this.machine.unload(section.loaded);
      section.program = undefined;
      section.loaded = undefined;
      this.#run(trace, section, segment);
    }
  }

  #allocate(size: number): Block {
    const at = this.machine.blocks.take(size);
    this.#stored++;
    return { at, size };
  }

  #release({ at, size }: Block): void {
    this.#stored--;
    this.machine.blocks.release(at, size);
  }

  #expectTrusted(): void {
    if (this.#failure) throw this.#failure;
  }
}

/** Tensors of a scope's result that its trace has yet to compute. */
function madeIn(trace: object, result: unknown): CompiledTensor[] {
  return [...tensorsIn(result)].map(compiled).filter((tensor) => tensor.trace === trace && !tensor.block);
}
