/**
 * Writes the body of one WGSL kernel: values are named once, in the outermost loop they depend on.
 *
 * A term remembers how deep in the loops it was made. An expression lands where its deepest operand lives, so that what
 * does not change within a loop stands in front of it, without an optimizer: the row maximum of a softmax before the
 * loop over classes, half of a convolution's address before the loop over channels.
 */
import { lengthAt } from '../../core/tensor/shape';

export interface Term {
  /** A name or a literal, never a compound expression. */
  readonly text: string;
  readonly depth: number;
  /** Its value where it is a constant. */
  readonly value?: number;
}

interface Scope {
  readonly lines: string[];
  readonly known: Map<string, Term>;
}

export class Emitter {
  readonly #scopes: Scope[] = [{ lines: [], known: new Map() }];
  readonly #declared = new Set<string>();
  #next = 0;

  /** A whole number known now. */
  whole(value: number): Term {
    return { text: `${value}u`, depth: 0, value };
  }

  /** Names an expression over `operands`; the same expression is computed once. */
  let(expression: string, operands: readonly Term[]): Term {
    const depth = operands.reduce((deepest, { depth: own }) => Math.max(deepest, own), 0);
    for (let at = depth; at < this.#scopes.length; at++) {
      const known = this.#scopes[at]?.known.get(expression);
      if (known) return known;
    }
    const term = { text: this.name('v'), depth };
    const scope = this.#scopes[depth] as Scope;
    scope.lines.push(`let ${term.text} = ${expression};`);
    scope.known.set(expression, term);
    return term;
  }

  /** Emits by `write` once for each `key`, as far out as `operands` allow. */
  once(key: string, operands: readonly Term[], write: () => Term): Term {
    const depth = operands.reduce((deepest, { depth: own }) => Math.max(deepest, own), 0);
    for (let at = depth; at < this.#scopes.length; at++) {
      const known = this.#scopes[at]?.known.get(key);
      if (known) return known;
    }
    const inner = this.#scopes.splice(depth + 1);
    const term = { text: write().text, depth };
    this.#scopes.at(-1)?.known.set(key, term);
    this.#scopes.push(...inner);
    return term;
  }

  name(prefix: string): string {
    return `${prefix}${this.#next++}`;
  }

  /** A function that the kernel calls. */
  declare(text: string): void {
    this.#declared.add(text);
  }

  /** Functions that the kernel calls, each with the line's end behind it. */
  get declarations(): string {
    return [...this.#declared].map((text) => `${text}\n`).join('');
  }

  /** A line where we are. */
  line(text: string): void {
    (this.#scopes.at(-1) as Scope).lines.push(text);
  }

  /** Counts from `start` below `count` by `step` around what `body` emits. */
  loop(count: Term, body: (counter: Term) => void, { start = this.whole(0), step = 1 } = {}): void {
    const counter = this.name('k');
    this.#scopes.push({ lines: [], known: new Map() });
    body({ text: counter, depth: this.#depth });
    const { lines } = this.#scopes.pop() as Scope;
    this.line(`for (var ${counter} = ${start.text}; ${counter} < ${count.text}; ${counter} += ${step}u) {\n${lines.join('\n')}\n}`);
  }

  /** A guarded block: what `body` emits counts only where `condition` holds. Values it names may be computed outside. */
  when(condition: string, body: () => void): void {
    this.#scopes.push({ lines: [], known: new Map() });
    body();
    const { lines } = this.#scopes.pop() as Scope;
    this.line(`if (${condition}) {\n${lines.join('\n')}\n}`);
  }

  /** A variable that lines may change; as a term it belongs to where we are now. */
  variable(initial: string, type = 'f32'): Term {
    const text = this.name('a');
    this.line(`var ${text}: ${type} = ${initial};`);
    return { text, depth: this.#depth };
  }

  add(left: Term, right: Term): Term {
    if (left.value === 0) return right;
    if (right.value === 0) return left;
    if (left.value !== undefined && right.value !== undefined) return this.whole(left.value + right.value);
    return this.let(`${left.text} + ${right.text}`, [left, right]);
  }

  /** The sum of terms; what belongs to outer loops, and constants, are summed there. */
  total(terms: readonly Term[]): Term {
    const constant = terms.reduce((sum, { value = 0 }) => sum + value, 0);
    const rest = terms.filter(({ value }) => value === undefined).sort((left, right) => left.depth - right.depth);
    return [...rest.slice(0, 1), this.whole(constant), ...rest.slice(1)].reduce((sum, term) => this.add(sum, term));
  }

  sub(left: Term, right: number): Term {
    if (right === 0) return left;
    // Below zero it wraps around, and the bounds check that follows fails.
    return this.let(`${left.text} - ${right}u`, [left]);
  }

  mul(left: Term, right: number): Term {
    if (right === 1) return left;
    if (left.value !== undefined) return this.whole(left.value * right);
    if (right === 0) return this.whole(0);
    return this.let(`${left.text} * ${right}u`, [left]);
  }

  div(left: Term, right: number): Term {
    if (right === 1) return left;
    if (left.value !== undefined) return this.whole(Math.floor(left.value / right));
    return this.let(`${left.text} / ${right}u`, [left]);
  }

  mod(left: Term, right: number): Term {
    if (right === 1) return this.whole(0);
    if (left.value !== undefined) return this.whole(left.value % right);
    return this.let(`${left.text} % ${right}u`, [left]);
  }

  get #depth(): number {
    return this.#scopes.length - 1;
  }

  /** Everything emitted. */
  text(): string {
    return (this.#scopes[0] as Scope).lines.join('\n');
  }
}

/** A place in a tensor: its row-major number as terms that add up to it, its number per axis, or both. */
export interface Index {
  readonly linear?: readonly Term[];
  readonly axes?: readonly Term[];
}

/** A number per axis of `shape`. */
export function axesOf(emit: Emitter, index: Index, shape: readonly number[]): readonly Term[] {
  if (index.axes) return index.axes;
  let rest = emit.total(index.linear as readonly Term[]);
  const axes: Term[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = lengthAt(shape, axis);
    const isFirst = shape.slice(0, axis).every((outer) => outer === 1);
    axes[axis] = length === 1 ? emit.whole(0) : isFirst ? rest : emit.mod(rest, length);
    if (!isFirst) rest = emit.div(rest, length);
  }
  return axes;
}

/** Terms that add up to the row-major number. */
export function linearOf(emit: Emitter, index: Index, shape: readonly number[]): readonly Term[] {
  if (index.linear) return index.linear;
  const axes = index.axes as readonly Term[];
  let stride = 1;
  const parts: Term[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1) parts.push(emit.mul(axes[axis] as Term, stride));
    stride *= lengthAt(shape, axis);
  }
  return parts;
}
