/**
 * The value of a node at an index, as WGSL: either a load, where the node is stored, or its formula over its inputs.
 *
 * This is all of fusion as far as code is concerned: what `fusion.ts` did not store is written out here, at the place
 * that needs it.
 */
import { nth } from '../../core/numbers';
import { isElementwise } from '../../core/tensor/operations';
import { lengthAt, stridesOf } from '../../core/tensor/shape';
import { operations } from '../operations/operations';
import { axesOf, type Emitter, type Index, linearOf, type Term } from './emitter';
import { imageValue } from './images';
import type { Maximum, Move, Node, Op, Reduction } from '../graph/node';

/** Below every number that float32 has. */
const LOWEST = '-3.4028234e38';

/** Where a kernel finds a stored node: the name of its buffer and of its address in it. */
export interface BufferAddress {
  readonly buffer: string;
  readonly address: string;
}

export interface Surroundings {
  readonly emit: Emitter;
  /** The place of a node that is stored; undefined where its formula has to be written out. */
  placeOf(node: Node): BufferAddress | undefined;
  /** Values that this kernel has just computed at the index it is working on. */
  readonly computed: Map<Node, Term>;
}

/** Names the value of `node` at `index`. */
export function value(around: Surroundings, node: Node, index: Index): Term {
  const { emit } = around;
  const own = around.computed.get(node);
  if (own) return own;
  const place = around.placeOf(node);
  if (place) return load(emit, place, linearOf(emit, index, node.shape));
  return written(around, node, index);
}

/** Names the value of `node` by its formula, wherever it may be stored. */
export function written(around: Surroundings, node: Node, index: Index): Term {
  const { emit } = around;
  if (isElementwise(node.op)) {
    const { wgsl, declaration } = operations[node.op];
    const operands = node.inputs.map((input) => value(around, input, broadcast(emit, index, node, input)));
    const [a, b] = operands.map(({ text }) => text) as [string, string];
    if (declaration) emit.declare(declaration);
    return emit.let(wgsl(a, b), operands);
  }
  if (!hasFormula(node.op)) throw new Error(`compiled: ${node.op} has no formula`);
  return formulas[node.op](around, node, index);
}

function load(emit: Emitter, { buffer, address }: BufferAddress, parts: readonly Term[]): Term {
  const at = emit.total([{ text: address, depth: 0 }, ...parts]);
  return emit.let(buffer === 'given' ? `bitcast<f32>(given[${at.text}])` : `${buffer}[${at.text}]`, [at]);
}

/** Where an operand of an element-wise node is read: axes aligned at the right, axes of length 1 repeated. */
function broadcast(emit: Emitter, index: Index, node: Node, input: Node): Index {
  if (input.size === 1) return { linear: [], axes: input.shape.map(() => emit.whole(0)) };
  const sameSize = input.size === node.size;
  if (sameSize && index.linear) return { linear: index.linear };
  const missing = node.shape.length - input.shape.length;
  // Trailing axes alone (a bias): the remainder of the row-major number.
  if (!index.axes && input.shape.every((length, axis) => length === node.shape[axis + missing])) {
    return { linear: [emit.mod(emit.total(index.linear as readonly Term[]), input.size)] };
  }
  const axes = axesOf(emit, index, node.shape);
  return { axes: input.shape.map((length, axis) => (length === 1 ? emit.whole(0) : (axes[axis + missing] as Term))) };
}

type Write = (around: Surroundings, node: Node, index: Index) => Term;
type Formula = Move | Reduction | Maximum;

function hasFormula(op: Op): op is Formula {
  return Object.hasOwn(formulas, op);
}

/** How numbers are joined to one, whether a kernel of its own does it or it is written out where it is needed. */
export interface Fold {
  readonly start: string;
  join(total: string, next: string): string;
}
export const folds: Readonly<Record<Reduction, Fold>> = {
  sum: { start: '0.0', join: (total, next) => `${total} + ${next}` },
  maxOver: { start: LOWEST, join: (largest, next) => `max(${largest}, ${next})` },
};

