/** Kernels that go over a table row by row, one number after the other. */
import { copyBytes, f32, f32Load, f32Store, i32, type Local, Writer } from '../assembler';

const FLOAT = 4;

/** `out[r]` = place of the largest number of row r, the first of equals; parameters a, out (byte offsets), rows, columns. */
export function argMaxRows(): Writer {
  const write = new Writer(4);
  const [a, out, rows, columns] = [0, 1, 2, 3] as const satisfies readonly Local[];
  const [best, left] = write.locals(2);
  write.countDown(rows, 1, () => {
    // Places are byte offsets until the end: a number is the best of its row until a larger one comes.
    const first = a;
    write.copy(best, a).copy(left, columns);
    write.countDown(left, 1, () => {
      write.get(first).emit(f32Load()).get(best).emit(f32Load(), f32.greater);
      write.whether(() => write.copy(best, first));
      write.advance(first, FLOAT);
    });
    // `first` has gone to the end of the row.
    write.get(out).get(columns);
    write.get(first).get(best).emit(i32.subtract).constant(2).emit(i32.shiftRight, i32.subtract, f32.fromInteger, f32Store());
    write.advance(out, FLOAT);
  });
  return write;
}

/** Copies rows of `bytes` bytes to `out`, one for each of `count` numbers of rows; parameters a, numbers, out (byte offsets), count, bytes. */
export function gatherRows(): Writer {
  const write = new Writer(5);
  const [a, numbers, out, count, bytes] = [0, 1, 2, 3, 4] as const satisfies readonly Local[];
  write.countDown(count, 1, () => {
    write.get(out).get(a).get(numbers).emit(f32Load(), f32.toInteger).get(bytes).emit(i32.multiply, i32.add).get(bytes).emit(copyBytes);
    write.sum(out, out, bytes).advance(numbers, FLOAT);
  });
  return write;
}

/** Adds rows of `columns` numbers to the rows of `out` whose numbers are given, one after the other; parameters a, numbers, out (byte offsets), count, columns. */
export function scatterRows(): Writer {
  const write = new Writer(5);
  const [a, numbers, out, count, columns] = [0, 1, 2, 3, 4] as const satisfies readonly Local[];
  const [to, left] = write.locals(2);
  write.countDown(count, 1, () => {
    write
      .get(out)
      .get(numbers)
      .emit(f32Load(), f32.toInteger)
      .get(columns)
      .emit(i32.multiply)
      .constant(2)
      .emit(i32.shiftLeft, i32.add)
      .set(to);
    write.copy(left, columns);
    write.countDown(left, 1, () => {
      write.get(to).get(to).emit(f32Load()).get(a).emit(f32Load(), f32.add, f32Store());
      write.advance(to, FLOAT).advance(a, FLOAT);
    });
    write.advance(numbers, FLOAT);
  });
  return write;
}
