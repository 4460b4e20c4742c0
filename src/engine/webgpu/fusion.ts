/**
 * Which nodes become kernels, and which are only written out inside others.
 *
 * A root is a node whose numbers some kernel computes for itself; everything else is inlined into whoever needs it
 * (`expression.ts`). Products and long reductions are always roots; of the rest, what is cheap to repeat is repeated,
 * because a dispatch and a trip through memory cost more than arithmetic. A root joins an earlier kernel that works on
 * the same places (an epilogue), or a neighbour of the same size, where nothing in between depends on it.
 */
import { nth } from '../../core/numbers';
import type { Shape } from '../../core/tensor/tensor';
import { isElementwise } from '../../core/tensor/operations';
import { operations } from '../operations/operations';
import { mayJoin, readsOwnPlace } from '../graph/legality';
import { isGiven, isProduct, isReduction, isUploaded, type Node, reducedCount } from '../graph/node';
import { chunksOf } from './reduce';
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

/** Reductions over no more numbers are written out where they are needed. */
const SHORT = 16;
/** Arithmetic (and loads) that may be repeated wherever it is needed. */
const CHEAP = 5;
/** Arithmetic that a single thread may do for each of the numbers that it sums. */
const LONELY = 10;
/** Longest formula of one kernel. */
const LONGEST = 80;
/** Longest formula where little is repeated in total. */
const LONGEST_REPEATED = 400;
/** Operations that may be repeated in total to save one dispatch. */
const REPEATED = 65_536;
/** A value read by many more places than it has is better computed once. */
const SPREAD = 4;
const MOST_ROOTS = 8;
const MOST_NUMBERS = 48;
/** Columns of a product that one thread computes: how often an operand's element is not read again. */
const TILE = 4;

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

function isLongReduction(node: Node): boolean {
  return isReduction(node) && reducedCount(node) > SHORT;
}

function reducesLike(a: Node, b: Node): boolean {
  const shapes = [a.inputs[0]?.shape, b.inputs[0]?.shape];
  return String(shapes[0]) === String(shapes[1]) && String(a.numbers) === String(b.numbers);
}

/** Decides for every needed node whether it is computed for itself. */
function rootsOf(
  wanted: ReadonlySet<Node>,
  needed: readonly Node[],
  isOutside: (node: Node) => boolean,
  tuning: KernelTuning,
): (node: Node) => boolean {
  const usersOf = new Map<Node, Node[]>();
  for (const node of needed) for (const input of node.inputs) usersOf.set(input, [...(usersOf.get(input) ?? []), node]);
  const isFixed = (node: Node) =>
    wanted.has(node) || isProduct(node) || isLongReduction(node) || node.op === 'concat' || node.op === 'maxPoolGradient';

  // Which of the fixed roots a node ends up in, were nothing else a root. Several: it would be repeated.
  const ends = new Map<Node, Set<Node>>();
  for (const node of [...needed].reverse()) {
    const own = new Set<Node>();
    for (const user of usersOf.get(node) ?? []) {
      if (isFixed(user)) own.add(user);
      else for (const end of ends.get(user) ?? []) own.add(end);
    }
    ends.set(node, own);
  }

  const roots = new Set<Node>();
  const costs = new Map<Node, number>();
  const loads = new Map<Node, number>();
  const isRoot = (node: Node) => roots.has(node);
  for (const node of needed) {
    const read = node.inputs.reduce((sum, input) => sum + (isRoot(input) || isOutside(input) ? 1 : (costs.get(input) ?? 1)), 0);
    const cost = costOf(node, read);
    costs.set(node, cost);
    loads.set(node, isElementwise(node.op) ? loadsOf(node) : 1);
    if (isFixed(node) || isRepeatedTooMuch(node, cost) || isReadTwice(node) || isLonely(node, cost)) roots.add(node);
  }

  /** Numbers as many as the node's own that its formula reads for each. */
  function loadsOf(node: Node): number {
    const operands = [...new Set(node.inputs)].filter((input) => input.size === node.size && !isUploaded(input));
    return operands.reduce((sum, input) => sum + (isRoot(input) || isOutside(input) ? 1 : (loads.get(input) ?? 1)), 0);
  }

  /** A product reads its operands again and again: two numbers instead of one each time cost more than to store their sum once. */
  function isReadTwice(node: Node): boolean {
    return (loads.get(node) ?? 0) > 1 && [...(ends.get(node) ?? [])].some(isProduct);
  }

  /** Sums that a few threads would work out for many places one after the other. */
  function isLonely(node: Node, cost: number): boolean {
    if (cost <= LONELY) return false;
    return (usersOf.get(node) ?? []).some(
      (user) => isLongReduction(user) && user.size * SPREAD <= node.size && chunksOf(reducedCount(user), user.size, tuning) === 1,
    );
  }

  function isRepeatedTooMuch(node: Node, cost: number): boolean {
    if (cost <= CHEAP) return false;
    const users = usersOf.get(node) ?? [];
    const total = users.reduce((sum, user) => sum + cost * placesOf(user, node), 0);
    if (total <= REPEATED && cost <= LONGEST_REPEATED) return false;
    if (users.some(isProduct)) return true;
    const spread = Math.max(...users.map((user) => placesOf(user, node))) / Math.max(1, node.size);
    return cost > LONGEST || spread > SPREAD || (ends.get(node)?.size ?? 0) > 1;
  }

  return isRoot;
}

/** Cost of a place of `node` where it is written out, when what it needs there costs `read`. */
function costOf(node: Node, read: number): number {
  switch (node.op) {
    case 'reshape':
    case 'slice':
    case 'transpose':
      return read;
    case 'sum':
    case 'maxOver':
      return isLongReduction(node) ? read + 1 : reducedCount(node) * (read + 1);
    case 'argMax':
      return (node.inputs[0]?.shape[1] ?? 1) * (read + 1);
    case 'maxPool':
      return nth(node.numbers, 0) ** 2 * (read + 1);
    case 'leaf':
    case 'upload':
    case 'literal':
    case 'pad':
    case 'gather':
    case 'images':
    case 'concat':
    case 'maxPoolGradient':
    case 'matMul':
    case 'conv2d':
    case 'conv2dInputGradient':
    case 'conv2dKernelGradient':
    case 'cut':
      return read + 1;
    default:
      return read + operations[node.op].cost;
  }
}

/** How many times `user` reads a place of `node`, over all its own places. */
function placesOf(user: Node, node: Node): number {
  if (isReduction(user)) return node.size;
  if (user.op === 'argMax') return node.size;
  if (user.op === 'maxPool') return user.size * nth(user.numbers, 0) ** 2;
  if (user.op === 'matMul') {
    const inner = (node.size * user.size) / Math.max(1, node.shape.at(-1) ?? 1);
    return Math.max(node.size, inner / TILE);
  }
  if (isProduct(user)) return node.size * 9;
  return user.size;
}