const formulas: Readonly<Record<Formula, Write>> = {
  reshape(around, node, index) {
    return value(around, node.inputs[0] as Node, { linear: linearOf(around.emit, index, node.shape) });
  },

  transpose(around, node, index) {
    const source = node.inputs[0] as Node;
    const axes = axesOf(around.emit, index, node.shape);
    const from: Term[] = [];
    node.numbers.forEach((axis, place) => (from[axis] = axes[place] as Term));
    return value(around, source, { axes: from });
  },

  slice(around, node, index) {
    const { emit } = around;
    const source = node.inputs[0] as Node;
    const begin = node.numbers;
    const isPrefix = node.shape.every((length, axis) => axis === 0 || length === source.shape[axis]);
    if (isPrefix && index.linear) {
      const offset = (begin[0] ?? 0) * (stridesOf(source.shape)[0] ?? 1);
      return value(around, source, { linear: [...index.linear, emit.whole(offset)] });
    }
    const axes = axesOf(emit, index, node.shape);
    return value(around, source, { axes: axes.map((axis, place) => emit.add(axis, emit.whole(nth(begin, place)))) });
  },

  pad(around, node, index) {
    const { emit } = around;
    const source = node.inputs[0] as Node;
    const inside: Term[] = [];
    const from = axesOf(emit, index, node.shape).map((axis, place) => {
      const before = nth(node.numbers, 2 * place);
      const after = nth(node.numbers, 2 * place + 1);
      if (before + after === 0) return axis;
      const moved = emit.sub(axis, before);
      inside.push(emit.let(`${moved.text} < ${source.shape[place]}u`, [moved]));
      return moved;
    });
    return guarded(around, inside, value(around, source, { axes: from }));
  },

  gather(around, node, index) {
    const { emit } = around;
    const [source, rows] = node.inputs as [Node, Node];
    const [row, ...rest] = axesOf(emit, index, node.shape);
    const named = value(around, rows, { linear: [row as Term] });
    const from = emit.let(`u32(${named.text})`, [named]);
    return value(around, source, { axes: [from, ...rest] });
  },

  /** Σ over the rows whose number is this one, in their order. */
  scatter(around, node, index) {
    const { emit } = around;
    const [rows, numbers] = node.inputs as [Node, Node];
    const place = axesOf(emit, index, node.shape);
    const [row, ...rest] = place as [Term, ...Term[]];
    return once(around, node, place, () => {
      const total = emit.variable('0.0');
      emit.loop(emit.whole(numbers.size), (counter) => {
        const named = value(around, numbers, { linear: [counter] });
        const next = value(around, rows, { axes: [counter, ...rest] });
        emit.line(`if (u32(${named.text}) == ${row.text}) { ${total.text} = ${total.text} + ${next.text}; }`);
      });
      return total;
    });
  },

  images: (around, node, index) => imageValue(around.emit, node, index, (input, at) => value(around, input, at)),
  sum: (around, node, index) => folded(around, node, index, folds.sum),
  maxOver: (around, node, index) => folded(around, node, index, folds.maxOver),

  argMax(around, node, index) {
    const { emit } = around;
    const table = node.inputs[0] as Node;
    const row = emit.total(linearOf(emit, index, node.shape));
    return once(around, node, [row], () => {
      const largest = emit.variable(LOWEST);
      const place = emit.variable('0.0');
      emit.loop(emit.whole(lengthAt(table.shape, 1)), (column) => {
        const next = value(around, table, { axes: [row, column] });
        // Strictly larger: ties keep the lowest.
        emit.line(`if (${next.text} > ${largest.text}) { ${largest.text} = ${next.text}; ${place.text} = f32(${column.text}); }`);
      });
      return place;
    });
  },

  maxPool(around, node, index) {
    const { emit } = around;
    const [size, stride] = node.numbers as [number, number];
    const place = axesOf(emit, index, node.shape);
    const [sample, y, x, channel] = place as [Term, Term, Term, Term];
    return once(around, node, place, () => {
      const largest = emit.variable(LOWEST);
      emit.loop(emit.whole(size), (dy) => {
        emit.loop(emit.whole(size), (dx) => {
          const axes = [sample, emit.add(emit.mul(y, stride), dy), emit.add(emit.mul(x, stride), dx), channel];
          const next = value(around, node.inputs[0] as Node, { axes });
          emit.line(`${largest.text} = max(${largest.text}, ${next.text});`);
        });
      });
      return largest;
    });
  },

  /** Σ over the windows that hold this place of their gradient, where this place is the first to hold the maximum. */
  maxPoolGradient(around, node, index) {
    const { emit } = around;
    const [gradient, images] = node.inputs as [Node, Node];
    const [size, stride] = node.numbers as [number, number];
    const place = axesOf(emit, index, node.shape);
    const [sample, y, x, channel] = place as [Term, Term, Term, Term];
    const [, rows, columns] = gradient.shape as [number, number, number, number];
    const reach = Math.ceil(size / stride);
    return once(around, node, place, () => {
      const total = emit.variable('0.0');
      const own = value(around, images, { axes: [sample, y, x, channel] });
      emit.loop(emit.whole(reach), (up) => {
        emit.loop(emit.whole(reach), (left) => {
          const top = emit.let(`${emit.div(y, stride).text} - ${up.text}`, [y, up]);
          const side = emit.let(`${emit.div(x, stride).text} - ${left.text}`, [x, left]);
          const isFirst = emit.variable('true', 'bool');
          const holds = [y, x].map((own, axis) => {
            const window = axis === 0 ? top : side;
            return `${window.text} < ${axis === 0 ? rows : columns}u && ${own.text} < ${window.text} * ${stride}u + ${size}u`;
          });
          emit.loop(emit.whole(size), (dy) => {
            emit.loop(emit.whole(size), (dx) => {
              const axes = [sample, emit.add(emit.mul(top, stride), dy), emit.add(emit.mul(side, stride), dx), channel];
              const rival = value(around, images, { axes });
              const before = `(${axes[1]?.text} < ${y.text} || (${axes[1]?.text} == ${y.text} && ${axes[2]?.text} < ${x.text}))`;
              const beats = `${rival.text} > ${own.text} || (${rival.text} == ${own.text} && ${before})`;
              emit.line(`if (${beats}) { ${isFirst.text} = false; }`);
            });
          });
          const share = value(around, gradient, { axes: [sample, top, side, channel] });
          emit.line(`if (${isFirst.text} && ${holds.join(' && ')}) { ${total.text} = ${total.text} + ${share.text}; }`);
        });
      });
      return total;
    });
  },
};

