/**
 * `Backend` that runs a scope's arithmetic as one program of a machine.
 *
 * Within a scope nothing is computed: operations are traced (`trace.ts`). At its end, or where a number is read in the
 * middle, what has been asked for is compiled (once for each recording) and queued. A gate is therefore exact: the part
 * before it is one program, its number is read, and whatever the algorithm then asks for is another.
 */
import { Failure } from '../../core/failures';
import { lengthAt, sizeOf } from '../../core/tensor/shape';
import { tensorsIn } from '../../core/tensor/stateTree';
import type { PackedImages } from '../../core/datasets/augmentation';
import type { Backend, KeptImages, Scalar, Shape, Tensor } from '../../core/tensor/tensor';
import { type DeviceLimits, expectFits } from '../devices/limits';
import { CompiledTensor, compiled, type Recorder } from './compiledTensor';
import { keepImages } from './images';
import type { Machine, Written } from './machine';
import { PlanningMachine } from './planningMachine';
import { isWithinPadding, type Node, type Op } from './node';
import { OpenScope, type Sections, Stored } from './openScope';
import { emptyRecording, Trace } from './trace';

/** A mapping that is aborted rejects just before the device says that it was lost. */
const CAUSE_MS = 100;
/** Recordings are dropped, and made again when needed, beyond so many nodes. */
const MOST_NODES = 400_000;
const GONE = 'compiled: this tensor was freed, or belongs to a scope that has ended';

export interface Options {
  /** Bytes of samples that it may hold, where gathering them there is cheaper than handing them over. */
  readonly residentBytes?: number;
  /** Milliseconds that a read takes when nothing is computed. */
  readonly readMs?: number;
  /** Recognize what was recorded before (default). Without it every scope is recorded and compiled anew. */
  readonly replay?: boolean;
}

export class CompiledBackend<Program extends Written = Written, Loaded = unknown> implements Backend, Recorder {
  readonly residentBytes?: number;
  readonly readMs: number;
  readonly lane?: (run: number) => void;
  readonly #memory: Stored;
  #recording = emptyRecording();
  #recorded = 0;
  #sections: Sections<Program, Loaded> = new Map();
  #scope: OpenScope<Program, Loaded> | undefined;
  #ended: Trace<CompiledTensor> | undefined;
  #failure: Failure | undefined;
  /** Told how many kernels are being compiled, and 0 when they are there. */
  onCompiling: ((kernels: number) => void) | undefined;

