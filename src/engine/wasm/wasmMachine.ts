/**
 * A processor as programs see it: one memory for what lives, what a program works in and what it is told, and programs that
 * are WebAssembly functions on it. A run is over when it returns.
 */
import { Blocks } from '../graph/blocks';
import type { Machine } from '../graph/machine';
import type { Node } from '../graph/node';
import { tooLarge } from '../devices/limits';
import { kernelModule } from './kernels/shared';
import { compile, type Program } from './program';

const FLOAT = 4;
/** Of WebAssembly's memory. */
const PAGE = 65_536;
const FIRST_PAGES = 32;
/** A memory that is too small becomes so many times as large, or as large as is needed. */
const GROWTH = 1.5;

type Run = (words: number, work: number) => void;

export class WasmMachine implements Machine<Program, Run> {
  readonly joinsRuns = false;
  readonly isOneMemory = true;
  readonly blocks: Blocks;
  readonly #memory = new WebAssembly.Memory({ initial: FIRST_PAGES });
  readonly #kernels: WebAssembly.Exports;
  #numbers = new Float32Array(this.#memory.buffer);
  readonly #words: Room;
  readonly #work: Room;

  /**
   * @param fuse      without it every operation is a kernel of its own
   * @param onBreath  called now and then while a long program runs, which nothing can interrupt
   */
  constructor(
    readonly maxBytes: number,
    readonly fuse = true,
    readonly onBreath: () => void = () => {},
  ) {
    this.blocks = new Blocks((numbers) => this.#makeRoom(numbers));
    this.#words = new Room(this.blocks);
    this.#work = new Room(this.blocks);
    this.#kernels = this.#instance(kernelModule(), {});
  }

  compile(wanted: readonly Node[], segment: number): Program {
    return compile(wanted, segment, this.fuse);
  }

  async ready(): Promise<void> {}

  load({ code, hosted, words, work }: Program): Run {
    const host = (kernel: number, a: number, b: number, out: number) =>
      hosted[kernel]?.(this.#numbers, (a >>> 0) / FLOAT, (b >>> 0) / FLOAT, (out >>> 0) / FLOAT);
    const { run } = this.#instance(code, { kernels: { ...this.#kernels, host, breathe: () => this.onBreath() } });
    this.#words.reserve(words);
    this.#work.reserve(work);
    return run as Run;
  }

  unload(): void {}

  run(run: Run, fill: (words: Uint32Array) => void): void {
    const { at, size } = this.#words;
    fill(new Uint32Array(this.#memory.buffer, at * FLOAT, size));
    run(at * FLOAT, this.#work.at * FLOAT);
  }

  write(values: Float32Array, at: number): void {
    this.#numbers.set(values, at);
  }

  async read(ranges: readonly { readonly at: number; readonly size: number }[]): Promise<Float32Array[]> {
    return ranges.map(({ at, size }) => this.#numbers.slice(at, at + size));
  }

  bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  destroy(): void {}

  #instance(code: Uint8Array<ArrayBuffer>, imports: WebAssembly.Imports): WebAssembly.Exports {
    return new WebAssembly.Instance(new WebAssembly.Module(code), { heap: { memory: this.#memory }, ...imports }).exports;
  }

  #makeRoom(numbers: number): void {
    const bytes = numbers * FLOAT;
    const now = this.bytes();
    if (bytes <= now) return;
    if (bytes > this.maxBytes) throw tooLarge(bytes, this.maxBytes);
    const wanted = Math.min(this.maxBytes, Math.max(bytes, GROWTH * now));
    try {
      this.#memory.grow(Math.ceil((wanted - now) / PAGE));
    } catch {
      throw tooLarge(bytes, now);
    }
    this.#numbers = new Float32Array(this.#memory.buffer);
  }
}

/** A range that grows to the largest size asked for. */
class Room {
  at = 0;
  size = 0;

  constructor(readonly blocks: Blocks) {}

  reserve(size: number): void {
    if (size <= this.size) return;
    if (this.size > 0) this.blocks.release(this.at, this.size);
    this.at = this.blocks.take(size);
    this.size = size;
  }
}
