/**
 * Graph of a step: one node per operation of `core/tensor/tensor.ts`, inputs before users.
 *
 * Nodes say what, never where or when: each device decides which of them become kernels (`webgpu/fusion.ts`, `wasm/plan.ts`).
 */
import { lengthAt } from '../../core/tensor/shape';
import { nth } from '../../core/numbers';
import type { Elementwise } from '../../core/tensor/operations';
import type { Shape } from '../../core/tensor/tensor';

/** Numbers from outside: a stored tensor, numbers the host uploads with every step, constants of formulas. */
export type Given = 'leaf' | 'upload' | 'literal';
/** The same numbers elsewhere. */
export type Move = 'reshape' | 'transpose' | 'slice' | 'pad' | 'gather' | 'scatter' | 'images';
/** Many numbers to one. */
export type Reduction = 'sum' | 'maxOver';
/** The largest of many, and where it is. */
export type Maximum = 'argMax' | 'maxPool' | 'maxPoolGradient';
/** Sums of products: contractions. */
export type Product = 'matMul' | 'conv2d' | 'conv2dInputGradient' | 'conv2dKernelGradient';

/** `cut` is no value: the point where results are asked for. */
export type Op = Given | Elementwise | Move | Reduction | Maximum | Product | 'concat' | 'cut';

type Is<Family extends Op> = Node & { readonly op: Family };

export interface Node {
  /** Place in the order of recording; larger than that of every input. */
  readonly id: number;
  readonly op: Op;
  readonly inputs: readonly Node[];
  readonly shape: Shape;
  readonly size: number;
  /** Attributes of the operation, flat: axes, begins and sizes, strides. */
  readonly numbers: readonly number[];
  /** Which program of its trace computes it. */
  readonly segment: number;
  /** Programs are compiled from, and recorded traces found again by, what may follow a node. */
  readonly next: Node[];
  /** Which of several runs in lock-step it belongs to: kernels never mix runs, but equal kernels of runs are one dispatch. */
  readonly lane: number;
  /** For leaves and uploads: which of them, and where its numbers begin among the trace's uploads. */
  readonly slot: number;
}

const products = new Set<Op>(['matMul', 'conv2d', 'conv2dInputGradient', 'conv2dKernelGradient'] satisfies Product[]);

/** Computed as a sum of products over a grid of rows and columns. */
export function isProduct(node: Node): node is Is<Product> {
  return products.has(node.op);
}

export function isReduction(node: Node): node is Is<Reduction> {
  return node.op === 'sum' || node.op === 'maxOver';
}

/** Numbers that go into one result of a reduction. */
export function reducedCount(node: Node): number {
  return (node.inputs[0] as Node).size / Math.max(1, node.size);
}

/** Numbers that the host sends along with each run of a program. */
export function isUploaded({ op }: Node): boolean {
  return op === 'upload' || op === 'literal';
}

/** Known before the step's kernels run. */
export function isGiven({ op }: Node): boolean {
  return op === 'leaf' || op === 'upload' || op === 'literal';
}

/** Nodes to be computed, inputs first, and values read from outside. */
export function dependencies(wanted: readonly Node[], isOutside: (node: Node) => boolean): { needed: Node[]; outside: Node[] } {
  const seen = new Set<Node>();
  const waiting = [...wanted];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (!isOutside(node)) waiting.push(...node.inputs);
  }
  const all = [...seen].sort((a, b) => a.id - b.id);
  return { needed: all.filter((node) => !isOutside(node)), outside: all.filter(isOutside) };
}

/**
 * True if a slice of a whole input gradient takes off no more than the kernel's reach, of rows and columns: the padding that the
 * convolution's input had. Of it no gradient need be computed; the slice itself is a gradient then, and its numbers are the
 * whole's with the row and column where it begins.
 */
export function isWithinPadding({ op, shape, numbers, inputs }: Node, begin: readonly number[], inner: Shape): boolean {
  if (op !== 'conv2dInputGradient' || numbers.length > 1 + shape.length) return false;
  const [, filter] = inputs as [Node, Node];
  return shape.every((length, axis) => {
    const before = nth(begin, axis);
    const after = length - before - nth(inner, axis);
    const reach = axis === 1 || axis === 2 ? lengthAt(filter.shape, axis - 1) - 1 : 0;
    return before <= reach && after <= reach;
  });
}