/** `inner` where all conditions hold, else 0. What it reads elsewhere is within the buffer, and ignored. */
function guarded({ emit }: Surroundings, inside: readonly Term[], inner: Term): Term {
  if (inside.length === 0) return inner;
  return emit.let(`select(0.0, ${inner.text}, ${inside.map(({ text }) => text).join(' && ')})`, [inner, ...inside]);
}

/** A reduction over few numbers, written out where it is needed. */
function folded(around: Surroundings, node: Node, index: Index, { start, join }: Fold): Term {
  const { emit } = around;
  const source = node.inputs[0] as Node;
  const kept = axesOf(emit, index, node.shape);
  return once(around, node, kept, () => {
    const total = emit.variable(start);
    const over = (place: number, axes: readonly Term[]): void => {
      const axis = node.numbers[place];
      if (axis === undefined) {
        const next = value(around, source, { axes });
        emit.line(`${total.text} = ${join(total.text, next.text)};`);
        return;
      }
      emit.loop(emit.whole(lengthAt(source.shape, axis)), (counter) => over(place + 1, replaced(axes, axis, counter)));
    };
    let next = 0;
    const whole = source.shape.map((_, axis) => (node.numbers.includes(axis) ? emit.whole(0) : (kept[next++] as Term)));
    over(0, whole);
    return total;
  });
}

function replaced(axes: readonly Term[], axis: number, by: Term): Term[] {
  return axes.map((own, place) => (place === axis ? by : own));
}

/** Emits a loop as far out as its index allows, once for each index. */
function once({ emit }: Surroundings, node: Node, axes: readonly Term[], write: () => Term): Term {
  return emit.once(`${node.id}@${axes.map(({ text }) => text).join()}`, axes, write);
}
