/** Two operands, element by element, four at a time. Comparisons give 1 and 0. */
import { type Local, v128, Writer } from './assembler';

const FLOAT = 4;
const FOUR = 4;

const operations = {
  add: [v128.add],
  subtract: [v128.subtract],
  multiply: [v128.multiply],
  divide: [v128.divide],
  /** NaN where either is. */
  max: [v128.max],
  min: [v128.min],
  greater: [v128.greater, v128.ones, v128.and],
  equal: [v128.equal, v128.ones, v128.and],
} as const;
export type PairName = keyof typeof operations;

/**
 * `out[r, c] = a[r, c] ∘ b[c]` as `<name>Rows`, `out[r, c] = a[r, c] ∘ b[r]` as `<name>Columns`; parameters a, b, out (byte
 * offsets), rows, columns. Equal shapes are one row of the former, a number is one row of the latter.
 */
export function pairs(): Readonly<Record<`${PairName}Rows` | `${PairName}Columns`, Writer>> {
  return Object.fromEntries(
    Object.entries(operations).flatMap(([name, codes]) => [
      [`${name}Rows`, pair(codes, true)],
      [`${name}Columns`, pair(codes, false)],
    ]),
  ) as Record<`${PairName}Rows` | `${PairName}Columns`, Writer>;
}

function pair(operation: readonly (readonly number[])[], alongRow: boolean): Writer {
  const write = new Writer(5);
  const [a, b, out, rows, columns] = [0, 1, 2, 3, 4] as const satisfies readonly Local[];
  const [left, other] = write.locals(2);
  const same = write.local('v128');
  write.countDown(rows, 1, () => {
    write.copy(left, columns);
    if (alongRow) write.copy(other, b);
    else write.get(b).emit(v128.loadSplat()).set(same);
    for (const width of [FOUR, 1]) {
      const [load, store] = width === FOUR ? [v128.load(), v128.store()] : [v128.loadOne(), v128.storeOne()];
      write.countDown(left, width, () => {
        write.get(out).get(a).emit(load);
        if (alongRow) write.get(other).emit(load);
        else write.get(same);
        write.emit(...operation, store);
        for (const pointer of alongRow ? [a, out, other] : [a, out]) write.advance(pointer, width * FLOAT);
      });
    }
    if (!alongRow) write.advance(b, FLOAT);
  });
  return write;
}
