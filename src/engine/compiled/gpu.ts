/**
 * The GPU as programs see it: two buffers of numbers, one for what lives and one for what a program needs while it
 * runs, and a queue of programs that goes to the device in few submissions.
 */
import { Failure } from '../../core/failures';
import type { Program } from './program';
import { BINDINGS } from './source';

const BYTES = 4;
/** Bindings begin at multiples of so many words (256 bytes, what every adapter allows). */
const ALIGNMENT = 64;
/** Words uploaded with one submission. */
const BLOCK = 2 ** 18;
/** First sizes of the buffers, in numbers. */
const FIRST = 2 ** 18;

/** What a program needs to run again, made once. */
export interface Loaded {
  readonly program: Program;
  readonly pipelines: readonly GPUComputePipeline[];
  readonly places: GPUBuffer;
  bindings: { readonly generation: number; readonly group: GPUBindGroup } | undefined;
}

export interface GpuLimits {
  /** Bytes of one buffer that a kernel can reach. */
  readonly bytes: number;
  /** Kernels that go to the device together. */
  readonly dispatches: number;
}

/** Largest number of kernels of one submission: more would make the page's own drawing wait. */
const MOST_DISPATCHES = 512;

export class Gpu {
  readonly #layout: GPUBindGroupLayout;
  readonly #pipelineLayout: GPUPipelineLayout;
  readonly #pipelines = new Map<string, GPUComputePipeline | Promise<GPUComputePipeline>>();
  #store: GPUBuffer;
  #work: GPUBuffer;
  #given: GPUBuffer;
  #generation = 0;
  #block = new Uint32Array(BLOCK);
  #used = 0;
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;
  #queued = 0;
  readonly #offsets = new Uint32Array(2);
  readonly #readers: GPUBuffer[] = [];

  constructor(
    readonly device: GPUDevice,
    readonly maxBytes: number,
  ) {
    const buffer = (binding: number, type: GPUBufferBindingType, hasDynamicOffset = false) => ({
      binding,
      visibility: 4, // compute
      buffer: { type, hasDynamicOffset },
    });
    this.#layout = device.createBindGroupLayout({
      entries: [buffer(0, 'storage'), buffer(1, 'storage'), buffer(2, 'read-only-storage', true), buffer(3, 'read-only-storage', true)],
    });
    this.#pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [this.#layout] });
    this.#store = this.#buffer(FIRST);
    this.#work = this.#buffer(FIRST);
    this.#given = this.#buffer(BLOCK);
  }

  /** Numbers that fit into the lasting buffer now. */
  get capacity(): number {
    return this.#store.size / BYTES;
  }

  /** Makes room for `numbers` in the lasting buffer. Throws `model-too-large` beyond the device's limit. */
  grow(numbers: number): void {
    const bytes = numbers * BYTES;
    if (bytes > this.maxBytes) throw tooLarge(bytes, this.maxBytes);
    this.submit();
    const next = this.#buffer(Math.min(this.maxBytes / BYTES, Math.max(numbers, 2 * this.capacity)));
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

  /** Same, with all new kernels compiled side by side. */
  async loadTogether(program: Program): Promise<Loaded> {
    const codes = [...new Set(program.dispatches.map(({ code }) => code))].filter((code) => !this.#pipelines.has(code));
    await Promise.all(
      codes.map(async (code) => {
        this.#pipelines.set(code, await this.device.createComputePipelineAsync(this.#described(code)));
      }),
    );
    return this.load(program);
  }

  unload({ places }: Loaded): void {
    this.submit();
    places.destroy();
  }

  /** Runs a program after everything queued before it. `block` fills the first words of what it uploads. */
  run(loaded: Loaded, fill: (block: Uint32Array) => void): void {
    const { program, pipelines, places } = loaded;
    if (program.work * BYTES > this.#work.size) this.#growWork(program.work);
    const at = this.#reserve(program.words);
    fill(this.#block.subarray(at, at + program.words));
    if (loaded.bindings?.generation !== this.#generation) {
      const bound = (binding: number, buffer: GPUBuffer, size?: number) => ({ binding, resource: size ? { buffer, size } : { buffer } });
      const entries = [
        bound(0, this.#store),
        bound(1, this.#work),
        bound(2, this.#given, Math.max(1, program.words) * BYTES),
        bound(3, places, longestOf(program) * BYTES),
      ];
      loaded.bindings = { generation: this.#generation, group: this.device.createBindGroup({ layout: this.#layout, entries }) };
    }
    const { group } = loaded.bindings as { group: GPUBindGroup };
    const pass = (this.#pass ??= this.#commands().beginComputePass());
    const offsets = this.#offsets;
    offsets[0] = at * BYTES;
    let last: GPUComputePipeline | undefined;
    for (let index = 0; index < program.dispatches.length; index++) {
      const dispatch = program.dispatches[index] as Program['dispatches'][number];
      const pipeline = pipelines[index] as GPUComputePipeline;
      if (pipeline !== last) pass.setPipeline(pipeline);
      last = pipeline;
      offsets[1] = dispatch.at * BYTES;
      pass.setBindGroup(0, group, offsets, 0, 2);
      pass.dispatchWorkgroups(dispatch.x, dispatch.y, dispatch.z);
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
    const [reader = this.device.createBuffer({ size: bytes, usage: 9 })] = place < 0 ? [] : this.#readers.splice(place, 1); // map read, copy target
    this.#endPass();
    const commands = this.#commands();
    let to = 0;
    const places = ranges.map(({ at, size }) => {
      commands.copyBufferToBuffer(this.#store, at * BYTES, reader, to * BYTES, size * BYTES);
      to += size;
      return { from: to - size, to };
    });
    this.submit();
    await reader.mapAsync(1, 0, bytes);
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
    for (const buffer of [this.#store, this.#work, this.#given, ...this.#readers]) buffer.destroy();
    this.#pipelines.clear();
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
    return this.device.createBuffer({ size: numbers * BYTES, usage: 0x80 | 0x8 | 0x4 }); // storage, copy target, copy source
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
    // Room for a whole binding behind the last dispatch's addresses.
    const words = program.places.length + longestOf(program);
    const places = this.device.createBuffer({ size: Math.max(1, words) * BYTES, usage: 0x80 | 0x8 });
    if (program.places.length > 0) this.device.queue.writeBuffer(places, 0, program.places);
    return { program, pipelines, places, bindings: undefined };
  }
}

/** Words that the addresses of one dispatch may take. */
function longestOf({ dispatches, places }: Program): number {
  const ends = [...dispatches.slice(1).map(({ at }) => at), places.length];
  return Math.max(ALIGNMENT, ...dispatches.map(({ at }, index) => (ends[index] as number) - at));
}

function tooLarge(bytes: number, limit: number): Failure {
  const mebibytes = (size: number) => `${Math.ceil(size / 2 ** 20)} MiB`;
  return new Failure(
    'model-too-large',
    `The step would need a buffer of ${mebibytes(bytes)}; the limit of this device is ${mebibytes(limit)}. Choose a smaller batch or network.`,
  );
}
