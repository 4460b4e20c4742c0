/**
 * Sums of products over a grid of rows and columns: matrix products and the three convolutions, which differ only in
 * where an operand's element is read. No matrix of image patches is ever stored.
 *
 * A thread computes a tile of results and reads each operand's element once for the whole tile. Long sums over small
 * grids (the gradient of a kernel) are split among threads and folded in a fixed order.
 */
import type { Index, Term } from './emitter';
import type { Kernel } from './fusion';
import type { Node } from '../graph/node';
import { foldPartials } from './reduce';
import { KernelWriter, type Site, type Source, THREAD } from './source';
import type { Tuning } from './tuning';

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
  const tile = tileOf(grid, tuning);
  const across = Math.ceil(columns / tile.columns);
  const down = Math.ceil(rows / tile.rows);
  const tiles = batch * down * across;
  const chunks = splitOf(grid, tiles, tuning);

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
  const source = writer.source(tiles * chunks);
  return partial ? [source, ...foldPartials(kernel, [node], [partial], chunks, site)] : [source];
}

/** Sides of a thread's tile: as large as pays, smaller where the device would idle however the sums are split. */
function tileOf(grid: Grid, { threads }: Tuning): { rows: number; columns: number } {
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
function splitOf(grid: Grid, tiles: number, { threads }: Tuning): number {
  return tiles * 2 > threads ? 1 : Math.min(mostChunks(grid), Math.ceil(threads / tiles));
}

function gridOf({ emit }: KernelWriter, node: Node): Grid {
  const [left, right] = node.inputs as [Node, Node];
  const [stride = 1] = node.numbers;
  const moved = (place: Term, step: Term) => emit.add(emit.mul(place, stride), step);
  switch (node.op) {
    case 'matMul': {
      const [transposeLeft, transposeRight] = node.numbers;
      const [rows, columns] = node.shape.slice(-2) as [number, number];
      const depth = left.shape.at(transposeLeft ? -2 : -1) as number;
      const batched = (batch: Term, axes: readonly Term[]) => ({ index: { axes: node.shape.length > 2 ? [batch, ...axes] : axes } });
      return {
        batch: node.shape.length > 2 ? (node.shape[0] as number) : 1,
        rows,
        columns,
        inner: [depth],
        left: (batch, row, [k]) => batched(batch, transposeLeft ? [k as Term, row] : [row, k as Term]),
        right: (batch, column, [k]) => batched(batch, transposeRight ? [column, k as Term] : [k as Term, column]),
      };
    }
    case 'conv2d': {
      const [samples, height, width, filters] = node.shape as [number, number, number, number];
      const [kernelHeight, kernelWidth, channels] = right.shape as [number, number, number, number];
      return {
        batch: 1,
        rows: samples * height * width,
        columns: filters,
        inner: [kernelHeight, kernelWidth, channels],
        left(_, row, [down, across, channel]) {
          const [sample, y, x] = unfold(row, [samples, height, width]) as [Term, Term, Term];
          return { index: { axes: [sample, moved(y, down as Term), moved(x, across as Term), channel as Term] } };
        },
        right: (_, filter, inner) => ({ index: { axes: [...inner, filter] } }),
      };
    }
    case 'conv2dKernelGradient': {
      const [kernelHeight, kernelWidth, channels, filters] = node.shape as [number, number, number, number];
      const [samples, height, width] = right.shape as [number, number, number];
      return {
        batch: 1,
        rows: kernelHeight * kernelWidth * channels,
        columns: filters,
        // Lines of images: what a long sum is split by.
        inner: [samples * height, width],
        left(_, row, [line, x]) {
          const [down, across, channel] = unfold(row, [kernelHeight, kernelWidth, channels]) as [Term, Term, Term];
          const [sample, y] = unfold(line as Term, [samples, height]);
          return { index: { axes: [sample as Term, moved(y as Term, down), moved(x as Term, across), channel] } };
        },
        right: (_, filter, [line, x]) => ({ index: { axes: [...unfold(line as Term, [samples, height]), x as Term, filter] } }),
      };
    }
    default: {
      const [samples, height, width, channels] = node.shape as [number, number, number, number];
      const [kernelHeight, kernelWidth, , filters] = right.shape as [number, number, number, number];
      const [, rows, columns] = left.shape as [number, number, number];
      // Where these places begin in the whole input.
      const [, , , , , top = 0, side = 0] = node.numbers;
      const back = (place: Term, step: Term, limit: number): { at: Term; inside: Term[] } => {
        const offset = emit.let(`${place.text} - ${step.text}`, [place, step]);
        const at = emit.div(offset, stride);
        const inside = [emit.let(`${at.text} < ${limit}u`, [at])];
        if (stride > 1) inside.push(emit.let(`${emit.mod(offset, stride).text} == 0u`, [offset]));
        return { at, inside };
      };
      return {
        batch: 1,
        rows: samples * height * width,
        columns: channels,
        inner: [kernelHeight, kernelWidth, filters],
        left(_, row, [down, across, filter]) {
          const [sample, y, x] = unfold(row, [samples, height, width]) as [Term, Term, Term];
          const line = back(emit.add(y, emit.whole(top)), down as Term, rows);
          const column = back(emit.add(x, emit.whole(side)), across as Term, columns);
          return { index: { axes: [sample, line.at, column.at, filter as Term] }, inside: [...line.inside, ...column.inside] };
        },
        right: (_, channel, [down, across, filter]) => ({ index: { axes: [down as Term, across as Term, channel, filter as Term] } }),
      };
    }
  }

  function unfold(place: Term, lengths: readonly number[]): Term[] {
    const axes: Term[] = [];
    let rest = place;
    for (let axis = lengths.length - 1; axis > 0; axis--) {
      axes[axis] = emit.mod(rest, lengths[axis] as number);
      rest = emit.div(rest, lengths[axis] as number);
    }
    axes[0] = rest;
    return axes;
  }
}
