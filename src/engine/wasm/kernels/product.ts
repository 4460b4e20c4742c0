/**
 * Products of matrices and convolutions, by one loop: tiles of four rows and eight columns, kept in registers.
 *
 *   C[p, i, j] (+)= Σ_s Σ_k A[p, i, s, k] · B[s, k, j]
 *
 * Every index of A and B has its own stride, so that transposed factors, windows of images and their gradients are all
 * this product, without copies of A. Of B, eight columns at a time are copied into a panel that stays in the cache.
 * Sums run in order of s and k in float32: same bits every time.
 */
import { f32Load, f32Store, i32, type Local, v128, Writer } from '../assembler';

const FLOAT = 4;
export const PANEL_COLUMNS = 8;
const PANEL_ROW = PANEL_COLUMNS * FLOAT;

/** Counts and byte strides in the order in which the function takes them. */
export const productParameters = [
  'a',
  'b',
  'c',
  /** Where the panel and a row of eight may be written: (segments · depth + 1) · 32 bytes. */
  'scratch',
  'blocks',
  'rows',
  'columns',
  'segments',
  'depth',
  'aBlock',
  'aRow',
  'aSegment',
  'aDepth',
  'bSegment',
  'bDepth',
  'bColumn',
  'cBlock',
  'cRow',
  /** 1 adds to what C holds. */
  'accumulate',
] as const;
export type ProductArguments = Readonly<Record<(typeof productParameters)[number], number>>;
type Parameters = Readonly<Record<keyof ProductArguments, Local>>;

export function product(): Writer {
  const write = new Writer(productParameters.length);
  const parameter = Object.fromEntries(productParameters.map((name, index) => [name, index])) as Parameters;
  const { a, b, c, blocks, rows, columns, aBlock, cBlock } = parameter;
  const [columnsLeft, blocksLeft, rowsLeft, aAt, cAt, aNext, cNext] = write.locals(7);

  write.copy(columnsLeft, columns);
  write.countDown(columnsLeft, 1, () => {
    packPanel(write, parameter, columnsLeft);
    write.copy(aNext, a).copy(cNext, c).copy(blocksLeft, blocks);
    write.countDown(blocksLeft, 1, () => {
      write.copy(aAt, aNext).copy(cAt, cNext).copy(rowsLeft, rows);
      for (const height of [4, 2, 1]) write.countDown(rowsLeft, height, () => tile(write, parameter, height, { aAt, cAt, columnsLeft }));
      write.sum(aNext, aNext, aBlock).sum(cNext, cNext, cBlock);
    });
    write.get(b).get(parameter.bColumn).constant(PANEL_COLUMNS).emit(i32.multiply, i32.add).set(b);
    write.advance(c, PANEL_ROW);
    // The loop itself takes one more.
    write.advance(columnsLeft, 1 - PANEL_COLUMNS);
  });
  return write;
}

/** Eight columns of B, zeros beyond the last, as rows of 32 bytes after the first row of the scratch. */
function packPanel(write: Writer, { b, scratch, segments, depth, bSegment, bDepth, bColumn }: Parameters, columnsLeft: Local): void {
  const [segmentsLeft, depthLeft, from, to, source, place] = write.locals(6);
  const one = (column: number) => {
    write
      .get(to)
      .get(place)
      .emit(f32Load(), f32Store(column * FLOAT));
    write.sum(place, place, bColumn);
  };

  write.get(scratch).constant(PANEL_ROW).emit(i32.add).set(to);
  write.copy(from, b).copy(segmentsLeft, segments);
  write.countDown(segmentsLeft, 1, () => {
    write.copy(source, from).copy(depthLeft, depth);
    write.countDown(depthLeft, 1, () => {
      isWhole(write, columnsLeft);
      write.whether(
        () => {
          write.get(bColumn).constant(FLOAT).emit(i32.equal);
          write.whether(
            () => {
              for (const offset of [0, 16]) write.get(to).get(source).emit(v128.load(offset), v128.store(offset));
            },
            () => {
              write.copy(place, source);
              for (let column = 0; column < PANEL_COLUMNS; column++) one(column);
            },
          );
        },
        () => {
          for (const offset of [0, 16]) write.get(to).emit(v128.zero, v128.store(offset));
          write.copy(place, source);
          for (let column = 0; column < PANEL_COLUMNS; column++) {
            write.constant(column).get(columnsLeft).emit(i32.lessThan);
            write.whether(() => one(column));
          }
        },
      );
      write.advance(to, PANEL_ROW).sum(source, source, bDepth);
    });
    write.sum(from, from, bSegment);
  });
}

