/** Legality of fusion: what may be computed together, on any device. What pays is each device's own question. */
import { isElementwise } from '../../core/tensor/operations';
import type { Node } from './node';

/** A kernel as far as it matters here. */
export interface Slot {
  /** Places it works on. */
  readonly size: number;
  /** Of several runs in lock-step, the one whose numbers it computes: no kernel mixes runs. */
  readonly lane: number;
  /** Kernels run in this order; those of one number may run at the same time. */
  readonly order: number;
}

/** Something that a node reads and another kernel computes. */
export interface Read {
  /** The kernel that computes it; undefined where it takes several. */
  readonly by: object | undefined;
  /** When it is complete: the number of the last kernel that it takes. */
  readonly order: number;
  /** True if the node, at each of its places, needs of it the value at the same place only. */
  readonly isOwnPlace: boolean;
}

/** True if `node` needs of its `input`, at each of its places, the value at the same place only. */
export function readsOwnPlace(node: Node, input: Node): boolean {
  return input.size === node.size && (node.op === 'reshape' || isElementwise(node.op));
}

/**
 * True if `kernel`, `slot` to the others, may compute a node with these `reads` besides what it computes already: it works on as
 * many places of the same run, and whatever the node reads is complete before it, or computed by it at the same place.
 */
export function mayJoin(kernel: object, slot: Slot, node: Pick<Node, 'size' | 'lane'>, reads: readonly Read[]): boolean {
  return (
    slot.size === node.size &&
    slot.lane === node.lane &&
    reads.every(({ by, order, isOwnPlace }) => (by === kernel ? isOwnPlace : order < slot.order))
  );
}