  constructor(
    readonly name: string,
    readonly machine: Machine<Program, Loaded>,
    readonly limits: DeviceLimits,
    readonly options: Options = {},
  ) {
    this.#memory = new Stored(machine.blocks);
    if (options.residentBytes !== undefined) this.residentBytes = options.residentBytes;
    this.readMs = options.readMs ?? 0;
    if (machine.joinsRuns)
      this.lane = (run) => {
        this.#open().trace.lane = run;
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
    if (this.#scope) return this.upload(values, shape);
    const tensor = new CompiledTensor(this, [...shape], undefined, undefined);
    tensor.block = this.#memory.take(size);
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
    const rows = parts.reduce((sum, { shape }) => sum + lengthAt(shape, 0), 0);
    return this.apply('concat', parts.map(compiled), [], () => [rows, ...first.shape.slice(1)]);
  }

  upload(values: ArrayLike<number>, shape: Shape): CompiledTensor {
    const { trace } = this.#open();
    return new CompiledTensor(this, [...shape], trace.upload(values, shape), trace);
  }

  apply(op: Op, inputs: readonly (CompiledTensor | number)[], numbers: readonly number[], shapeOf: () => Shape): CompiledTensor {
    if (!this.#scope) return this.scope(() => this.apply(op, inputs, numbers, shapeOf));
    const { trace } = this.#scope;
    const nodes = inputs.map((input) => (typeof input === 'number' ? trace.literal(input) : this.#nodeOf(trace, input)));
    const [whole] = nodes;
    const node =
      op === 'slice' && whole && isWithinPadding(whole, numbers, shapeOf())
        ? trace.step(whole.op, whole.inputs, [...whole.numbers, ...numbers.slice(1, 3)], shapeOf)
        : trace.step(op, nodes, numbers, shapeOf);
    return new CompiledTensor(this, node.shape, node, trace);
  }

  within(work: () => CompiledTensor): CompiledTensor {
    return this.#scope ? work() : this.scope(work);
  }

  scope<R>(work: () => R): R {
    const scope = this.#begin();
    try {
      const result = work();
      const made = madeIn(scope.trace, result);
      if (made.length > 0) scope.compute(made);
      scope.handOver(made);
      return result;
    } finally {
      this.#end(scope);
    }
  }

  async scopeAsync<R>(work: () => Promise<R>): Promise<R> {
    const scope = this.#begin();
    try {
      const result = await work();
      const made = madeIn(scope.trace, result);
      if (made.length > 0) await scope.computeAsync(made);
      scope.handOver(made);
      return result;
    } finally {
      this.#end(scope);
    }
  }

  async read(tensor: Tensor): Promise<Float64Array> {
    return (await this.readAll([tensor]))[0] as Float64Array;
  }

  async readAll(tensors: readonly Tensor[]): Promise<readonly Float64Array[]> {
    this.#expectTrusted();
    const wanted = tensors.map(compiled);
    const pending = wanted.filter(({ block }) => !block);
    if (pending.length > 0) await this.#compute(pending);
    const blocks = wanted.map((tensor) => tensor.block ?? this.#open().blockOf(tensor.node as Node));
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
      this.#memory.release(block);
    }
  }

  tensorCount(): number {
    return this.#memory.count;
  }

  /** Bytes that this takes of the fullest of the device's memories. Nothing is computed: what is read is zero. */
  async needs(work: (backend: Backend) => Promise<unknown>): Promise<number> {
    const machine = new PlanningMachine(this.machine);
    await work(new CompiledBackend(this.name, machine, { maxBufferBytes: Number.POSITIVE_INFINITY }));
    return machine.bytes();
  }

  /** Bytes of the device's memory held. */
  bytes(): number {
    return this.machine.bytes();
  }

  /** Frees the device and everything on it. */
  close(): void {
    this.machine.destroy();
  }

  #open(): OpenScope<Program, Loaded> {
    if (!this.#scope) throw new Error('compiled: this needs an open scope');
    return this.#scope;
  }

  #begin(): OpenScope<Program, Loaded> {
    if (this.#scope) throw new Error('compiled: a scope is open already');
    if (this.#recorded > MOST_NODES || this.options.replay === false) this.#forget();
    const trace = new Trace(this.#recording, this.#ended);
    this.#scope = new OpenScope(trace, this.#sections, this.machine, this.#memory, (kernels) => this.onCompiling?.(kernels));
    return this.#scope;
  }

  #end(scope: OpenScope<Program, Loaded>): void {
    this.#recorded += scope.trace.recorded;
    scope.end();
    this.#scope = undefined;
    this.#ended = scope.trace;
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

  /** Leaves tensors of the open scope stored, computed now. */
  async #compute(tensors: readonly CompiledTensor[]): Promise<void> {
    const scope = this.#open();
    if (tensors.some(({ trace }) => trace !== scope.trace)) throw new Error(GONE);
    if (tensors.some(({ node }) => !scope.holds(node as Node))) await scope.computeAsync(tensors);
  }

  #expectTrusted(): void {
    if (this.#failure) throw this.#failure;
  }
}

/** Tensors of a scope's result that its trace has yet to compute. */
function madeIn(trace: object, result: unknown): CompiledTensor[] {
  return [...tensorsIn(result)].map(compiled).filter((tensor) => tensor.trace === trace && !tensor.block);
}
