/**
 * The GPU as programs see it: two buffers of numbers, one for what lives and one for what a program needs while it
 * runs, and a queue of programs that goes to the device in few submissions.
 */
import { tooLarge } from '../devices/limits';
import { Blocks } from '../graph/blocks';
import type { Machine } from '../graph/machine';
import type { Node } from '../graph/node';
import { compile, type Program } from './program';
import { BINDINGS } from './source';
import type { KernelTuning } from './tuning';

const BYTES = 4;
// The standard's flags by their numbers, so that Node can load this file too.
const [READ, MAP_READ, COPY_FROM, COPY_TO, STORAGE, COMPUTE] = [0x1, 0x1, 0x4, 0x8, 0x80, 0x4];
/** Bindings begin at multiples of so many words (256 bytes, what every adapter allows). */
const ALIGNMENT = 64;
/** Words uploaded with one submission. */
const BLOCK = 2 ** 18;
/** First sizes of the buffers, in numbers. */
const FIRST = 2 ** 18;

/** Plan of a program that is run again and again, made once. */
export interface Loaded {
  readonly program: Program;
  readonly pipelines: readonly GPUComputePipeline[];
  readonly places: GPUBuffer;
  /** One binding of addresses for each dispatch. */
  readonly addresses: readonly GPUBindGroup[];
  bindings: { readonly generation: number; readonly group: GPUBindGroup } | undefined;
}

/** Largest number of kernels of one submission: more would make the page's own drawing wait. */
const MOST_DISPATCHES = 512;

export class Gpu implements Machine<Program, Loaded> {
  readonly joinsRuns = true;
  readonly blocks: Blocks;
  readonly #numbers: GPUBindGroupLayout;
  readonly #addresses: GPUBindGroupLayout;
  readonly #pipelineLayout: GPUPipelineLayout;
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  #store: GPUBuffer;
  #work: GPUBuffer;
  #given: GPUBuffer;
  #generation = 0;
  #block = new Uint32Array(BLOCK);
  #used = 0;
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;
  #queued = 0;
  readonly #offset = new Uint32Array(1);
  readonly #readers: GPUBuffer[] = [];

