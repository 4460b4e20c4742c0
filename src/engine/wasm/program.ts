/**
 * From nodes to one WebAssembly function: it knows its kernels, their order and where in the working memory their numbers
 * lie, and is told with each run where the numbers are that outlive it.
 */
import { type Interface, opened } from '../graph/interface';
import { Lifetimes, Memory } from '../graph/memory';
import type { Node } from '../graph/node';
import { type Home, homesOf, type NodeView } from '../graph/placement';
import { i32, i32Load, integers, moduleOf, type Local, Writer } from './assembler';
import { imported, indexOf } from './kernels/shared';
import type { HostKernel } from './hostKernels';
import { type Kernel, workOf } from './kernel';
import { plan } from './plan';
import { KernelWriter, type ByteOffset } from './kernelWriter';

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
  const { inputs, outputs, uploads, words, needed, isOutside } = opened(wanted, segment);
  const { kernels, stored, homes } = plan(outputs, needed, isOutside, fuse);
  const homeOf = (node: Node) => homesOf(homes, node)[0] as Home;

  const run = new Writer(integers(2));
  const addresses = [...inputs, ...outputs].map((_, place) => {
    const local = run.local();
    const word = i32Load(place * FLOAT);
    run.get(WORDS).emit(word).constant(2).emit(i32.shiftLeft).set(local);
    return local;
  });
  const around = new Map<Node, ByteOffset>(inputs.map((node, place) => [node, { local: addresses[place] as Local, bytes: 0 }]));
  for (const { node, at } of uploads) around.set(node, { local: WORDS, bytes: at * FLOAT });
  const inside = new Map<Node, ByteOffset>(
    outputs.map((node, place) => [node, { local: addresses[inputs.length + place] as Local, bytes: 0 }]),
  );
  const memory = new Memory(GRAIN);
  const lifetimes = new Lifetimes(
    memory,
    kernels.map((kernel) => ({
      writes: new Set(writtenBy(kernel, homeOf, stored)),
      reads: new Set(readBy(kernel).flatMap(({ of }) => (isOutside(of) ? [] : [homeOf(of).owner]))),
    })),
    (owner) => inside.has(owner),
  );
  kernels.forEach((_, index) => {
    lifetimes.begin(index);
    lifetimes.end(index);
  });
  const placeIn = (owner: Node): ByteOffset | undefined => {
    const at = lifetimes.placeOf(owner);
    return inside.get(owner) ?? (at === undefined ? undefined : { local: WORK, bytes: at * FLOAT });
  };

  const at = (place: ByteOffset | undefined, offset: number): ByteOffset => {
    if (!place) throw new Error('compiled: a value has no place');
    return { ...place, bytes: place.bytes + offset * FLOAT };
  };
  const writer = new KernelWriter(
    run,
    { local: WORK, bytes: memory.most * FLOAT },
    {
      read({ of, offset }: NodeView) {
        if (isOutside(of)) return at(around.get(of), offset);
        const home = homeOf(of);
        return at(placeIn(home.owner), home.offset + offset);
      },
      write: ({ owner, offset }: Home) => at(placeIn(owner), offset),
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

function writtenBy(kernel: Kernel, homeOf: (node: Node) => Home, stored: ReadonlySet<Node>): readonly Node[] {
  if (kernel.kind === 'copy') return [kernel.to.owner];
  if (kernel.kind !== 'pass') return [homeOf(kernel.node).owner];
  const nodes = [...kernel.operations, ...kernel.folds].map(({ node }) => node);
  return nodes.filter((node) => stored.has(node)).map((node) => homeOf(node).owner);
}

function readBy(kernel: Kernel): readonly NodeView[] {
  if (kernel.kind === 'pass') return kernel.operands.map(({ view }) => view);
  if (kernel.kind === 'products') return kernel.calls.flatMap(({ a, b }) => [a, b]);
  return kernel.kind === 'step' ? kernel.reads : [kernel.from];
}
