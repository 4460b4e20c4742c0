/**
 * From nodes to one WebAssembly function: it knows its kernels, their order and where in the working memory their numbers
 * lie, and is told with each run where the numbers are that outlive it.
 */
import { dependencies, isGiven, isUploaded, type Node } from '../graph/node';
import type { Interface } from '../graph/machine';
import { Memory } from '../graph/memory';
import { i32, i32Load, integers, moduleOf, type Local, Writer } from './assembler';
import { imported, indexOf } from './kernels/shared';
import type { HostKernel } from './hostKernels';
import { type Home, type Kernel, type View, workOf } from './kernel';
import { plan } from './plan';
import { KernelWriter, type Place } from './kernelWriter';

const FLOAT = 4;
/** Numbers begin at multiples of 64 bytes, a line of the processor's cache. */
const GRAIN = 16;
/** Work between two signs of life, as `workOf` counts it: about a tenth of a second, and more than a small network's whole step. */
const BREATH = 1e8;

export interface Program extends Interface {
  readonly code: Uint8Array<ArrayBuffer>;
  /** Kernels that are computed in JavaScript, by the number the code calls them by. */
  readonly hosted: readonly HostKernel[];
  /** Numbers that it needs while it runs. */
  readonly work: number;
}

/** Parameters of a program's function `run`: byte offsets of its words and of its working memory. */
const [WORDS, WORK] = [0, 1] as const satisfies readonly Local[];

/**
 * @param wanted  nodes to leave stored
 * @param segment nodes of earlier programs of the trace are read, not computed again
 * @param fuse    without it every operation is a kernel of its own
 */
export function compile(wanted: readonly Node[], segment: number, fuse: boolean): Program {
  const isOutside = (node: Node) => isGiven(node) || node.segment < segment;
  const { needed, outside } = dependencies(wanted, isOutside);
  const inputs = outside.filter((node) => !isUploaded(node));
  const outputs = [...new Set(wanted)];
  let words = inputs.length + outputs.length;
  const uploads = outside.filter(isUploaded).map((node) => {
    const at = words;
    words += node.size;
    return { node, at };
  });
  const { kernels, stored, homes } = plan(outputs, needed, isOutside, fuse);
  const homeOf = (node: Node): Home => homes.get(node) ?? { owner: node, offset: 0 };

  const run = new Writer(integers(2));
  const addresses = [...inputs, ...outputs].map((_, place) => {
    const local = run.local();
    const word = i32Load(place * FLOAT);
    run.get(WORDS).emit(word).constant(2).emit(i32.shiftLeft).set(local);
    return local;
  });
  const around = new Map<Node, Place>(inputs.map((node, place) => [node, { local: addresses[place] as Local, bytes: 0 }]));
  for (const { node, at } of uploads) around.set(node, { local: WORDS, bytes: at * FLOAT });
  const inside = new Map<Node, Place>(outputs.map((node, place) => [node, { local: addresses[inputs.length + place] as Local, bytes: 0 }]));
  const memory = new Memory(GRAIN);
  for (const [owner, at] of located(kernels, memory, new Set(outputs), isOutside, homeOf, stored))
    inside.set(owner, { local: WORK, bytes: at * FLOAT });

  const at = (place: Place | undefined, offset: number): Place => {
    if (!place) throw new Error('compiled: a value has no place');
    return { ...place, bytes: place.bytes + offset * FLOAT };
  };
  const writer = new KernelWriter(
    run,
    { local: WORK, bytes: memory.most * FLOAT },
    {
      read({ of, offset }: View) {
        if (isOutside(of)) return at(around.get(of), offset);
        const home = homeOf(of);
        return at(inside.get(home.owner), home.offset + offset);
      },
      write: ({ owner, offset }: Home) => at(inside.get(owner), offset),
      homeOf,
      isStored: (node) => stored.has(node),
    },
  );
  let held = 0;
  for (const kernel of kernels) {
    writer.add(kernel);
    held += workOf(kernel);
    if (held < BREATH) continue;
    run.call(indexOf('breathe'));
    held = 0;
  }
  return {
    inputs,
    outputs,
    uploads,
    words,
    code: moduleOf({ ...writer.functions, run }, imported),
    hosted: writer.hosted,
    work: memory.most + Math.ceil(writer.scratch / FLOAT),
  };
}

/** Where in the working memory everything lies that is no output: from its first kernel to the last that reads it. */
function located(
  kernels: readonly Kernel[],
  memory: Memory,
  outputs: ReadonlySet<Node>,
  isOutside: (node: Node) => boolean,
  homeOf: (node: Node) => Home,
  stored: ReadonlySet<Node>,
): Map<Node, number> {
  const written = kernels.map((kernel) => new Set(writtenBy(kernel, homeOf, stored)));
  const last = new Map<Node, number>();
  kernels.forEach((kernel, index) => {
    for (const owner of written[index] as Set<Node>) last.set(owner, index);
    for (const { of } of readBy(kernel)) if (!isOutside(of)) last.set(homeOf(of).owner, index);
  });
  const places = new Map<Node, number>();
  const ending = kernels.map((): Node[] => []);
  for (const [owner, index] of last) ending[index]?.push(owner);
  kernels.forEach((_, index) => {
    for (const owner of written[index] as Set<Node>)
      if (!outputs.has(owner) && !places.has(owner)) places.set(owner, memory.take(owner.size));
    for (const owner of ending[index] as Node[]) {
      const at = places.get(owner);
      if (at !== undefined) memory.release(at);
    }
  });
  return places;
}

function writtenBy(kernel: Kernel, homeOf: (node: Node) => Home, stored: ReadonlySet<Node>): readonly Node[] {
  if (kernel.kind === 'copy') return [kernel.to.owner];
  if (kernel.kind !== 'pass') return [homeOf(kernel.node).owner];
  const nodes = [...kernel.operations, ...kernel.folds].map(({ node }) => node);
  return nodes.filter((node) => stored.has(node)).map((node) => homeOf(node).owner);
}

function readBy(kernel: Kernel): readonly View[] {
  if (kernel.kind === 'pass') return kernel.operands.map(({ view }) => view);
  if (kernel.kind === 'products') return kernel.calls.flatMap(({ a, b }) => [a, b]);
  return kernel.kind === 'step' ? kernel.reads : [kernel.from];
}
