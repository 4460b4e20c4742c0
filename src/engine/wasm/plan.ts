/**
 * Which kernels a program is made of, in which order, and which numbers they hand to each other.
 *
 * What is computed element by element joins a pass over the same places where everything it needs is there by then, and
 * so do sums over them. Reshaping and cutting off the front are views. Everything else is a step of its own.
 */
import { nth } from '../../core/numbers';
import { lengthAt, sizeOf, stridesOf } from '../../core/tensor/shape';
import { contractionOf } from '../graph/contraction';
import { mayJoin } from '../graph/legality';
import { isReduction, type Node, type Op, type Reduction } from '../graph/node';
import { type Home, type Placement, placed, type Placing, type NodeView } from '../graph/placement';
import type { Arrangement } from './kernels/arrangement';
import { inputGradient, scheduled } from './products';
import type { Elementwise } from '../../core/tensor/operations';
import type { CopyKernel, Kernel, Operand, PassKernel, ProductKernel, StepKernel } from './kernel';
import { arrangementOf, isInOnePiece, spreadOver } from './shapes';

export interface KernelPlan {
  readonly kernels: readonly Kernel[];
  readonly homes: Placement['homes'];
  /** Nodes whose numbers are needed beyond the pass that computes them. */
  readonly stored: ReadonlySet<Node>;
}

/** More would not fit the processor's registers. */
const MOST_OPERATIONS = 24;
/** A processor runs runs one after the other: a program knows one. */
const ANY = 0;

/**
 * @param wanted  nodes to leave stored
 * @param needed  all that this program computes, inputs first
 * @param fuse    without it every operation is a kernel of its own
 */
export function plan(wanted: readonly Node[], needed: readonly Node[], isOutside: (node: Node) => boolean, fuse: boolean): KernelPlan {
  const planner = new Planner(isOutside, fuse);
  const { homes, copies, settled } = placed(wanted, needed, planner);
  for (const node of settled) planner.stored.add(node);
  const given = wanted.filter(isOutside);
  for (const node of [...needed, ...given]) {
    if (!isOutside(node)) planner.visit(node);
    for (const copy of copies.get(node) ?? []) planner.copy(node, { kind: 'copy', ...copy });
  }
  return { kernels: planner.kernels, homes, stored: planner.stored };
}

class Planner implements Placing {
  readonly kernels: Kernel[] = [];
  readonly stored = new Set<Node>();
  /** Last kernel that has to run before a node's numbers are complete. */
  readonly #finished = new Map<Node, number>();
  /** Passes in which a node is still at hand, element by element. */
  readonly #passOf = new Map<Node, number>();
  #made = 0;

  constructor(
    readonly isOutside: (node: Node) => boolean,
    readonly fuse: boolean,
  ) {}

  /** One kernel computes a node, and writes it once. */
  mayWrite(node: Node, { of }: NodeView, homes: readonly Home[]): boolean {
    return !this.isOutside(of) && of.size === node.size && homes.length === 0;
  }

  visit(node: Node): void {
    if (this.view(node).of !== node) return;
    const { op } = node;
    switch (op) {
      case 'sum':
      case 'maxOver':
        return this.#fold(node, op, node.inputs[0] as Node, node.numbers);
      case 'concat':
        this.#finished.set(node, Math.max(-1, ...node.inputs.map((part) => this.#ready(this.view(part)))));
        return;
      case 'transpose':
      case 'slice':
      case 'pad':
        return this.#arranged(node, arrangementOf(node));
      case 'conv2dInputGradient':
        return this.#inputGradient(node);
      case 'matMul':
      case 'conv2d':
      case 'conv2dKernelGradient':
        return this.#product(node);
      case 'gather':
      case 'scatter':
      case 'argMax':
      case 'maxPool':
      case 'maxPoolGradient':
        return this.#step(node, op);
      case 'leaf':
      case 'upload':
      case 'literal':
      case 'reshape':
      case 'images':
      case 'cut':
        throw new Error(`compiled: ${op} has no kernel`);
      default:
        return this.#formula(node, op);
    }
  }

  /** Where the numbers of a node are found: its own, or those of another that it only looks at. */
  view(node: Node): NodeView {
    if (this.isOutside(node)) return { of: node, offset: 0 };
    const [input] = node.inputs as [Node];
    const isSame = node.op === 'reshape' || (isReduction(node) && node.size === input.size && node.size > 0);
    if (isSame) return this.view(input);
    // A part of a gradient that is computed for itself has nothing to look at.
    const isSeen = node.op === 'slice' && isInOnePiece(node);
    if (!isSeen) return { of: node, offset: 0 };
    const { of, offset } = this.view(input);
    const strides = stridesOf(input.shape);
    return { of, offset: offset + strides.reduce((sum, stride, axis) => sum + stride * nth(node.numbers, axis), 0) };
  }

