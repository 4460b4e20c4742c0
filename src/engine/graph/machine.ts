/**
 * Machine: what the compiled backend needs of a device, a place for numbers that live and a way to turn what is asked for into
 * something that runs again and again. `webgpu/gpu.ts` is one, `wasm/wasmMachine.ts` another.
 */
import type { Blocks } from './blocks';
import type { Interface } from './interface';
import type { Node } from './node';

export interface Written extends Interface {
  /** Numbers that it needs while it runs. */
  readonly work: number;
}

/** @typeParam Loaded  a program ready to run */
export interface Machine<Program extends Written, Loaded> {
  /** Ranges of the memory in which numbers outlive a program, in numbers. */
  readonly blocks: Blocks;
  /** True if what lives and what a program works in lie in one memory; else each has its own limit. */
  readonly isOneMemory: boolean;
  /** True if equal kernels of different runs are cheaper together. */
  readonly joinsRuns: boolean;
  /**
   * @param wanted  nodes to leave stored
   * @param segment nodes of earlier programs of the trace are read, not computed again
   */
  compile(wanted: readonly Node[], segment: number): Program;
  /** Never waits. `announce` is told how many kernels are being compiled, and 0 when they are there. */
  load(program: Program, announce: (kernels: number) => void): Loaded;
  /** Resolves when it can run without waiting. Rejects where the device refuses it. */
  ready(loaded: Loaded): Promise<void>;
  unload(loaded: Loaded): void;
  /** Runs a program after everything handed over before it, and once it is ready. `fill` writes its words, at once. */
  run(loaded: Loaded, fill: (words: Uint32Array) => void): void;
  write(values: Float32Array<ArrayBuffer>, at: number): void;
  /** Numbers as they are after everything handed over before, in one trip. */
  read(ranges: readonly { readonly at: number; readonly size: number }[]): Promise<Float32Array[]>;
  /** Bytes of memory held. */
  bytes(): number;
  destroy(): void;
}
