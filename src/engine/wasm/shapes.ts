/** Evidence of shapes alone about how numbers are read. */
import type { Node } from '../graph/node';
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