  /** A part of `whole`, or all of it. */
  copy(whole: Node, kernel: CopyKernel): void {
    this.#add(kernel, [kernel.from]);
    if (!this.isOutside(whole)) this.#finished.set(whole, this.kernels.length - 1);
  }

  #formula(node: Node, formula: Elementwise): void {
    const operands: Operand[] = [];
    let columns: number | undefined;
    for (const input of node.inputs) {
      const spread = spreadOver(node, input);
      if (spread && (spread.columns === undefined || columns === undefined || columns === spread.columns)) {
        columns ??= spread.columns;
        operands.push({ view: this.view(input), spread: spread.kind });
      } else operands.push({ view: this.view(this.#repeated(input, node.shape)), spread: 'place' });
    }
    const { pass, index } = this.#passFor(node.size, columns, 1, operands);
    const of = operands.map((operand) => this.#valueIn(pass, index, operand));
    pass.operations.push({ node, formula, of });
    this.#passOf.set(node, index);
    this.#finished.set(node, index);
  }

  /** A run of neighbouring axes at a time, the last run first. */
  #fold(node: Node, op: Reduction, input: Node, axes: readonly number[]): void {
    const { shape } = input;
    const isFolded = (axis: number) => axes.includes(axis) && shape[axis] !== 1;
    const last = shape.findLastIndex((_, axis) => isFolded(axis));
    let first = last;
    while (first > 0 && (shape[first - 1] === 1 || isFolded(first - 1))) first--;
    const rest = axes.filter((axis) => axis < first && isFolded(axis));
    const pieces = [shape.slice(0, first), shape.slice(first, last + 1), shape.slice(last + 1)] as const;
    const made = rest.length > 0 ? this.#synthetic(op, [input], [...pieces[0], ...pieces[2]]) : node;
    this.#foldRun(made, input, sizeOf(pieces[0]), sizeOf(pieces[1]), sizeOf(pieces[2]));
    if (rest.length > 0) this.#fold(node, op, made, rest);
  }

  /** [outer, count, inner] to [outer, inner]. */
  #foldRun(node: Node, input: Node, outer: number, count: number, inner: number): void {
    const operation = node.op === 'sum' ? 'sum' : 'max';
    if (inner > 1 && operation === 'max') {
      const turned = this.#synthetic('transpose', [input], [outer, inner, count]);
      const from = [count * inner, 1, inner];
      this.#arrange(turned, this.view(input), { size: turned.shape, from, to: stridesOf(turned.shape), cleared: 0, before: 0 });
      this.#foldRun(node, turned, outer * inner, count, 1);
      return;
    }
    const over = inner > 1 ? 'column' : outer === 1 ? 'all' : 'row';
    // In one row, so that the order of the sum depends on its length alone.
    const columns = over === 'column' ? inner : over === 'row' ? count : input.size;
    const operand: Operand = { view: this.view(input), spread: 'place' };
    const { pass, index } = this.#passFor(input.size, columns, over === 'column' ? outer : 1, [operand]);
    pass.folds.push({ node, operation, over, value: this.#valueIn(pass, index, operand) });
    this.stored.add(node);
    this.#finished.set(node, index);
  }

  /** The first pass over as many places that can still take what needs these operands, or a new one. */
  #passFor(size: number, columns: number | undefined, blocks: number, operands: readonly Operand[]): { pass: PassKernel; index: number } {
    const reads = operands.map((operand) => {
      const at = this.#atHand(operand, size);
      return { by: at === undefined ? undefined : this.kernels[at], order: at ?? this.#ready(operand.view), isOwnPlace: at !== undefined };
    });
    const earliest = Math.max(0, ...reads.map(({ order }) => order));
    for (let index = earliest; this.fuse && blocks === 1 && index < this.kernels.length; index++) {
      const pass = this.kernels[index] as Kernel;
      const fits =
        pass.kind === 'pass' &&
        pass.blocks === 1 &&
        (columns === undefined || pass.columns === undefined || pass.columns === columns) &&
        pass.operations.length < MOST_OPERATIONS &&
        mayJoin(pass, { size: pass.size, lane: ANY, order: index }, { size, lane: ANY }, reads);
      if (!fits) continue;
      pass.columns ??= columns;
      return { pass, index };
    }
    const pass: PassKernel = { kind: 'pass', size, blocks, columns, operands: [], operations: [], folds: [] };
    return { pass, index: this.kernels.push(pass) - 1 };
  }

  /** The pass in which an operand needs no reading, because it is computed there. */
  #atHand({ view, spread }: Operand, size: number): number | undefined {
    return spread === 'place' && view.of.size === size ? this.#passOf.get(view.of) : undefined;
  }

  #valueIn(pass: PassKernel, index: number, operand: Operand): Operand | Node {
    if (this.#atHand(operand, pass.size) === index) return operand.view.of;
    const known = pass.operands.find(
      ({ view, spread }) => spread === operand.spread && view.of === operand.view.of && view.offset === operand.view.offset,
    );
    if (known) return known;
    this.stored.add(operand.view.of);
    pass.operands.push(operand);
    return operand;
  }

  #ready({ of }: NodeView): number {
    return this.#finished.get(of) ?? -1;
  }

  #arranged(node: Node, { offset: begin, ...arrangement }: ReturnType<typeof arrangementOf>): void {
    const { of, offset } = this.view(node.inputs[0] as Node);
    this.#arrange(node, { of, offset: offset + begin }, arrangement);
  }

