/**
 * Sums of products over a grid of rows and columns: contractions (`graph/contraction.ts`), whose factors are read at their
 * indices.
 *
 * A thread computes a tile of results and reads each operand's element once for the whole tile. Long sums over small
 * grids (the gradient of a kernel) are split among threads and folded in a fixed order.
 */
import type { Shape } from '../../core/tensor/tensor';
import { type Access, contractionOf, lengthOf, type Loop } from '../graph/contraction';
import type { Emitter, Index, Term } from './emitter';
import type { Kernel } from './fusion';
import type { Node } from '../graph/node';
import { foldPartials } from './reduce';
import { KernelWriter, nameOf, type Site, type Source, THREAD } from './source';
import type { KernelTuning } from './tuning';

interface Read {
  readonly index: Index;
  /** Where one of these is false the element is zero. */
  readonly inside?: readonly Term[];
}

/** A product's geometry. */
interface Grid {
  /** Independent products. */
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  /** Lengths of the axes that are summed over. */
  readonly inner: readonly number[];
  left(batch: Term, row: Term, inner: readonly Term[]): Read;
  right(batch: Term, column: Term, inner: readonly Term[]): Read;
}

/** Fewest products that a thread should sum when a sum is split. */
const LEAST_INNER = 256;

/** The kernels of a product, in order. */
export function productKernels(kernel: Kernel, site: Site): Source[] {
  const { homes, isOutside, tuning, scratch } = site;
  const node = kernel.primaries[0] as Node;
  const writer = new KernelWriter(homes);
  const { emit } = writer;
  const grid = gridOf(writer, node);
  const { batch, rows, columns, inner } = grid;
  const preferred = tileOf(grid, tuning);
  const tilesOf = (tile: Tile) => batch * Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns);
  // How a sum is split is no matter of tiles: a driver that refuses large ones gives the same bits.
  const chunks = splitOf(grid, tilesOf(preferred), tuning);
  const tile = { rows: Math.min(preferred.rows, tuning.largestTile), columns: Math.min(preferred.columns, tuning.largestTile) };
  const across = Math.ceil(columns / tile.columns);
  const down = Math.ceil(rows / tile.rows);
  const tiles = tilesOf(tile);

  const spot = emit.mod(THREAD, tiles);
  const columnTile = emit.mod(spot, across);
  const rowTile = emit.mod(emit.div(spot, across), down);
  const product = batch === 1 ? emit.whole(0) : emit.div(spot, across * down);
  const places = (first: Term, length: number, limit: number) =>
    Array.from({ length }, (_, step) => {
      const at = emit.add(emit.mul(first, length), emit.whole(step));
      return { at, isOver: limit % length !== 0, read: limit % length === 0 ? at : emit.let(`min(${at.text}, ${limit - 1}u)`, [at]) };
    });
  const rowPlaces = places(rowTile, tile.rows, rows);
  const columnPlaces = places(columnTile, tile.columns, columns);
  const totals = rowPlaces.map(() => columnPlaces.map(() => emit.variable('0.0')));

  const [left, right] = node.inputs as [Node, Node];
  const element = (source: Node, { index, inside = [] }: Read) => {
    const term = writer.value(source, index);
    return inside.length === 0
      ? term
      : emit.let(`select(0.0, ${term.text}, ${inside.map(({ text }) => text).join(' && ')})`, [term, ...inside]);
  };
  const over = (axis: number, at: readonly Term[]): void => {
    const length = inner[axis];
    if (length === undefined) {
      const lefts = rowPlaces.map(({ read }) => element(left, grid.left(product, read, at)));
      const rights = columnPlaces.map(({ read }) => element(right, grid.right(product, read, at)));
      totals.forEach((line, row) =>
        line.forEach(({ text }, column) => emit.line(`${text} = ${text} + ${lefts[row]?.text} * ${rights[column]?.text};`)),
      );
      return;
    }
    if (length === 1 && (axis > 0 || chunks === 1)) return over(axis + 1, [...at, emit.whole(0)]);
    const split = axis === 0 && chunks > 1 ? { start: emit.div(THREAD, tiles), step: chunks } : {};
    emit.loop(emit.whole(length), (counter) => over(axis + 1, [...at, counter]), split);
  };
  over(0, []);

  const partial = chunks > 1 ? scratch(chunks * kernel.size) : undefined;
  const within = ({ at, isOver }: (typeof rowPlaces)[number], limit: number, write: () => void) =>
    isOver ? emit.when(`${at.text} < ${limit}u`, write) : write();
  rowPlaces.forEach((row, down_) =>
    // One condition for a row of the tile: what is asked for each of its places again takes longer to compile and to run.
    within(row, rows, () =>
      columnPlaces.forEach((column, across_) =>
        within(column, columns, () => {
          const total = (totals[down_] as Term[])[across_] as Term;
          const line = batch === 1 ? row.at : emit.add(emit.mul(product, rows), row.at);
          const at = [emit.mul(line, columns), column.at];
          if (partial) writer.write(partial, [emit.mul(emit.div(THREAD, tiles), kernel.size), ...at], total.text);
          else {
            for (const root of kernel.roots) writer.computed.delete(root);
            writer.computed.set(node, total);
            writer.finish(kernel.roots, { linear: at }, isOutside);
          }
        }),
      ),
    ),
  );
  const work = 2 * batch * rows * columns * inner.reduce((count, length) => count * length, 1);
  const source = writer.source(tiles * chunks, { name: nameOf(kernel), work }, tuning);
  return partial ? [source, ...foldPartials(kernel, [node], [partial], chunks, site)] : [source];
}

