/** The WGSL of a kernel: what it binds, which thread does what, and in which order its values are made and stored. */
import { Emitter, type Index, linearOf, type Term } from './emitter';
import { type BufferAddress, type Surroundings, value, written } from './expression';
import type { Kernel } from './fusion';
import type { Node } from '../graph/node';
import type { KernelTuning } from './tuning';

/** Numbers in one of the buffers that every kernel can reach. */
export interface Spot {
  /** `store` outlives the step, `work` does not, `given` is what the host uploads with it. */
  readonly buffer: 'store' | 'work' | 'given';
  /** Where, in numbers; for `store` the place of the address in the uploaded block. */
  readonly at: number;
  /** For `store`: how far behind that address. */
  readonly offset?: number;
}

/** A program may read from and write to these; each kernel numbers the ones it uses. */
export interface Homes {
  /** Where a node can be read; undefined when its formula must be written out. */
  readable(node: Node): Spot | undefined;
  /** Where a node's values must be written. */
  writable(node: Node): readonly Spot[];
}

/** Target that a kernel is written for. */
export interface Site {
  readonly homes: Homes;
  /** True if a node is there before the program runs. */
  isOutside(node: Node): boolean;
  readonly tuning: KernelTuning;
  /** Reserves numbers that only the kernels of one node need. */
  scratch(size: number): Spot;
}

/** Purpose of a kernel, and how much work it is. */
export interface Effort {
  /** For people: what it computes first, and its shape. */
  readonly name: string;
  /** Estimated floating-point operations, passes through memory counted as so many of them. */
  readonly work: number;
}

/** One dispatch, but for its addresses' numbers. */
export interface Source extends Effort {
  readonly code: string;
  /** Workgroups. */
  readonly groups: number;
  /** Dispatches that it is cut into, because one would keep the device busy for too long; the first group of each is its last address. */
  readonly parts: number;
  readonly spots: readonly Spot[];
}

/** Work of reading or writing a number, beside an addition or multiplication. */
export const PASS_WORK = 8;

export const GROUP = 64;
/** Largest number of workgroups of one dimension; more are folded into the second. */
export const MOST_GROUPS = 65_535;

/** A kernel in the making. */
export class KernelWriter implements Surroundings {
  readonly emit = new Emitter();
  readonly computed = new Map<Node, Term>();
  readonly #spots: Spot[] = [];
  readonly #places = new Map<string, BufferAddress>();

  constructor(readonly homes: Homes) {}

  placeOf(node: Node): BufferAddress | undefined {
    const spot = this.homes.readable(node);
    return spot && this.bind(spot);
  }

  /** The name under which this kernel knows a spot. */
  bind(spot: Spot): BufferAddress {
    const key = `${spot.buffer} ${spot.at} ${spot.offset ?? 0}`;
    const known = this.#places.get(key);
    if (known) return known;
    const place = { buffer: spot.buffer, address: `p${this.#spots.length}` };
    this.#spots.push(spot);
    this.#places.set(key, place);
    return place;
  }

  value(node: Node, index: Index): Term {
    return value(this, node, index);
  }

  /** Computes `roots` at `index`, in order, and writes them where they belong. */
  finish(roots: readonly Node[], index: Index, isOutside: (node: Node) => boolean): void {
    for (const root of roots) {
      const term = isOutside(root) ? this.value(root, index) : (this.computed.get(root) ?? written(this, root, index));
      if (!isOutside(root)) this.computed.set(root, term);
      for (const spot of this.homes.writable(root)) this.write(spot, linearOf(this.emit, index, root.shape), term.text);
    }
  }

  write(spot: Spot, parts: readonly Term[], text: string): void {
    const { buffer, address } = this.bind(spot);
    this.emit.line(`${buffer}[${this.emit.total([{ text: address, depth: 0 }, ...parts]).text}] = ${text};`);
  }

  /**
   * @param threads  how many places the kernel works on; `thread` counts them.
   * @param mostWork of one dispatch; more is cut into several.
   */
  source(threads: number, effort: Effort, { mostWork }: Pick<KernelTuning, 'mostWork'>): Source {
    const body = this.emit.text();
    const groups = Math.ceil(threads / GROUP);
    const parts = Math.max(1, Math.min(groups, Math.ceil(effort.work / mostWork)));
    const words = this.#spots.reduce((sum, spot) => sum + wordsOf(spot).length, parts > 1 ? 1 : 0);
    const first = parts > 1 ? ` + places[group.z * ${words}u + ${words - 1}u]` : '';
    let word = 0;
    const addresses = this.#spots.map((spot, place) => {
      const entry = () => `places[group.z * ${words}u + ${word++}u]`;
      return `let p${place} = ${spot.buffer === 'store' ? `given[${entry()}] + ${entry()}` : entry()};`;
    });
    const code = `${this.emit.declarations}@compute @workgroup_size(${GROUP})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) local: u32) {
let thread = (group.y * groups.x + group.x${first}) * ${GROUP}u + local;
if (thread >= ${threads}u) { return; }
${addresses.join('\n')}
${body}
}`;
    return { ...effort, code, groups, parts, spots: this.#spots };
  }
}

/** Name of a kernel by what it computes first, for people. */
export function nameOf({ primaries, roots, shape }: Pick<Kernel, 'primaries' | 'roots' | 'shape'>): string {
  const ops = new Set([...primaries, ...roots].map(({ op }) => op));
  return `${[...ops].slice(0, 3).join(', ')}: [${shape.join(', ')}]`;
}

/** How a spot is written down in a program's table. */
export function wordsOf({ buffer, at, offset = 0 }: Spot): readonly number[] {
  return buffer === 'store' ? [at, offset] : [at];
}

/** Head of every kernel's code. */
export const BINDINGS = `@group(0) @binding(0) var<storage, read_write> store: array<f32>;
@group(0) @binding(1) var<storage, read_write> work: array<f32>;
@group(0) @binding(2) var<storage, read> given: array<u32>;
@group(1) @binding(0) var<storage, read> places: array<u32>;
`;

export const THREAD: Term = { text: 'thread', depth: 0 };