function tile(
  write: Writer,
  { scratch, segments, depth, aRow, aSegment, aDepth, cRow, accumulate }: Parameters,
  height: number,
  { aAt, cAt, columnsLeft }: Readonly<Record<'aAt' | 'cAt' | 'columnsLeft', Local>>,
): void {
  const [segmentsLeft, depthLeft, from, panel, target] = write.locals(5);
  const pointers = Array.from({ length: height }, () => write.local());
  const sums = Array.from({ length: height }, () => [write.local('v128'), write.local('v128')] as const);
  const [low, high, value] = [write.local('v128'), write.local('v128'), write.local('v128')];

  for (const pair of sums) for (const half of pair) write.emit(v128.zero).set(half);
  write.get(scratch).constant(PANEL_ROW).emit(i32.add).set(panel);
  write.copy(from, aAt).copy(segmentsLeft, segments);
  write.countDown(segmentsLeft, 1, () => {
    pointers.forEach((pointer, row) => (row === 0 ? write.copy(pointer, from) : write.sum(pointer, pointers[row - 1] as Local, aRow)));
    write.copy(depthLeft, depth);
    write.countDown(depthLeft, 1, () => {
      write.get(panel).emit(v128.load()).set(low).get(panel).emit(v128.load(16)).set(high);
      pointers.forEach((pointer, row) => {
        write.get(pointer).emit(v128.loadSplat()).set(value);
        [low, high].forEach((half, side) => {
          const sum = sums[row]?.[side] as Local;
          write.get(sum).get(half).get(value).emit(v128.multiply, v128.add).set(sum);
        });
        write.sum(pointer, pointer, aDepth);
      });
      write.advance(panel, PANEL_ROW);
    });
    write.sum(from, from, aSegment);
  });
  // `from` walked over the segments; the next tile starts `height` rows further down.
  for (let row = 0; row < height; row++) write.sum(aAt, aAt, aRow);

  sums.forEach(([first, second]) => {
    isWhole(write, columnsLeft);
    write.whether(
      () => {
        write.get(accumulate).whether(
          () => {
            write.get(cAt).get(cAt).emit(v128.load()).get(first).emit(v128.add, v128.store());
            write.get(cAt).get(cAt).emit(v128.load(16)).get(second).emit(v128.add, v128.store(16));
          },
          () => write.get(cAt).get(first).emit(v128.store()).get(cAt).get(second).emit(v128.store(16)),
        );
      },
      () => {
        write.get(scratch).get(first).emit(v128.store()).get(scratch).get(second).emit(v128.store(16));
        write.copy(target, cAt);
        for (let column = 0; column < PANEL_COLUMNS; column++) {
          write.constant(column).get(columnsLeft).emit(i32.lessThan);
          write.whether(() => {
            const sum = () => write.get(scratch).emit(v128.loadOne(column * FLOAT));
            write.get(accumulate).whether(
              () => {
                write.get(target).get(target).emit(v128.loadOne());
                sum().emit(v128.add, v128.storeOne());
              },
              () => {
                write.get(target);
                sum().emit(v128.storeOne());
              },
            );
          });
          write.advance(target, FLOAT);
        }
      },
    );
    write.sum(cAt, cAt, cRow);
  });
}

/** Puts 1 on the stack where eight columns are left, else 0. */
function isWhole(write: Writer, columnsLeft: Local): void {
  write
    .constant(PANEL_COLUMNS - 1)
    .get(columnsLeft)
    .emit(i32.lessThan);
}