/** Sides of a thread's tile. */
interface Tile {
  readonly rows: number;
  readonly columns: number;
}

/** As large as pays, smaller where the device would idle however the sums are split. */
function tileOf(grid: Grid, { threads }: KernelTuning): Tile {
  const { batch, rows, columns } = grid;
  for (const side of [8, 4, 2]) {
    const tile = { rows: Math.min(side, rows), columns: Math.min(side, columns) };
    const tiles = batch * Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns);
    if (tiles * mostChunks(grid) >= threads) return tile;
  }
  return { rows: 1, columns: 1 };
}

/** Threads that may share each result's sum. */
function mostChunks({ inner }: Grid): number {
  const [first = 1, ...rest] = inner;
  const terms = rest.reduce((product, length) => product * length, first);
  return Math.max(1, Math.min(first, Math.floor(terms / LEAST_INNER)));
}

/** Threads that share each result's sum. */
function splitOf(grid: Grid, tiles: number, { threads }: KernelTuning): number {
  return tiles * 2 > threads ? 1 : Math.min(mostChunks(grid), Math.ceil(threads / tiles));
}

function gridOf({ emit }: KernelWriter, node: Node): Grid {
  const { batch, rows, columns, inner, left, right } = contractionOf(node);
  const [first, second] = node.inputs as [Node, Node];
  const counters = countersOf(inner);
  const counted = (at: readonly Term[]) => counters.map((loops, counter) => [loops, at[counter] as Term] as const);
  return {
    batch: lengthOf(batch),
    rows: lengthOf(rows),
    columns: lengthOf(columns),
    inner: counters.map(lengthOf),
    left: (product, row, at) => readAt(emit, left, first.shape, placesOf(emit, [[batch, product], [rows, row], ...counted(at)])),
    right: (product, column, at) =>
      readAt(emit, right, second.shape, placesOf(emit, [[batch, product], [columns, column], ...counted(at)])),
  };
}

/** Inner loops as they are counted: lines of images are one loop, which is what a long sum is split by. */
function countersOf([first, second, ...rest]: readonly Loop[]): (readonly Loop[])[] {
  if (first?.name === 'sample' && second) return [[first, second], ...rest.map((one) => [one])];
  return [first, second, ...rest].flatMap((one) => (one ? [[one]] : []));
}

/** The place of every loop, where several loops are one number. */
function placesOf(emit: Emitter, numbers: readonly (readonly [loops: readonly Loop[], number: Term])[]): ReadonlyMap<string, Term> {
  const places = new Map<string, Term>();
  for (const [loops, number] of numbers) {
    let rest = number;
    for (const [place, { name, length }] of [...loops.entries()].reverse()) {
      places.set(name, place === 0 ? rest : emit.mod(rest, length));
      if (place > 0) rest = emit.div(rest, length);
    }
  }
  return places;
}

/** Where a factor is read when its loops are at `places`. */
function readAt(emit: Emitter, access: Access, shape: Shape, places: ReadonlyMap<string, Term>): Read {
  const inside: Term[] = [];
  const axes = access.map(({ of, plus = 0, over }, axis) => {
    const place = ([loop, times]: (typeof of)[number]) => emit.mul(places.get(loop) as Term, Math.abs(times));
    const added = of.filter(([, times]) => times > 0).map(place);
    const sum = [...added, emit.whole(plus)].reduce((total, term) => emit.add(total, term));
    const offset = of
      .filter(([, times]) => times < 0)
      .map(place)
      // Below zero it wraps around, and is no place of the axis.
      .reduce((total, term) => emit.let(`${total.text} - ${term.text}`, [total, term]), sum);
    if (over === undefined) return offset;
    const at = emit.div(offset, over);
    inside.push(emit.let(`${at.text} < ${shape[axis]}u`, [at]));
    if (over > 1) inside.push(emit.let(`${emit.mod(offset, over).text} == 0u`, [offset]));
    return at;
  });
  return { index: { axes }, inside };
}
