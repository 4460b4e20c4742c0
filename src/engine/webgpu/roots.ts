/**
 * Which nodes are roots: computed for themselves and stored. Products and long reductions always are; of the rest, what is cheap to
 * repeat is repeated, because a dispatch and a trip through memory cost more than arithmetic.
 */
import { nth } from '../../core/numbers';
import { isElementwise } from '../../core/tensor/operations';
import { operations } from '../operations/operations';
import { isProduct, isReduction, isUploaded, type Node, reducedCount } from '../graph/node';
import { chunksOf } from './reduce';
import type { KernelTuning } from './tuning';

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
/** Columns of a product that one thread computes: how often an operand's element is not read again. */
const TILE = 4;

/** True of a reduction that is a kernel of its own, or the start of one. */
export function isLongReduction(node: Node): boolean {
  return isReduction(node) && reducedCount(node) > SHORT;
}

/** Decides for every needed node whether it is computed for itself. */
export function rootsOf(
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
    case 'scatter':
      return (node.inputs[1]?.size ?? 1) * (read + 1);
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
  // Each place of the table goes over all of them.
  if (user.op === 'scatter') return user.size * (node.shape[0] ?? 1);
  if (user.op === 'maxPool') return user.size * nth(user.numbers, 0) ** 2;
  if (user.op === 'matMul') {
    const inner = (node.size * user.size) / Math.max(1, node.shape.at(-1) ?? 1);
    return Math.max(node.size, inner / TILE);
  }
  if (isProduct(user)) return node.size * 9;
  return user.size;
}
