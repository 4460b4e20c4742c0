/** Shapes: sizes, strides, broadcasting, and the checks that name what was wrong. */
import type { Shape } from './tensor';

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** The length of a shape along an axis, or the distance of strides. Throws where there is no such axis. */
export function lengthAt(shape: Shape, axis: number): number {
  const length = shape[axis];
  if (length === undefined) throw new RangeError(`shape ${text(shape)} has no axis ${axis}`);
  return length;
}

/** Row-major distance between neighbours along each axis. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = lengthAt(strides, axis + 1) * lengthAt(shape, axis + 1);
  return strides;
}

export function sameShape(left: Shape, right: Shape): boolean {
  if (left.length !== right.length) return false;
  for (let axis = 0; axis < left.length; axis++) if (left[axis] !== right[axis]) return false;
  return true;
}

/** NumPy's rule: aligned at the last axis, lengths are equal or one of them is 1. Throws otherwise. */
export function broadcastShape(left: Shape, right: Shape): number[] {
  const rank = Math.max(left.length, right.length);
  return Array.from({ length: rank }, (_, axis) => {
    const a = left[axis - rank + left.length] ?? 1;
    const b = right[axis - rank + right.length] ?? 1;
    if (a !== b && a !== 1 && b !== 1) throw new Error(`shapes ${text(left)} and ${text(right)} cannot be broadcast together`);
    return a === 1 ? b : a;
  });
}

/** The axes to reduce, ascending; all of them when none are named. Throws on an axis that is not there. */
export function reducedAxes(shape: Shape, axes: readonly number[] | undefined): number[] {
  if (axes === undefined) return shape.map((_, axis) => axis);
  for (const axis of axes) {
    if (!Number.isInteger(axis) || axis < 0 || axis >= shape.length) throw new Error(`axis ${axis} is not an axis of shape ${text(shape)}`);
  }
  if (new Set(axes).size !== axes.length) throw new Error(`axes ${text(axes)} name one axis twice`);
  return [...axes].sort((left, right) => left - right);
}

/** Shape left of `shape` after reducing `axes`, which stay with length 1 when `keep`. */
export function reducedShape(shape: Shape, axes: readonly number[], keep: boolean): number[] {
  if (keep) return shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** Throws unless `shape` has as many axes as one of `ranks` says. */
export function expectRank(what: string, shape: Shape, ...ranks: readonly number[]): void {
  if (!ranks.includes(shape.length)) throw new Error(`${what}: expected ${ranks.join(' or ')} axes, got shape ${text(shape)}`);
}

/** Throws unless the two shapes are the same. */
export function expectShape(what: string, shape: Shape, expected: Shape): void {
  if (!sameShape(shape, expected)) throw new Error(`${what}: expected shape ${text(expected)}, got ${text(shape)}`);
}

export function text(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
