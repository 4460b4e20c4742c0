/** Device's row for an element-wise operation, whose meaning is a row of `core/tensor/operations.ts`. */
import type { Elementwise } from '../../core/tensor/operations';
import type { Local, Writer } from '../wasm/assembler';

export interface Operation {
  /** Its value in WGSL, of the names of its operands. */
  readonly wgsl: (a: string, b: string) => string;
  /** A function that WGSL lacks, and `wgsl` calls. */
  readonly declaration?: string;
  /** Its value as WebAssembly on four numbers at a time: where it stands, or as a function that all programs share. */
  readonly wasm: Inline | Shared;
  /** Additions that take as long, roughly: what it costs to compute it again instead of storing it. */
  readonly cost: number;
  /** Name of TensorFlow.js's kernel. */
  readonly tfjs: string;
}

export interface Inline {
  /** Leaves the value of its operands on the stack. */
  readonly inline: (write: Writer, a: Local, b: Local) => Writer;
}

export interface Shared {
  /** The function of one operand. `indexOf` tells by which number it calls another such function. */
  readonly shared: (indexOf: (name: Elementwise) => number) => Writer;
}