  /** `input` written out in a larger shape. */
  #repeated(input: Node, shape: readonly number[]): Node {
    const strides = stridesOf(input.shape);
    const missing = shape.length - input.shape.length;
    const from = shape.map((_, axis) => ((input.shape[axis - missing] ?? 1) === 1 ? 0 : lengthAt(strides, axis - missing)));
    const node = this.#synthetic('transpose', [input], shape);
    this.#arrange(node, this.view(input), { size: shape, from, to: stridesOf(shape), cleared: 0, before: 0 });
    return node;
  }

  #product(node: Node): void {
    const [first, second] = node.inputs as [Node, Node];
    const products = scheduled(contractionOf(node), first.shape, second.shape, node.shape);
    this.#products(node, [{ a: this.view(first), b: this.view(second), offset: 0, products }]);
  }

  /** Of the whole gradient `of`, or of the part that `node` cuts out of it. */
  #inputGradient(node: Node): void {
    const [gradient, filter] = node.inputs as [Node, Node];
    const [stride = 1, , , , , top = 0, left = 0] = node.numbers;
    const { padded, phases } = inputGradient(gradient.shape, filter.shape, node.shape, [top, left], stride);
    const around = this.#synthetic('pad', [gradient], padded.shape);
    const arrangement = { size: gradient.shape, from: stridesOf(gradient.shape), to: stridesOf(padded.shape) };
    this.#arrange(around, this.view(gradient), { ...arrangement, cleared: around.size, before: padded.before });
    const weights = this.view(filter);
    const calls = phases.map(({ taps, from, a, c, products }) => {
      const turned = this.#synthetic('transpose', [filter], taps);
      const view = { of: weights.of, offset: weights.offset + from.offset };
      this.#arrange(turned, view, { size: taps, from: from.strides, to: stridesOf(taps), cleared: 0, before: 0 });
      return { a: { of: around, offset: a }, b: { of: turned, offset: 0 }, offset: c, products };
    });
    const written = phases.reduce((sum, { places }) => sum + places, 0);
    this.#products(node, calls, written < node.size);
  }

  #products(node: Node, calls: ProductKernel['calls'], isCleared = false): void {
    this.#add(
      { kind: 'products', node, calls, isCleared },
      calls.flatMap(({ a, b }) => [a, b]),
    );
    this.#finish(node);
  }

  #arrange(node: Node, from: NodeView, arrangement: Arrangement): void {
    this.#add({ kind: 'arrange', node, from, arrangement }, [from]);
    this.#finish(node);
  }

  #step(node: Node, op: StepKernel['op']): void {
    const reads = node.inputs.map((input) => this.view(input));
    this.#add({ kind: 'step', op, node, reads }, reads);
    this.#finish(node);
  }

  #add(kernel: Kernel, reads: readonly NodeView[]): void {
    for (const { of } of reads) this.stored.add(of);
    this.kernels.push(kernel);
  }

  #finish(node: Node): void {
    this.stored.add(node);
    this.#finished.set(node, this.kernels.length - 1);
  }

  /** A value between two steps of one operation, computed in whichever program this is. */
  #synthetic(op: Op, inputs: readonly Node[], shape: readonly number[]): Node {
    this.#made++;
    const segment = Number.POSITIVE_INFINITY;
    return { id: -this.#made, op, inputs, shape, size: sizeOf(shape), numbers: [], segment, lane: 0, next: [], slot: 0 };
  }
}
