/**
 * One library in one thread of its own, as the command drives it: every call takes and gives plain data.
 *
 * Libraries never share a thread: two that are built on the same package would share its switches and its memory.
 */
import { createNetwork, initialParams } from '../../src/core/models/network';
import type { FieldValue } from '../../src/core/settings/field';
import type { Contender, Library, Losses, OpenLibrary } from './contender';
import { type GpuCalls, watchGpu } from './gpuCounts';
import type { CaseName } from './kernels/cases';
import { nets } from './nets';
import { randomBatches } from './samples';

export type LibraryName = 'basin' | 'basin-eager' | 'tfjs' | 'jax';

export interface Asked {
  /** Key of `nets`. */
  readonly net: string;
  readonly batch: number;
  readonly algorithm: string;
  readonly values?: Readonly<Record<string, FieldValue>>;
}

/** A group on the default experiment. */
export interface AskedGroup {
  readonly runs: number;
}

/** A single operation. */
export interface AskedKernel {
  /** Key of `cases`. */
  readonly kernel: string;
  readonly images: number;
}

export interface Counted extends GpuCalls {
  readonly gpuBytes: number;
}

/** Enough for a gate to see differences between batches, few enough to hold. */
const BATCHES = 8;
const SEED = 1;
const COUNTED_STEPS = 4;

const libraries: Readonly<Record<LibraryName, () => Promise<OpenLibrary>>> = {
  tfjs: async () => (await import('./peers/tfjs')).openTfjs,
  jax: async () => (await import('./peers/jax')).openJax,
  basin: async () => (await import('./basin')).openBasin,
  'basin-eager': async () => (await import('./basin')).openBasinEager,
};

const gpu = watchGpu();
const trainings = new Map<number, Contender>();
let library: Library | undefined;
let nextId = 0;

export const session = {
  /** The WebGPU adapter that libraries get here, null where there is none. */
  async adapter(): Promise<{ readonly name: string; readonly software: boolean } | null> {
    const adapter = await (navigator.gpu as GPU | undefined)?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return null;
    const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
    return { name: [vendor, architecture, device, description].filter(Boolean).join(' '), software: isFallbackAdapter };
  },

  async open(name: LibraryName, backend: string): Promise<Pick<Library, 'name' | 'version' | 'adapter'>> {
    library = await (await libraries[name]()).call(undefined, backend);
    return { name: library.name, version: library.version, adapter: library.adapter };
  },

  /** Prepares a training. The number names it in the other calls; `parameters` is 0 where the library chose the network. */
  load(asked: Asked | AskedGroup | AskedKernel): { readonly id: number; readonly parameters: number } {
    if (!library) throw new Error('The session has no library yet.');
    if ('runs' in asked) {
      if (!library.trainGroup) throw new Error(`${library.name} has no groups of runs.`);
      trainings.set(++nextId, library.trainGroup(asked.runs));
      return { id: nextId, parameters: 0 };
    }
    if ('kernel' in asked) {
      if (!library.operate) throw new Error(`${library.name} is not timed operation by operation.`);
      trainings.set(++nextId, library.operate(asked.kernel as CaseName, asked.images));
      return { id: nextId, parameters: 0 };
    }
    const { net: name, batch, algorithm, values } = asked;
    const net = nets[name];
    if (!net) throw new Error(`There is no net “${name}”: choose from ${Object.keys(nets).join(', ')}.`);
    const network = createNetwork(net.layers(), net.inputShape);
    const contender = library.train({
      network,
      classes: net.classes,
      first: initialParams(network, SEED),
      batches: randomBatches(net.inputShape, net.classes, batch, BATCHES, SEED),
      algorithm,
      ...(values ? { values } : {}),
      seed: SEED,
    });
    trainings.set(++nextId, contender);
    return { id: nextId, parameters: network.layout.size };
  },

  /** Losses of the first `steps` steps. */
  async losses(id: number, steps: number): Promise<readonly Losses[]> {
    const contender = loaded(id);
    contender.start();
    const losses: Losses[] = [];
    for (let step = 0; step < steps; step++) {
      await contender.step();
      losses.push(await contender.finish());
    }
    return losses;
  },

  /** Result of a single operation. */
  async results(id: number): Promise<readonly number[]> {
    const contender = loaded(id);
    if (!contender.results) throw new Error('This is no single operation.');
    await contender.step();
    return contender.results();
  },

  /**
   * Milliseconds that `steps` steps take, waiting for the device at their end included, and the share that climbed. Several
   * steps start from the first weights, after one that is not counted; a single one goes on from where the training is.
   */
  async time(id: number, steps: number): Promise<{ readonly ms: number; readonly climbed: number | null }> {
    const contender = loaded(id);
    if (steps > 1) await begun(contender);
    const start = performance.now();
    for (let step = 0; step < steps; step++) await contender.step();
    await contender.finish();
    const ms = performance.now() - start;
    return { ms, climbed: contender.climbed?.() ?? null };
  },

  /** Milliseconds of this thread that handing over `steps` steps in a row takes; it waits for the device afterwards, off the clock. */
  async script(id: number, steps: number): Promise<{ readonly ms: number }> {
    const contender = loaded(id);
    await begun(contender);
    const start = performance.now();
    for (let step = 0; step < steps; step++) await contender.step();
    const ms = performance.now() - start;
    await contender.finish();
    return { ms };
  },

  /**
   * Calls of a step to WebGPU on average, and the memory held then; null where there are none. Dispatches are the steps'
   * own; the rest includes reading one loss at the end, because a library may hand its work over only then.
   */
  async count(id: number): Promise<Counted | null> {
    const contender = loaded(id);
    await begun(contender);
    const counting = gpu?.begin();
    for (let step = 0; step < COUNTED_STEPS; step++) await contender.step();
    const dispatches = counting?.calls().dispatches ?? 0;
    await contender.finish();
    const calls = counting?.end();
    if (!gpu || !calls || dispatches === 0) return null;
    const perStep = Object.fromEntries(Object.entries({ ...calls, dispatches }).map(([key, value]) => [key, value / COUNTED_STEPS]));
    return { ...(perStep as unknown as GpuCalls), gpuBytes: gpu.liveBytes() };
  },

  free(id: number): void {
    loaded(id).free();
    trainings.delete(id);
  },
};

export type Session = typeof session;

/** Back at the first weights, with one step made: it compiles, and it makes the momentum. */
async function begun(contender: Contender): Promise<void> {
  contender.start();
  await contender.step();
  await contender.finish();
}

function loaded(id: number): Contender {
  const contender = trainings.get(id);
  if (!contender) throw new Error(`The session holds no training ${id}.`);
  return contender;
}
