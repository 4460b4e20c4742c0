/** Evidence of shapes alone about how numbers are read. */
import { nth } from '../../core/numbers';
import { stridesOf } from '../../core/tensor/shape';
import type { Node } from '../graph/node';
import type { Arrangement } from './kernels/arrangement';
import type { Spread } from './kernels/pass';

/** True if a slice is one run of numbers of its input. */
export function isInOnePiece({ inputs, shape }: Node): boolean {
  const [input] = inputs as [Node];
  const first = shape.findIndex((length) => length !== 1);
  return first < 0 || shape.every((length, axis) => axis <= first || length === input.shape[axis]);
}

/** How `input` is spread over the places of `node`, and the columns that takes; undefined where it has to be written out. */
export function spreadOver(
  node: Pick<Node, 'shape' | 'size'>,
  input: Pick<Node, 'shape' | 'size'>,
): { readonly kind: Spread; readonly columns?: number } | undefined {
  if (input.size === node.size) return { kind: 'place' };
  if (input.size === 1) return { kind: 'one' };
  const { shape } = input;
  const tail = shape.slice(shape.findIndex((length) => length !== 1));
  if (tail.every((length, axis) => length === node.shape[node.shape.length - tail.length + axis]))
    return { kind: 'row', columns: input.size };
  const head = shape.slice(0, shape.findLastIndex((length) => length !== 1) + 1);
  const fits = shape.length === node.shape.length && head.every((length, axis) => length === node.shape[axis]);
  return fits ? { kind: 'column', columns: node.size / input.size } : undefined;
}

/** How the numbers of a transposed, cut or padded input are written, and `offset`, where the first of them stands in it. */
export function arrangementOf({ op, inputs, shape, size, numbers }: Node): Arrangement & { readonly offset: number } {
  const [input] = inputs as [Node];
  const own = stridesOf(shape);
  const theirs = stridesOf(input.shape);
  if (op === 'transpose') return { size: shape, from: numbers.map((axis) => nth(theirs, axis)), to: own, cleared: 0, before: 0, offset: 0 };
  if (op === 'slice') {
    const offset = theirs.reduce((sum, stride, axis) => sum + stride * nth(numbers, axis), 0);
    return { size: shape, from: theirs, to: own, cleared: 0, before: 0, offset };
  }
  const before = own.reduce((sum, stride, axis) => sum + stride * nth(numbers, 2 * axis), 0);
  return { size: input.shape, from: theirs, to: own, cleared: size, before, offset: 0 };
}
