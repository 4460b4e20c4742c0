/**
 * The GPU as programs see it: two buffers of numbers, one for what lives and one for what a program needs while it
 * runs, and a queue of programs that goes to the device in few submissions.
 */
import { tooLarge } from '../devices/limits';
import { Blocks } from '../graph/blocks';
import type { Machine } from '../graph/machine';
import type { Node } from '../graph/node';
import { Failure } from '../../core/failures';
import { type Canary, createCanary } from './canary';
import { type Coming, InOrder } from './inOrder';
import { Pipelines, Refused } from './pipelines';
import { type Range, Reader } from './reader';
import { compile, type Program } from './program';
import { createSubmissions, type Submissions } from './submissions';
import type { KernelTuning } from './tuning';

const BYTES = 4;
// The standard's flags by their numbers, so that Node can load this file too.
const [COPY_FROM, COPY_TO, STORAGE, COMPUTE] = [0x4, 0x8, 0x80, 0x4];
/** Bindings begin at multiples of so many words (256 bytes, what every adapter allows). */
const ALIGNMENT = 64;
/** Words uploaded with one submission. */
const BLOCK = 2 ** 18;
/** First sizes of the buffers, in numbers. */
const FIRST = 2 ** 18;

/** A program that is run again and again. What it is made of is there once its kernels are. */
export interface Loaded extends Coming {
  /** Set once its kernels are there. */
  made: Made | undefined;
  readonly words: number;
}

/** Plan of a program, made once. */
interface Made {
  readonly program: Program;
  readonly pipelines: readonly GPUComputePipeline[];
  readonly places: GPUBuffer;
  /** One binding of addresses for each dispatch. */
  readonly addresses: readonly GPUBindGroup[];
  bindings: { readonly generation: number; readonly group: GPUBindGroup } | undefined;
}

export interface GpuSetup {
  readonly device: GPUDevice;
  readonly maxBytes: number;
  readonly tuning: KernelTuning;
  /** Devices that were lost before this one. */
  readonly losses?: number;
  /** Nothing read from now on can be trusted. */
  readonly onFailure: (code: 'device-lost' | 'device-error', detail: string) => void;
}

/** Largest number of kernels of one submission: more would make the page's own drawing wait. */
const MOST_DISPATCHES = 512;

export class Gpu implements Machine<Program, Loaded> {
  readonly joinsRuns = true;
  readonly isOneMemory = false;
  readonly blocks: Blocks;
  readonly #numbers: GPUBindGroupLayout;
  readonly #addresses: GPUBindGroupLayout;
  readonly #pipelines: Pipelines;
  readonly #submissions: Submissions;
  #store: GPUBuffer;
  #work: GPUBuffer;
  #given: GPUBuffer;
  #generation = 0;
  #block = new Uint32Array(BLOCK);
  #used = 0;
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;
  /** Kernels of the submission at hand, and their estimated operations. */
  #queued = 0;
  #queuedWork = 0;
  #submitted = 0;
  /** Programs, writes and reads, while kernels are compiled. */
  readonly #order: InOrder;
  readonly #reader: Reader;
  readonly device: GPUDevice;
  readonly maxBytes: number;
  readonly tuning: KernelTuning;
  readonly #canary: Canary;
  readonly #onFailure: GpuSetup['onFailure'];
  readonly #offset = new Uint32Array(1);

  /** Waits for what every read needs, and learns how long one takes. */
  static async open(setup: GpuSetup): Promise<Gpu> {
    const gpu = new Gpu(setup, await createCanary(setup.device));
    await gpu.#reader.learnLatency(() => gpu.#read([]));
    return gpu;
  }

