/**
 * From nodes to dispatches: what a program needs from outside, where everything lives, and in which order it runs.
 *
 * Addresses are data, not code. A dispatch finds them in a table, so that equal kernels (of several runs, of
 * micro-batches, of layers of one shape) are one pipeline, and where they depend on nothing of each other one dispatch.
 */
import { type Kernel, plan } from './fusion';
import { type Interface, opened } from '../graph/interface';
import { mapKernel } from './map';
import { Lifetimes, Memory } from '../graph/memory';
import type { Node } from '../graph/node';
import { type Home, homesOf, placed } from '../graph/placement';
import { productKernels } from './product';
import { reduceKernels } from './reduce';
import { type Effort, GROUP, type Homes, MOST_GROUPS, type Source, type Spot, wordsOf } from './source';
import type { KernelTuning } from './tuning';

export interface Dispatch extends Effort {
  readonly code: string;
  readonly x: number;
  readonly y: number;
  /** Equal kernels at other addresses. */
  readonly z: number;
  /** Where its addresses begin in `Program.places`. */
  readonly at: number;
}

export interface Program extends Interface {
  readonly dispatches: readonly Dispatch[];
  /** Every dispatch's addresses. */
  readonly places: Uint32Array<ArrayBuffer>;
  /** Numbers that it needs while it runs. */
  readonly work: number;
  /** The same with smaller tiles, for a driver that refuses these; undefined where there are none. */
  readonly smaller: (() => Program) | undefined;
}

/** Addresses of a dispatch begin at multiples of this many words: offsets of bindings are multiples of 256 bytes. */
const ALIGNMENT = 64;

/**
 * @param wanted  nodes to leave stored
 * @param segment nodes of earlier programs of the trace are read, not computed again
 */
export function compile(wanted: readonly Node[], segment: number, tuning: KernelTuning): Program {
  const { inputs, outputs, uploads, words, needed, isOutside } = opened(wanted, segment);
  // A kernel writes to as many places as are asked for, also what is there already.
  const placement = placed(outputs, needed, { view: (node) => ({ of: node, offset: 0 }), mayWrite: () => true });
  const { kernels, stored } = plan(placement.settled, needed, isOutside, tuning);

  const outside = new Map<Node, Spot>();
  inputs.forEach((node, at) => outside.set(node, { buffer: 'store', at }));
  for (const { node, at } of uploads) outside.set(node, { buffer: 'given', at });
  const placeOfOutput = new Map(outputs.map((node, at) => [node, inputs.length + at]));
  const homeOf = (node: Node) => homesOf(placement.homes, node);

  const memory = new Memory(GROUP);
  const levels = levelsOf(kernels);
  const ownersOf = (nodes: Iterable<Node>) => new Set([...nodes].flatMap((node) => homeOf(node).map(({ owner }) => owner)));
  const lifetimes = new Lifetimes(
    memory,
    levels.map((own) => ({
      writes: ownersOf(own.flatMap(({ roots }) => roots.filter((root) => stored.has(root)))),
      reads: ownersOf(own.flatMap(({ reads }) => [...reads])),
    })),
    (owner) => placeOfOutput.has(owner),
  );

  const homes: Homes = {
    readable(node) {
      if (isOutside(node)) return outside.get(node);
      if (!stored.has(node) && node.op !== 'concat') return undefined;
      return located(homeOf(node)[0] as Home);
    },
    writable: (node) => (stored.has(node) ? homeOf(node).map(located) : []),
  };

  function located({ owner, offset }: Home): Spot {
    const output = placeOfOutput.get(owner);
    if (output !== undefined) return { buffer: 'store', at: output, offset };
    const at = lifetimes.placeOf(owner);
    if (at === undefined) throw new Error('compiled: a value has no place');
    return { buffer: 'work', at: at + offset };
  }

  const sources: { readonly source: Source; readonly order: number }[] = [];
  levels.forEach((own, level) => {
    const scratches: Spot[] = [];
    const scratch = (size: number): Spot => {
      const spot: Spot = { buffer: 'work', at: memory.take(size) };
      scratches.push(spot);
      return spot;
    };
    lifetimes.begin(level);
    for (const kernel of own) {
      const made = kernelsOf[kernel.kind](kernel, { homes, isOutside, tuning, scratch });
      made.forEach((source, stage) => sources.push({ source, order: level * 16 + stage }));
    }
    for (const { at } of scratches) memory.release(at);
    lifetimes.end(level);
  });
  sources.sort((a, b) => a.order - b.order);
  const { dispatches, places } = laidOut(sources, tuning);
  const { largestTile } = tuning;
  const smaller = largestTile > 1 ? () => compile(wanted, segment, { ...tuning, largestTile: largestTile / 2 }) : undefined;
  return { inputs, outputs, uploads, words, dispatches, places, work: memory.most, smaller };
}

const kernelsOf = { map: mapKernel, reduce: reduceKernels, product: productKernels };

/** Kernels that may run at the same time, level by level. */
function levelsOf(kernels: readonly Kernel[]): (readonly Kernel[])[] {
  const levels = 1 + Math.max(-1, ...kernels.map(({ level }) => level));
  return Array.from({ length: levels }, (_, level) => kernels.filter((kernel) => kernel.level === level));
}

/** Puts equal kernels of one level and stage into one dispatch, as many as are not too much for one, and all addresses into one array. */
function laidOut(
  sources: readonly { readonly source: Source; readonly order: number }[],
  { mostWork }: KernelTuning,
): {
  dispatches: Dispatch[];
  places: Uint32Array<ArrayBuffer>;
} {
  const alike = new Map<string, Source[]>();
  for (const { source, order } of sources) {
    const key = `${order}\n${source.groups}\n${source.code}`;
    alike.set(key, [...(alike.get(key) ?? []), source]);
  }
  const words: number[] = [];
  const dispatches: Dispatch[] = [];
  const add = (together: readonly Source[], groups: number, first: readonly number[]) => {
    const [{ code, name, work, parts }] = together as readonly [Source];
    const y = Math.ceil(groups / MOST_GROUPS);
    dispatches.push({
      code,
      name,
      work: (work * together.length) / parts,
      x: Math.ceil(groups / y),
      y,
      z: together.length,
      at: words.length,
    });
    for (const { spots } of together) words.push(...spots.flatMap(wordsOf), ...first);
    while (words.length % ALIGNMENT !== 0) words.push(0);
  };
  for (const together of alike.values()) {
    const { groups, parts, work } = together[0] as Source;
    const most = Math.max(1, Math.floor(mostWork / work));
    const length = Math.ceil(groups / parts);
    if (parts > 1)
      for (const one of together)
        for (let first = 0; first < groups; first += length) add([one], Math.min(length, groups - first), [first]);
    else for (let begin = 0; begin < together.length; begin += most) add(together.slice(begin, begin + most), groups, []);
  }
  return { dispatches, places: Uint32Array.from(words) };
}
