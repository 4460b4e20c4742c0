/**
 * Sums and maxima over many numbers, without atomics and without waiting for other threads: each thread folds every
 * n-th number, a second kernel folds what the threads of the first have left. The order is fixed by the shapes, so
 * that equal inputs give equal bits.
 */
import type { Index, Term } from './emitter';
import type { Kernel } from './fusion';
import { lengthAt, sizeOf } from '../../core/tensor/shape';
import { isReduction, type Node, reducedCount } from '../graph/node';
import { type Fold, folds } from './expression';
import type { KernelTuning } from './tuning';
import { KernelWriter, nameOf, PASS_WORK, type Site, type Source, type Spot, THREAD } from './source';

/** Numbers that one thread folds at the end. */
const LAST = 64;
/** Numbers that a thread should at least fold for a kernel of its own. */
const LEAST = 8;
/** Numbers that a thread may fold one after the other: beyond, a running sum loses digits. */
const MOST = 256;

/** How many threads share each result: 1 when a second kernel would not pay. */
export function chunksOf(count: number, results: number, { threads }: KernelTuning): number {
  if (count <= 2 * LAST) return 1;
  const busy = Math.min(Math.ceil(count / LEAST), Math.ceil(threads / results));
  return Math.max(1, busy, count > 4 * MOST ? Math.ceil(count / MOST) : 1);
}

/** The kernels of a reduction, in order. */
export function reduceKernels(kernel: Kernel, site: Site): Source[] {
  const { primaries, size } = kernel;
  const count = reducedCount(primaries[0] as Node);
  const chunks = chunksOf(count, size, site.tuning);
  const effort = { name: nameOf(kernel), work: PASS_WORK * count * size };
  const first = new KernelWriter(site.homes);
  const result = first.emit.mod(THREAD, size);
  const chunk = first.emit.div(THREAD, size);
  const totals = accumulate(
    first,
    primaries,
    (counter) => primaries.map((node) => first.value(node.inputs[0] as Node, sourceIndex(first, node, result, counter)).text),
    { count, chunks, chunk },
  );
  if (chunks === 1) {
    finish(first, kernel, totals, result, site);
    return [first.source(size, effort, site.tuning)];
  }
  const partials = primaries.map(() => site.scratch(chunks * size));
  partials.forEach((spot, place) => first.write(spot, [THREAD], (totals[place] as Term).text));
  return [first.source(chunks * size, effort, site.tuning), ...foldPartials(kernel, primaries, partials, chunks, site)];
}

/** Kernels that fold `count` layers of partial results, [count, size] at each spot, and compute what follows from them. */
export function foldPartials(kernel: Kernel, primaries: readonly Node[], partials: readonly Spot[], count: number, site: Site): Source[] {
  const { size } = kernel;
  const chunks = count <= 4 * LAST ? 1 : Math.ceil(count / LAST);
  const effort = { name: `last sums of ${nameOf(kernel)}`, work: PASS_WORK * count * size };
  const writer = new KernelWriter(site.homes);
  const { emit } = writer;
  const places = partials.map((spot) => writer.bind(spot));
  const result = emit.mod(THREAD, size);
  const totals = accumulate(
    writer,
    primaries,
    (counter) =>
      places.map(({ address }) => {
        const at = emit.total([{ text: address, depth: 0 }, result, emit.mul(counter, size)]);
        return emit.let(`work[${at.text}]`, [at]).text;
      }),
    { count, chunks, chunk: emit.div(THREAD, size) },
  );
  if (chunks === 1) {
    finish(writer, kernel, totals, result, site);
    return [writer.source(size, effort, site.tuning)];
  }
  const next = partials.map(() => site.scratch(chunks * size));
  next.forEach((spot, place) => writer.write(spot, [THREAD], (totals[place] as Term).text));
  return [writer.source(chunks * size, effort, site.tuning), ...foldPartials(kernel, primaries, next, chunks, site)];
}

function accumulate(
  { emit }: KernelWriter,
  primaries: readonly Node[],
  read: (counter: Term) => readonly string[],
  { count, chunks, chunk }: { count: number; chunks: number; chunk: Term },
): Term[] {
  const rules = primaries.map((node) => (isReduction(node) ? folds[node.op] : folds.sum));
  const totals = rules.map(({ start }) => emit.variable(start));
  emit.loop(
    emit.whole(count),
    (counter) => {
      const values = read(counter);
      totals.forEach(({ text }, place) => emit.line(`${text} = ${(rules[place] as Fold).join(text, values[place] as string)};`));
    },
    chunks === 1 ? {} : { start: chunk, step: chunks },
  );
  return totals;
}

function finish(writer: KernelWriter, { primaries, roots }: Kernel, totals: readonly Term[], result: Term, { isOutside }: Site): void {
  primaries.forEach((node, place) => writer.computed.set(node, totals[place] as Term));
  writer.finish(roots, { linear: [result] }, isOutside);
}

/** Where the `counter`-th number of result `result` is read. */
function sourceIndex({ emit }: KernelWriter, node: Node, result: Term, counter: Term): Index {
  const { shape } = node.inputs[0] as Node;
  const axes = [...node.numbers].sort((a, b) => a - b);
  const [first = 0] = axes;
  const isBlock = axes.every((axis, place) => axis === first + place);
  const inner = sizeOf(shape.slice(first + axes.length));
  const count = sizeOf(axes.map((axis) => lengthAt(shape, axis)));
  if (isBlock) {
    const outer = emit.mul(emit.div(result, inner), count);
    return { linear: [emit.mul(outer, inner), emit.mul(counter, inner), emit.mod(result, inner)] };
  }
  const from: Term[] = [];
  let rest = counter;
  for (const axis of [...axes].reverse()) {
    from[axis] = emit.mod(rest, lengthAt(shape, axis));
    rest = emit.div(rest, lengthAt(shape, axis));
  }
  rest = result;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (axes.includes(axis)) continue;
    from[axis] = emit.mod(rest, lengthAt(shape, axis));
    rest = emit.div(rest, lengthAt(shape, axis));
  }
  return { axes: from };
}
