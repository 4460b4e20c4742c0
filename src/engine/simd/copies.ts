/** Boxes of numbers from one place of the memory to another. */
import { type Local, Writer } from './assembler';

const FLOAT = 4;
const MEMORY_COPY = [0xfc, 0x0a, 0, 0];

/** `rows` pieces of `bytes` each; parameters from, to (byte offsets), rows, bytes, bytes from one row to the next in either place. */
export function copyRows(): Writer {
  const write = new Writer(6);
  const [from, to, rows, bytes, fromRow, toRow] = [0, 1, 2, 3, 4, 5] as const satisfies readonly Local[];
  write.countDown(rows, 1, () => {
    write.get(to).get(from).get(bytes).emit(MEMORY_COPY);
    write.sum(from, from, fromRow).sum(to, to, toRow);
  });
  return write;
}

export type CopyRows = (from: number, to: number, rows: number, bytes: number, fromRow: number, toRow: number) => void;

/** A corner of a box (byte offset) and the numbers from one place to the next along each axis. */
export interface Corner {
  readonly at: number;
  readonly strides: readonly number[];
}

/** Copies a box of `size` numbers per axis. Neighbouring numbers of the last axis are neighbours in both places. */
export function copyBox(copy: CopyRows, size: readonly number[], from: Corner, to: Corner): void {
  let bytes = FLOAT;
  let axis = size.length - 1;
  // Axes that lie in one piece in both places are one.
  for (; axis >= 0 && from.strides[axis] === bytes / FLOAT && to.strides[axis] === bytes / FLOAT; axis--) bytes *= size[axis] as number;
  const walk = (depth: number, fromAt: number, toAt: number): void => {
    if (depth >= axis) {
      const rows = axis < 0 ? 1 : (size[axis] as number);
      copy(fromAt, toAt, rows, bytes, (from.strides[axis] ?? 0) * FLOAT, (to.strides[axis] ?? 0) * FLOAT);
      return;
    }
    const [fromStep, toStep] = [(from.strides[depth] as number) * FLOAT, (to.strides[depth] as number) * FLOAT];
    for (let index = 0; index < (size[depth] as number); index++) walk(depth + 1, fromAt + index * fromStep, toAt + index * toStep);
  };
  walk(0, from.at, to.at);
}

/** Row-major strides, in numbers. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = (strides[axis + 1] as number) * (shape[axis + 1] as number);
  return strides;
}

/** How many numbers before the one at `place`. */
export function offsetOf(place: readonly number[], strides: readonly number[]): number {
  return place.reduce((offset, index, axis) => offset + index * (strides[axis] as number), 0);
}
