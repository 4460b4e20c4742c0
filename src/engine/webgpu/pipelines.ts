/**
 * Kernels as the driver has made them. All are made asynchronously and side by side: a driver may take seconds for a long
 * text, and a thread that waits for it hears nothing. What it refuses, or does not get done with, is said by name.
 */
import type { Dispatch } from './program';
import { BINDINGS } from './source';

/** Milliseconds without any kernel finished after which the driver is taken to be lost in one. */
const SLOW_MS = 60_000;

/** A driver's refusal of a kernel. */
export class Refused extends Error {
  constructor(
    readonly kernel: string,
    reason: string,
  ) {
    super(`The graphics driver refused a kernel (${kernel}): ${reason}`);
  }
}

export class Pipelines {
  readonly #made = new Map<string, GPUComputePipeline>();
  readonly #making = new Map<string, Promise<void>>();

  constructor(
    readonly device: GPUDevice,
    readonly layout: GPUPipelineLayout,
    readonly slowMs = SLOW_MS,
  ) {}

  /** Those of the dispatches, in order; undefined while one is missing. */
  of(dispatches: readonly Dispatch[]): readonly GPUComputePipeline[] | undefined {
    const found: GPUComputePipeline[] = [];
    for (const { code } of dispatches) {
      const made = this.#made.get(code);
      if (!made) return undefined;
      found.push(made);
    }
    return found;
  }

  /** Makes what is missing. `announce` is told how many kernels there are to wait for, and 0 at the end. Throws `Refused`. */
  async make(dispatches: readonly Dispatch[], announce: (kernels: number) => void): Promise<void> {
    const missing = [
      ...new Map(dispatches.filter(({ code }) => !this.#made.has(code)).map((dispatch) => [dispatch.code, dispatch])).values(),
    ];
    if (missing.length === 0) return;
    announce(missing.length);
    let left = missing.length;
    try {
      const all = missing.map((dispatch) => this.#one(dispatch).then(() => void left--));
      const done = Promise.all(all);
      // Whoever is slow is left behind; what comes of it is nobody's business.
      for (const one of all) one.catch(() => undefined);
      done.catch(() => undefined);
      while (left > 0) {
        const before = left;
        const isLate = await Promise.race([done.then(() => false), after(this.slowMs)]);
        if (isLate && left === before) throw this.#late(missing);
      }
    } finally {
      announce(0);
    }
  }

  clear(): void {
    this.#made.clear();
    this.#making.clear();
  }

  #late(missing: readonly Dispatch[]): Refused {
    const { name } = missing.find(({ code }) => !this.#made.has(code)) as Dispatch;
    return new Refused(name, `it was not compiled within ${this.slowMs / 1000} s`);
  }

  #one({ code, name }: Dispatch): Promise<void> {
    const known = this.#making.get(code);
    if (known) return known;
    // An error of the text is this kernel's, not the device's.
    this.device.pushErrorScope('validation');
    const module = this.device.createShaderModule({ code: BINDINGS + code, label: name });
    const complaint = this.device.popErrorScope();
    const making = this.device
      .createComputePipelineAsync({ label: name, layout: this.layout, compute: { module, entryPoint: 'main' } })
      .then(
        (pipeline) => void this.#made.set(code, pipeline),
        async (error: unknown) => {
          const found = await complaint.catch(() => null);
          throw new Refused(name, found?.message ?? (error instanceof Error ? error.message : String(error)));
        },
      )
      .finally(() => this.#making.delete(code));
    complaint.catch(() => undefined);
    this.#making.set(code, making);
    return making;
  }
}

function after(ms: number): Promise<true> {
  return new Promise((resolve) => setTimeout(() => resolve(true), ms));
}