  constructor(
    readonly device: GPUDevice,
    readonly maxBytes: number,
    readonly tuning: KernelTuning,
  ) {
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
    this.#pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [this.#numbers, this.#addresses] });
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
    const next = this.#buffer(Math.min(this.maxBytes / BYTES, Math.max(numbers, 2 * this.#capacity)));
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(this.#store, 0, next, 0, this.#store.size);
    this.device.queue.submit([encoder.finish()]);
    this.#store.destroy();
    this.#store = next;
    this.#generation++;
  }

  /** Compiles what is new in `program`. Nothing waits: a program that runs before its kernels are ready waits on the device. */
  load(program: Program): Loaded {
    const pipelines = program.dispatches.map(({ code }) => this.#pipeline(code));
    return this.#loaded(program, pipelines);
  }

  /** Compiles what is new in `program` side by side, so that `load` finds it. Says how many kernels there are to wait for. */
  async warm({ dispatches }: Program, announce: (kernels: number) => void): Promise<void> {
    const codes = [...new Set(dispatches.map(({ code }) => code))].filter((code) => !this.#pipelines.has(code));
    if (codes.length === 0) return;
    announce(codes.length);
    const made = await Promise.all(codes.map((code) => this.device.createComputePipelineAsync(this.#described(code))));
    for (const [place, code] of codes.entries()) this.#pipelines.set(code, made[place] as GPUComputePipeline);
    announce(0);
  }

  unload({ places }: Loaded): void {
    this.submit();
    places.destroy();
  }

  /** Runs a program after everything queued before it. `block` fills the first words of what it uploads. */
  run(loaded: Loaded, fill: (block: Uint32Array) => void): void {
    const { program, pipelines, addresses } = loaded;
    if (program.work * BYTES > this.#work.size) this.#growWork(program.work);
    const at = this.#reserve(program.words);
    fill(this.#block.subarray(at, at + program.words));
    if (loaded.bindings?.generation !== this.#generation) {
      const bound = (binding: number, buffer: GPUBuffer, size?: number) => ({ binding, resource: size ? { buffer, size } : { buffer } });
      const entries = [bound(0, this.#store), bound(1, this.#work), bound(2, this.#given, Math.max(1, program.words) * BYTES)];
      loaded.bindings = { generation: this.#generation, group: this.device.createBindGroup({ layout: this.#numbers, entries }) };
    }
    const { group } = loaded.bindings as { group: GPUBindGroup };
    const pass = (this.#pass ??= this.#commands().beginComputePass());
    this.#offset[0] = at * BYTES;
    pass.setBindGroup(0, group, this.#offset, 0, 1);
    let last: GPUComputePipeline | undefined;
    for (let index = 0; index < program.dispatches.length; index++) {
      const { x, y, z } = program.dispatches[index] as Program['dispatches'][number];
      const pipeline = pipelines[index] as GPUComputePipeline;
      if (pipeline !== last) pass.setPipeline(pipeline);
      last = pipeline;
      pass.setBindGroup(1, addresses[index] as GPUBindGroup);
      pass.dispatchWorkgroups(x, y, z);
    }
    this.#queued += program.dispatches.length;
    if (this.#queued >= MOST_DISPATCHES) this.submit();
  }

  /** Writes numbers into the lasting buffer after everything queued before. */
  write(values: Float32Array<ArrayBuffer>, at: number): void {
    if (values.length * 4 > BLOCK) {
      this.submit();
      this.device.queue.writeBuffer(this.#store, at * BYTES, values);
      return;
    }
    const from = this.#reserve(values.length);
    new Float32Array(this.#block.buffer).set(values, from);
    this.#endPass();
    this.#commands().copyBufferToBuffer(this.#given, from * BYTES, this.#store, at * BYTES, values.byteLength);
  }

  /** Reads ranges of the lasting buffer as they are after everything queued before, in one trip. */
  async read(ranges: readonly { readonly at: number; readonly size: number }[]): Promise<Float32Array[]> {
    const bytes = ranges.reduce((sum, { size }) => sum + size, 0) * BYTES;
    if (bytes === 0) return ranges.map(() => new Float32Array());
    const place = this.#readers.findIndex((buffer) => buffer.size >= bytes && buffer.size <= 4 * bytes + 1024);
    const [reader = this.device.createBuffer({ size: bytes, usage: MAP_READ | COPY_TO })] = place < 0 ? [] : this.#readers.splice(place, 1);
    this.#endPass();
    const commands = this.#commands();
    let to = 0;
    const places = ranges.map(({ at, size }) => {
      commands.copyBufferToBuffer(this.#store, at * BYTES, reader, to * BYTES, size * BYTES);
      to += size;
      return { from: to - size, to };
    });
    this.submit();
    await reader.mapAsync(READ, 0, bytes);
    const values = new Float32Array(reader.getMappedRange(0, bytes));
    const copies = places.map((range) => values.slice(range.from, range.to));
    reader.unmap();
    this.#readers.push(reader);
    return copies;
  }

  /** Hands everything queued to the device. */
  submit(): void {
    if (!this.#encoder) return;
    this.#endPass();
    if (this.#used > 0) this.device.queue.writeBuffer(this.#given, 0, this.#block, 0, this.#used);
    this.device.queue.submit([this.#encoder.finish()]);
    this.#encoder = undefined;
    this.#used = 0;
    this.#queued = 0;
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
    if (numbers * BYTES > this.maxBytes) throw tooLarge(numbers * BYTES, this.maxBytes);
    this.submit();
    this.#work.destroy();
    this.#work = this.#buffer(numbers);
    this.#generation++;
  }

  #buffer(numbers: number): GPUBuffer {
    return this.device.createBuffer({ size: numbers * BYTES, usage: STORAGE | COPY_TO | COPY_FROM });
  }

  #described(code: string): GPUComputePipelineDescriptor {
    return {
      layout: this.#pipelineLayout,
      compute: { module: this.device.createShaderModule({ code: BINDINGS + code }), entryPoint: 'main' },
    };
  }

  #pipeline(code: string): GPUComputePipeline {
    const known = this.#pipelines.get(code) as GPUComputePipeline | undefined;
    if (known) return known;
    const made = this.device.createComputePipeline(this.#described(code));
    this.#pipelines.set(code, made);
    return made;
  }

  #loaded(program: Program, pipelines: readonly GPUComputePipeline[]): Loaded {
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
