/** Sums, accumulated in doubles and rounded once. */
import { i32, type Local, v128, Writer } from './assembler';

const FLOAT = 4;

/**
 * `out[r] = Σ_c a[r, c]`; parameters a, out (byte offsets), rows, columns.
 *
 * Four running sums, by the remainder of c by four, added in a fixed order at the end.
 */
export function sumRows(): Writer {
  const write = new Writer(4);
  const [a, out, rows, columns] = [0, 1, 2, 3] as const satisfies readonly Local[];
  const left = write.local();
  const [low, high, four] = [write.local('v128'), write.local('v128'), write.local('v128')];
  write.countDown(rows, 1, () => {
    for (const sum of [low, high]) write.emit(v128.zero).set(sum);
    write.copy(left, columns);
    for (const width of [4, 1])
      write.countDown(left, width, () => {
        write
          .get(a)
          .emit(width === 4 ? v128.load() : v128.loadOne())
          .set(four);
        addDoubles(write, low, high, four);
        write.advance(a, width * FLOAT);
      });
    write.get(out).get(low).get(high).emit(v128.addDoubles).set(low);
    write.get(low).get(low).get(low).emit(v128.highToLow, v128.addDoubles, v128.narrow, v128.storeOne());
    write.advance(out, FLOAT);
  });
  return write;
}

/**
 * `out[c] = Σ_r a[r, c]`; parameters a, out (byte offsets), rows, columns.
 */
export function sumColumns(): Writer {
  const write = new Writer(4);
  const [a, out, rows, columns] = [0, 1, 2, 3] as const satisfies readonly Local[];
  const [left, rowsLeft, stride, from] = write.locals(4);
  const [low, high, four] = [write.local('v128'), write.local('v128'), write.local('v128')];
  write.get(columns).constant(FLOAT).emit(i32.multiply).set(stride);
  write.copy(left, columns);
  for (const width of [4, 1])
    write.countDown(left, width, () => {
      for (const sum of [low, high]) write.emit(v128.zero).set(sum);
      write.copy(from, a).copy(rowsLeft, rows);
      write.countDown(rowsLeft, 1, () => {
        write
          .get(from)
          .emit(width === 4 ? v128.load() : v128.loadOne())
          .set(four);
        addDoubles(write, low, high, four);
        write.sum(from, from, stride);
      });
      write
        .get(out)
        .get(low)
        .emit(v128.narrow, width === 4 ? v128.storeTwo() : v128.storeOne());
      if (width === 4)
        write
          .get(out)
          .get(high)
          .emit(v128.narrow, v128.storeTwo(2 * FLOAT));
      write.advance(a, width * FLOAT).advance(out, width * FLOAT);
    });
  return write;
}

function addDoubles(write: Writer, low: Local, high: Local, four: Local): void {
  write.get(low).get(four).emit(v128.widen, v128.addDoubles).set(low);
  write.get(high).get(four).emit(v128.zero, v128.highToLow, v128.widen, v128.addDoubles).set(high);
}