  private constructor({ device, maxBytes, tuning, losses, onFailure }: GpuSetup, canary: Canary) {
    this.device = device;
    this.maxBytes = maxBytes;
    this.tuning = tuning;
    this.#canary = canary;
    this.#reader = new Reader(device, canary);
    this.#order = new InOrder(({ message }) => onFailure('device-error', message));
    this.#onFailure = onFailure;
    this.#submissions = createSubmissions(tuning.firstRate, losses);
    this.blocks = new Blocks((numbers) => {
      if (numbers > this.#capacity) this.#grow(numbers);
    });
    const layout = (...types: readonly (readonly [GPUBufferBindingType, boolean])[]) =>
      device.createBindGroupLayout({
        entries: types.map(([type, hasDynamicOffset], binding) => ({
          binding,
          visibility: COMPUTE,
          buffer: { type, hasDynamicOffset },
        })),
      });
    this.#numbers = layout(['storage', false], ['storage', false], ['read-only-storage', true]);
    this.#addresses = layout(['read-only-storage', false]);
    const bindGroupLayouts = [this.#numbers, this.#addresses];
    this.#pipelines = new Pipelines(device, device.createPipelineLayout({ bindGroupLayouts }));
    this.#store = this.#buffer(FIRST);
    this.#work = this.#buffer(FIRST);
    this.#given = this.#buffer(BLOCK);
  }

  compile(wanted: readonly Node[], segment: number): Program {
    return compile(wanted, segment, this.tuning);
  }

  /** Numbers that fit into the lasting buffer now. */
  get #capacity(): number {
    return this.#store.size / BYTES;
  }

  /** Makes room for `numbers` in the lasting buffer. Throws `model-too-large` beyond the device's limit. */
  #grow(numbers: number): void {
    const bytes = numbers * BYTES;
    if (bytes > this.maxBytes) throw tooLarge(bytes, this.maxBytes);
    this.submit();
    const next = this.#buffer(Math.min(Math.floor(this.maxBytes / BYTES), Math.max(numbers, 2 * this.#capacity)));
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(this.#store, 0, next, 0, this.#store.size);
    this.device.queue.submit([encoder.finish()]);
    this.#store.destroy();
    this.#store = next;
    this.#generation++;
  }

  /** Compiles what is new in `program` side by side; where the driver refuses it, the same with smaller tiles. */
  load(program: Program, announce: (kernels: number) => void = () => {}): Loaded {
    if (program.work * BYTES > this.maxBytes) throw tooLarge(program.work * BYTES, this.maxBytes);
    const known = this.#pipelines.of(program.dispatches);
    const loaded: Loaded = {
      made: known && this.#laidOut(program, known),
      get isThere() {
        return this.made !== undefined;
      },
      words: program.words,
      ready: known ? Promise.resolve() : this.#compiled(program, announce).then((made) => void (loaded.made = made)),
    };
    // Whoever waits for it hears of it.
    loaded.ready.catch(() => undefined);
    return loaded;
  }

  ready({ ready }: Loaded): Promise<void> {
    return ready;
  }

  unload(loaded: Loaded): void {
    this.#order.after(undefined, () => {
      this.submit();
      loaded.made?.places.destroy();
    });
  }

  /** Runs a program after everything queued before it, as soon as its kernels are there. `fill` fills the first words of what it uploads. */
  run(loaded: Loaded, fill: (block: Uint32Array) => void): void {
    const { made, words } = loaded;
    if (made && !this.#order.isBusy) {
      this.#encode(made, (block) => fill(block));
      return;
    }
    const filled = new Uint32Array(words);
    fill(filled);
    this.#order.after(loaded, () => {
      if (loaded.made) this.#encode(loaded.made, (block) => block.set(filled));
    });
  }

  /** Writes numbers into the lasting buffer after everything queued before. */
  write(values: Float32Array<ArrayBuffer>, at: number): void {
    this.#order.after(undefined, () => {
      if (values.length * 4 > BLOCK) {
        this.submit();
        this.device.queue.writeBuffer(this.#store, at * BYTES, values);
        return;
      }
      const from = this.#reserve(values.length);
      new Float32Array(this.#block.buffer).set(values, from);
      this.#endPass();
      this.#commands().copyBufferToBuffer(this.#given, from * BYTES, this.#store, at * BYTES, values.byteLength);
    });
  }

  /** Reads ranges of the lasting buffer as they are after everything queued before, in one trip. */
  async read(ranges: readonly Range[]): Promise<Float32Array[]> {
    if (ranges.every(({ size }) => size === 0)) return ranges.map(() => new Float32Array());
    return new Promise((resolve, reject) => {
      this.#order.after(undefined, (failure) => {
        if (failure) reject(failure);
        else this.#read(ranges).then(resolve, reject);
      });
    });
  }

  async #read(ranges: readonly Range[]): Promise<Float32Array[]> {
    const arriving = this.#reader.copy(this.#raised(), this.#store, ranges);
    this.#handOver();
    const expected = this.#submitted;
    const work = this.#submissions.total();
    const { values, raised } = await arriving.arrive();
    this.#submissions.done(work, performance.now(), this.latency);
    if (raised !== expected) {
      const detail = `The graphics device dropped work: ${raised} of ${expected} submissions were done.`;
      this.#onFailure('device-lost', detail);
      throw new Failure('device-lost', detail);
    }
    return values;
  }

  /** Hands everything queued to the device. */
  submit(): void {
    if (!this.#encoder) return;
    this.#raised();
    this.#handOver();
  }

  /** The submission at hand, complete but for what reads it. */
  #raised(): GPUCommandEncoder {
    const commands = this.#commands();
    this.#canary.raise((this.#pass ??= commands.beginComputePass()));
    this.#endPass();
    return commands;
  }

  #handOver(): void {
    if (this.#used > 0) this.device.queue.writeBuffer(this.#given, 0, this.#block, 0, this.#used);
    this.device.queue.submit([(this.#encoder as GPUCommandEncoder).finish()]);
    this.#submitted++;
    this.#submissions.submitted(this.#queuedWork, performance.now());
    this.#encoder = undefined;
    this.#used = 0;
    this.#queued = 0;
    this.#queuedWork = 0;
  }

  /** Milliseconds that a read takes on an idle device. */
  get latency(): number {
    return this.#reader.latency;
  }

  /** Bytes of GPU memory held, apart from what reading needs for a moment. */
  bytes(): number {
    return this.#store.size + this.#work.size + this.#given.size;
  }

  destroy(): void {
    this.#pipelines.clear();
    this.device.destroy();
  }

  #commands(): GPUCommandEncoder {
    return (this.#encoder ??= this.device.createCommandEncoder());
  }

  #endPass(): void {
    this.#pass?.end();
    this.#pass = undefined;
  }

  /** Words of the block that goes up with the next submission. */
  #reserve(words: number): number {
    const needed = Math.ceil(words / ALIGNMENT) * ALIGNMENT;
    if (this.#used + needed > this.#block.length) {
      this.submit();
      if (needed > this.#block.length) {
        if (needed * BYTES > this.maxBytes) throw tooLarge(needed * BYTES, this.maxBytes);
        this.#block = new Uint32Array(needed);
        this.#given.destroy();
        this.#given = this.#buffer(needed);
        this.#generation++;
      }
    }
    const at = this.#used;
    this.#used += needed;
    return at;
  }

  #growWork(numbers: number): void {
    this.submit();
    this.#work.destroy();
    this.#work = this.#buffer(numbers);
    this.#generation++;
  }

  #buffer(numbers: number): GPUBuffer {
    return this.device.createBuffer({ size: numbers * BYTES, usage: STORAGE | COPY_TO | COPY_FROM });
  }

  /** Programs that are refused are tried with smaller tiles, down to single places. */
  async #compiled(program: Program, announce: (kernels: number) => void): Promise<Made> {
    try {
      await this.#pipelines.make(program.dispatches, announce);
      return this.#laidOut(program, this.#pipelines.of(program.dispatches) as readonly GPUComputePipeline[]);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!program.smaller) throw new Failure('device-error', error.message);
      return this.#compiled(program.smaller(), announce);
    }
  }

  /** Queues a program's dispatches, cut into submissions that are not too long. */
  #encode(made: Made, fill: (block: Uint32Array) => void): void {
    const { program, pipelines, addresses } = made;
    if (program.work * BYTES > this.#work.size) this.#growWork(program.work);
    let at = this.#reserve(program.words);
    fill(this.#block.subarray(at, at + program.words));
    let pass = this.#begun(made, at);
    let last: GPUComputePipeline | undefined;
    for (let index = 0; index < program.dispatches.length; index++) {
      const { x, y, z, work } = program.dispatches[index] as Program['dispatches'][number];
      if (this.#queued >= MOST_DISPATCHES || (this.#queued > 0 && this.#queuedWork + work > this.#submissions.most())) {
        this.submit();
        const from = at;
        at = this.#reserve(program.words);
        this.#block.copyWithin(at, from, from + program.words);
        pass = this.#begun(made, at);
        last = undefined;
      }
      const pipeline = pipelines[index] as GPUComputePipeline;
      if (pipeline !== last) pass.setPipeline(pipeline);
      last = pipeline;
      pass.setBindGroup(1, addresses[index] as GPUBindGroup);
      pass.dispatchWorkgroups(x, y, z);
      this.#queued++;
      this.#queuedWork += work;
    }
  }

  /** A pass in which a program finds its numbers, and its words at `at`. */
  #begun(made: Made, at: number): GPUComputePassEncoder {
    if (made.bindings?.generation !== this.#generation) {
      const bound = (binding: number, buffer: GPUBuffer, size?: number) => ({ binding, resource: size ? { buffer, size } : { buffer } });
      const words = Math.max(1, made.program.words) * BYTES;
      const entries = [bound(0, this.#store), bound(1, this.#work), bound(2, this.#given, words)];
      made.bindings = { generation: this.#generation, group: this.device.createBindGroup({ layout: this.#numbers, entries }) };
    }
    const pass = (this.#pass ??= this.#commands().beginComputePass());
    this.#offset[0] = at * BYTES;
    pass.setBindGroup(0, made.bindings.group, this.#offset, 0, 1);
    return pass;
  }

  #laidOut(program: Program, pipelines: readonly GPUComputePipeline[]): Made {
    const places = this.device.createBuffer({ size: Math.max(ALIGNMENT, program.places.length) * BYTES, usage: STORAGE | COPY_TO });
    if (program.places.length > 0) this.device.queue.writeBuffer(places, 0, program.places);
    const addresses = program.dispatches.map(({ at }, index) => {
      const end = program.dispatches[index + 1]?.at ?? program.places.length;
      const resource = { buffer: places, offset: at * BYTES, size: (end - at) * BYTES };
      return this.device.createBindGroup({ layout: this.#addresses, entries: [{ binding: 0, resource }] });
    });
    return { program, pipelines, places, addresses, bindings: undefined };
  }
}
