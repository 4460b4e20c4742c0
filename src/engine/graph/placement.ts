/**
 * Where the numbers of a program are written: an output into its own range, a part of a concatenation straight into the
 * whole, so that a gradient is never copied together.
 */
import type { Node } from './node';

/** A place within the range of a node. */
export interface Home {
  readonly owner: Node;
  /** In numbers. */
  readonly offset: number;
}

/** Numbers within those of a node that is stored. */
export interface NodeView {
  readonly of: Node;
  /** In numbers. */
  readonly offset: number;
}

/** Data that could not be written where they belong. */
export interface Copy {
  readonly from: NodeView;
  readonly size: number;
  readonly to: Home;
}

export interface Placement {
  /** Nodes whose numbers are written into ranges of others, or have to be in their own. */
  readonly homes: ReadonlyMap<Node, readonly Home[]>;
  /** Copies to be made once an output or a concatenation is complete. */
  readonly copies: ReadonlyMap<Node, readonly Copy[]>;
  /** Whatever is written or copied: stored in any case. */
  readonly settled: ReadonlySet<Node>;
}

/** A node's numbers as a device holds them. */
export interface Placing {
  /** Where they are found: its own, or those of another that it only looks at. */
  view(node: Node): NodeView;
  /** True if who computes `from` can write the numbers of `node` into one more place besides `homes`. */
  mayWrite(node: Node, from: NodeView, homes: readonly Home[]): boolean;
}

/** @param needed  all that the program computes, inputs first */
export function placed(outputs: readonly Node[], needed: readonly Node[], device: Placing): Placement {
  const homes = new Map<Node, readonly Home[]>();
  const copies = new Map<Node, Copy[]>();
  const settled = new Set<Node>();
  const settle = (node: Node, to: Home, whole: Node) => {
    const from = device.view(node);
    const own = homes.get(from.of) ?? [];
    settled.add(from.of);
    if (device.mayWrite(node, from, own)) homes.set(from.of, [...own, to]);
    else copies.set(whole, [...(copies.get(whole) ?? []), { from, size: node.size, to }]);
  };
  // An output that is computed as it stands is its own home before others may settle in it.
  const isPlain = (node: Node) => device.view(node).of === node;
  for (const node of [...outputs.filter(isPlain), ...outputs.filter((node) => !isPlain(node))])
    settle(node, { owner: node, offset: 0 }, node);
  for (const whole of [...needed].reverse()) {
    if (whole.op !== 'concat') continue;
    const own = homesOf(homes, whole);
    homes.set(whole, own);
    let behind = 0;
    for (const part of whole.inputs) {
      for (const { owner, offset } of own) settle(part, { owner, offset: offset + behind }, whole);
      behind += part.size;
    }
  }
  return { homes, copies, settled };
}

/** Where a node is written: a range of its own where nothing else was settled. */
export function homesOf(homes: Placement['homes'], node: Node): readonly Home[] {
  return homes.get(node) ?? [{ owner: node, offset: 0 }];
}
