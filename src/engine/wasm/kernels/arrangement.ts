/** Copies a box of numbers into another order: transposing, cutting out, spreading apart and repeating are all this. */
import { nth } from '../../../core/numbers';
import { copyBytes, f32Load, f32Store, fillBytes, type Local, v128, Writer } from '../assembler';

const FLOAT = 4;
/** From so many bytes on, copying in one piece is faster than a loop of our own. */
const LONG = 512;

export interface Arrangement {
  readonly size: readonly number[];
  /** Numbers from one place to the next, per axis: 0 repeats, below 0 goes backwards. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Numbers of the target that are zero wherever nothing is copied to; 0 leaves them as they are. */
  readonly cleared: number;
  /** Numbers of the target before the first that is copied to. */
  readonly before: number;
}

interface Axis {
  readonly length: number;
  readonly from: number;
  readonly to: number;
}

/** Parameters from (the first number copied) and to (the target's first number), both byte offsets. */
export function arrangementFunction({ size, from, to, cleared, before }: Arrangement): Writer {
  const write = new Writer(2);
  const [source, target] = [0, 1] as const satisfies readonly Local[];
  if (cleared > 0)
    write
      .get(target)
      .constant(0)
      .constant(cleared * FLOAT)
      .emit(fillBytes);
  if (size.includes(0)) return write;
  if (before > 0) write.advance(target, before * FLOAT);
  walk(write, joined(size.map((length, axis) => ({ length, from: nth(from, axis), to: nth(to, axis) }))), source, target);
  return write;
}

/** Axes that lie behind each other in both places are one; those of length 1 are none. */
function joined(axes: readonly Axis[]): readonly Axis[] {
  const made: Axis[] = [];
  for (const axis of axes) {
    if (axis.length === 1) continue;
    const last = made.at(-1);
    if (last && last.from === axis.from * axis.length && last.to === axis.to * axis.length)
      made[made.length - 1] = { ...axis, length: last.length * axis.length };
    else made.push(axis);
  }
  return made;
}

function walk(write: Writer, axes: readonly Axis[], from: Local, to: Local): void {
  const [axis, ...inner] = axes;
  if (!axis) {
    write.get(to).get(from).emit(f32Load(), f32Store());
    return;
  }
  if (inner.length === 0 && axis.from === 1 && axis.to === 1) {
    copyRun(write, axis.length, from, to);
    return;
  }
  const [source, target, left] = write.locals(3);
  write.copy(source, from).copy(target, to).constant(axis.length).set(left);
  write.countDown(left, 1, () => {
    walk(write, inner, source, target);
    write.advance(source, axis.from * FLOAT).advance(target, axis.to * FLOAT);
  });
}

function copyRun(write: Writer, length: number, from: Local, to: Local): void {
  const bytes = length * FLOAT;
  if (bytes >= LONG) {
    write.get(to).get(from).constant(bytes).emit(copyBytes);
    return;
  }
  let done = 0;
  for (; done + 16 <= bytes; done += 16) write.get(to).get(from).emit(v128.load(done), v128.store(done));
  for (; done < bytes; done += FLOAT) write.get(to).get(from).emit(f32Load(done), f32Store(done));
}
