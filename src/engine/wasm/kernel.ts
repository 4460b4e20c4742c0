/** Kernels of a program, before anybody knows where their numbers lie. */
import { sizeOf } from '../../core/tensor/shape';
import type { Maximum, Node } from '../graph/node';
import type { Copy, NodeView } from '../graph/placement';
import type { Arrangement } from './kernels/arrangement';
import type { Elementwise } from '../../core/tensor/operations';
import type { Fold, Spread } from './kernels/pass';
import type { Products } from './products';

export interface Operand {
  readonly view: NodeView;
  readonly spread: Spread;
}

/** A pass in the making. */
export interface PassKernel {
  readonly kind: 'pass';
  readonly size: number;
  readonly blocks: number;
  /** Undefined while nobody minds how places are divided into rows. */
  columns: number | undefined;
  readonly operands: Operand[];
  readonly operations: { readonly node: Node; readonly formula: Elementwise; readonly of: readonly (Operand | Node)[] }[];
  readonly folds: {
    readonly node: Node;
    readonly operation: Fold['operation'];
    readonly over: Fold['over'];
    readonly value: Operand | Node;
  }[];
}

/** Anything else: an operation, and the node it makes. */
export interface StepKernel {
  readonly kind: 'step';
  readonly op: Maximum | 'gather' | 'scatter';
  readonly node: Node;
  /** Where the numbers of its inputs are. */
  readonly reads: readonly NodeView[];
}

/** Products of matrices, one call behind the other. */
export interface ProductKernel {
  readonly kind: 'products';
  readonly node: Node;
  /** True if places that no call writes to are zero. */
  readonly isCleared: boolean;
  readonly calls: readonly { readonly a: NodeView; readonly b: NodeView; readonly offset: number; readonly products: Products }[];
}

export interface ArrangeKernel {
  readonly kind: 'arrange';
  readonly node: Node;
  readonly from: NodeView;
  readonly arrangement: Arrangement;
}

/** Into a place within another node: what could not be written there at once. */
export interface CopyKernel extends Copy {
  readonly kind: 'copy';
}

export type Kernel = PassKernel | StepKernel | ProductKernel | ArrangeKernel | CopyKernel;

/** Multiplications and other operations on numbers, roughly: for telling long from short, not for promising a time. */
export function workOf(kernel: Kernel): number {
  switch (kernel.kind) {
    case 'pass':
      return kernel.size * kernel.operations.length;
    case 'products':
      return kernel.calls.reduce((sum, { products: { count, numbers } }) => {
        const { blocks, rows, columns, segments, depth } = numbers;
        return sum + count * blocks * rows * columns * segments * depth;
      }, 0);
    case 'copy':
      return kernel.size;
    case 'step':
    case 'arrange':
      return sizeOf(kernel.node.shape);
  }
}
