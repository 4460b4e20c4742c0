/**
 * Which nodes become kernels, and which are only written out inside others.
 *
 * A root is a node whose numbers some kernel computes for itself (`roots.ts`); everything else is inlined into whoever needs it
 * (`expression.ts`). A root joins an earlier kernel that works on
 * the same places (an epilogue), or a neighbour of the same size, where nothing in between depends on it.
 */
import type { Shape } from '../../core/tensor/tensor';
import { mayJoin, readsOwnPlace } from '../graph/legality';
import { isGiven, isProduct, isReduction, type Node } from '../graph/node';
import { isLongReduction, rootsOf } from './roots';
import type { KernelTuning } from './tuning';

export interface Kernel {
  readonly kind: 'map' | 'reduce' | 'product';
  /** Kernels of one level depend on lower levels only. */
  readonly level: number;
  readonly lane: number;
  /** Places it works on: one thread, or one element of a thread's tile, each. */
  readonly shape: Shape;
  readonly size: number;
  /** The product, or the reductions over the same numbers, that it computes first. */
  readonly primaries: Node[];
  /** Values it computes at each place, in order: primaries that somebody needs, then whatever follows from them there. */
  readonly roots: Node[];
  /** Stored nodes that it loads, apart from what was there before the program. */
  readonly reads: Set<Node>;
}

export interface FusionPlan {
  /** By level. */
  readonly kernels: readonly Kernel[];
  /** Nodes that need memory of their own: results, and what one kernel computes for another. */
  readonly stored: ReadonlySet<Node>;
}

const MOST_ROOTS = 8;
const MOST_NUMBERS = 48;
/**
 * @param wanted   nodes whose values are asked for, and parts of concatenations: stored in any case
 * @param needed   all nodes that `wanted` depends on and that this program computes, inputs first
 * @param isOutside whether a node is there before the program runs
 */
export function plan(
  wanted: ReadonlySet<Node>,
  needed: readonly Node[],
  isOutside: (node: Node) => boolean,
  tuning: KernelTuning,
): FusionPlan {
  const { fuse } = tuning;
  const isRoot = fuse ? rootsOf(wanted, needed, isOutside, tuning) : () => true;
  const users = usedWithin(needed);
  const kernels: Kernel[] = [];
  const kernelOf = new Map<Node, Kernel>();
  /** Level at which a root is finished; a concatenation is finished with its last part. */
  const levelOf = (node: Node): number =>
    node.op === 'concat' && !isOutside(node) ? Math.max(-1, ...node.inputs.map(levelOf)) : (kernelOf.get(node)?.level ?? -1);
  const late: Node[] = [];

  function create(kind: Kernel['kind'], level: number, node: Node): Kernel {
    const kernel: Kernel = { kind, level, lane: node.lane, shape: node.shape, size: node.size, primaries: [], roots: [], reads: new Set() };
    kernels.push(kernel);
    return kernel;
  }

  function join(kernel: Kernel, node: Node): void {
    kernel.roots.push(node);
    kernelOf.set(node, kernel);
  }

  /** Roots that `node` reads, and whether always at its own place. */
  function readsOf(node: Node): Map<Node, boolean> {
    const reads = new Map<Node, boolean>();
    const seen = new Map<Node, number>();
    const visit = (at: Node, isOwnPlace: boolean): void => {
      const before = seen.get(at) ?? 0;
      const now = before | (isOwnPlace ? 1 : 2);
      if (now === before) return;
      seen.set(at, now);
      for (const input of at.inputs) {
        const staysInPlace = isOwnPlace && readsOwnPlace(at, input);
        if (isRoot(input) && !isOutside(input)) reads.set(input, (reads.get(input) ?? true) && staysInPlace);
        else if (!isGiven(input) && !isOutside(input)) visit(input, staysInPlace);
      }
    };
    if (!isOutside(node)) visit(node, !isProduct(node) && !(isReduction(node) && isRoot(node)));
    return reads;
  }

  function place(node: Node): void {
    const reads = readsOf(node);
    const isPrimary = !isOutside(node) && (isProduct(node) || isLongReduction(node));
    const level = 1 + Math.max(-1, ...[...reads.keys()].map(levelOf));
    if (isPrimary) {
      const kind = isProduct(node) ? 'product' : 'reduce';
      const like = kernels.find(
        (kernel) =>
          fuse &&
          kind === 'reduce' &&
          kernel.kind === kind &&
          kernel.level === level &&
          kernel.lane === node.lane &&
          kernel.primaries.length < MOST_ROOTS &&
          reducesLike(kernel.primaries[0] as Node, node),
      );
      const kernel = like ?? create(kind, level, node);
      kernel.primaries.push(node);
      join(kernel, node);
      return;
    }
    if (node.size === 1 && wanted.has(node) && !users.has(node)) {
      late.push(node);
      return;
    }
    const needs = [...reads].map(([read, isOwnPlace]) => ({ by: kernelOf.get(read), order: levelOf(read), isOwnPlace }));
    const accepts = (kernel: Kernel) => mayJoin(kernel, { ...kernel, order: kernel.level }, node, needs);
    const host = needs.find(({ order }) => order === level - 1)?.by;
    if (fuse && host && accepts(host) && host.roots.length < MOST_ROOTS) {
      join(host, node);
      return;
    }
    const beside = kernels.find(
      (kernel) =>
        kernel.kind === 'map' &&
        kernel.level === level &&
        kernel.roots.length < (node.size === 1 ? MOST_NUMBERS : MOST_ROOTS) &&
        accepts(kernel),
    );
    join((fuse ? beside : undefined) ?? create('map', level, node), node);
  }

  const roots = new Set<Node>([...needed.filter((node) => node.op !== 'concat' && isRoot(node)), ...wanted]);
  const ordered = [...roots].filter((node) => node.op !== 'concat' || isOutside(node)).sort((a, b) => a.id - b.id);
  for (const node of ordered) place(node);
  // Single numbers that nobody here reads: all of a lane in one kernel at the end.
  for (const node of late) {
    const level = Math.max(0, ...late.flatMap((one) => [...readsOf(one).keys()].map((read) => levelOf(read) + 1)));
    const last = kernels.find(
      (kernel) =>
        kernel.kind === 'map' &&
        kernel.level === level &&
        kernel.lane === node.lane &&
        kernel.size === 1 &&
        kernel.roots.length < MOST_NUMBERS,
    );
    join(last ?? create('map', level, node), node);
  }

  const stored = new Set<Node>(wanted);
  for (const kernel of kernels) {
    for (const node of kernel.roots) {
      for (const read of readsOf(node).keys()) if (kernelOf.get(read) !== kernel) kernel.reads.add(read);
    }
    for (const read of kernel.reads) stored.add(read);
  }
  kernels.sort((a, b) => a.level - b.level);
  return { kernels, stored };
}

/** Nodes that another kernel may read. Parts of a concatenation are read when it is. */
function usedWithin(needed: readonly Node[]): ReadonlySet<Node> {
  const used = new Set<Node>();
  for (const node of [...needed].reverse()) if (node.op !== 'concat' || used.has(node)) for (const input of node.inputs) used.add(input);
  return used;
}

function reducesLike(a: Node, b: Node): boolean {
  const shapes = [a.inputs[0]?.shape, b.inputs[0]?.shape];
  return String(shapes[0]) === String(shapes[1]) && String(a.numbers) === String(b.numbers);
}
