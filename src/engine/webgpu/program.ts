/**
 * From nodes to dispatches: what a program needs from outside, where everything lives, and in which order it runs.
 *
 * Addresses are data, not code. A dispatch finds them in a table, so that equal kernels (of several runs, of
 * micro-batches, of layers of one shape) are one pipeline, and where they depend on nothing of each other one dispatch.
 */
import { plan } from './fusion';
import type { Interface } from '../graph/machine';
import { mapKernel } from './map';
import { Memory } from '../graph/memory';
import { dependencies, isGiven, isUploaded, type Node } from '../graph/node';
import { productKernels } from './product';
import { reduceKernels } from './reduce';
import { GROUP, type Homes, MOST_GROUPS, type Source, type Spot, wordsOf } from './source';
import type { Tuning } from './tuning';

export interface Dispatch {
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
}

/** Addresses of a dispatch begin at multiples of this many words: offsets of bindings are multiples of 256 bytes. */
const ALIGNMENT = 64;

/**
 * @param wanted  nodes to leave stored
 * @param segment nodes of earlier programs of the trace are read, not computed again
 */
export function compile(wanted: readonly Node[], segment: number, tuning: Tuning): Program {
  const isOutside = (node: Node) => isGiven(node) || node.segment < segment;
  const { needed, outside } = dependencies(wanted, isOutside);
  const inputs = outside.filter((node) => !isUploaded(node));
  const outputs = [...new Set(wanted)];
  const owners = ownersOf(outputs, needed);
  const { kernels, stored } = plan(new Set([...outputs, ...owners.parts]), needed, isOutside, tuning);

  let words = inputs.length + outputs.length;
  const uploads = outside.filter(isUploaded).map((node) => {
    const at = words;
    words += node.size;
    return { node, at };
  });
  const spots = new Map<Node, Spot>();
  inputs.forEach((node, at) => spots.set(node, { buffer: 'store', at }));
  for (const { node, at } of uploads) spots.set(node, { buffer: 'given', at });

  const memory = new Memory(GROUP);
  const homeOf = (node: Node): readonly Home[] => owners.homes.get(node) ?? [{ owner: node, offset: 0 }];
  const last = new Map<Node, number>();
  for (const { level, reads } of kernels)
    for (const read of reads) for (const { owner } of homeOf(read)) last.set(owner, Math.max(last.get(owner) ?? 0, level));
  const written = new Map<Node, Spot>();
  outputs.forEach((node, at) => written.set(node, { buffer: 'store', at: inputs.length + at }));

  const homes: Homes = {
    readable(node) {
      if (isOutside(node)) return spots.get(node);
      if (!stored.has(node) && node.op !== 'concat') return undefined;
      return located(homeOf(node)[0] as Home);
    },
    writable: (node) => (stored.has(node) ? homeOf(node).map(located) : []),
  };

  function located({ owner, offset }: Home): Spot {
    const spot = written.get(owner);
    if (!spot) throw new Error('compiled: a value has no place');
    return spot.buffer === 'store' ? { ...spot, offset } : { ...spot, at: spot.at + offset };
  }

  const sources: { readonly source: Source; readonly order: number }[] = [];
  const levels = Math.max(-1, ...kernels.map(({ level }) => level));
  for (let level = 0; level <= levels; level++) {
    const scratches: Spot[] = [];
    const scratch = (size: number): Spot => {
      const spot: Spot = { buffer: 'work', at: memory.take(size) };
      scratches.push(spot);
      return spot;
    };
    const own = kernels.filter((kernel) => kernel.level === level);
    for (const kernel of own)
      for (const root of kernel.roots)
        for (const { owner } of stored.has(root) ? homeOf(root) : [])
          if (!written.has(owner)) written.set(owner, { buffer: 'work', at: memory.take(owner.size) });
    for (const kernel of own) {
      const made = kernelsOf[kernel.kind](kernel, { homes, isOutside, tuning, scratch });
      made.forEach((source, stage) => sources.push({ source, order: level * 16 + stage }));
    }
    for (const { at } of scratches) memory.release(at);
    for (const [owner, spot] of written) if (spot.buffer === 'work' && last.get(owner) === level) memory.release(spot.at);
  }
  sources.sort((a, b) => a.order - b.order);
  const { dispatches, places } = laidOut(sources);
  return { inputs, outputs, uploads, words, dispatches, places, work: memory.most };
}

const kernelsOf = { map: mapKernel, reduce: reduceKernels, product: productKernels };

/** A range of memory: of a node itself, or of the concatenation that it is a part of. */
interface Home {
  readonly owner: Node;
  readonly offset: number;
}

/** Parts of a concatenation are written where the whole will be read: a gradient is never copied together. */
function ownersOf(
  outputs: readonly Node[],
  needed: readonly Node[],
): { readonly parts: readonly Node[]; readonly homes: ReadonlyMap<Node, readonly Home[]> } {
  const homes = new Map<Node, Home[]>(outputs.map((output) => [output, [{ owner: output, offset: 0 }]]));
  const parts: Node[] = [];
  for (const whole of [...needed].reverse()) {
    if (whole.op !== 'concat') continue;
    const own = homes.get(whole) ?? [{ owner: whole, offset: 0 }];
    homes.set(whole, own);
    let behind = 0;
    for (const part of whole.inputs) {
      const places = own.map(({ owner, offset }) => ({ owner, offset: offset + behind }));
      homes.set(part, [...(homes.get(part) ?? []), ...places]);
      parts.push(part);
      behind += part.size;
    }
  }
  return { parts, homes };
}

/** Puts equal kernels of one level and stage into one dispatch, and all addresses into one array. */
function laidOut(sources: readonly { readonly source: Source; readonly order: number }[]): {
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
  for (const together of alike.values()) {
    const { code, groups } = together[0] as Source;
    const y = Math.ceil(groups / MOST_GROUPS);
    dispatches.push({ code, x: Math.ceil(groups / y), y, z: together.length, at: words.length });
    for (const { spots } of together) words.push(...spots.flatMap(wordsOf));
    while (words.length % ALIGNMENT !== 0) words.push(0);
  }
  return { dispatches, places: Uint32Array.from(words) };
}
