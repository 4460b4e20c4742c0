/** Preferences of a device, and choices that a test compares. */
export interface KernelTuning {
  /** Threads that keep the device busy: a graphics card has tens of thousands, a processor that imitates one a few. */
  readonly threads: number;
  /** Threads beyond which an element-wise kernel gives each several places: to a processor a thread costs more than a place. */
  readonly mostThreads: number;
  /** Write what is cheap out where it is needed. Without it every operation is a kernel of its own. */
  readonly fuse: boolean;
}

export const HARDWARE: KernelTuning = { threads: 16_384, mostThreads: Number.POSITIVE_INFINITY, fuse: true };
export const SOFTWARE: KernelTuning = { threads: 128, mostThreads: 512, fuse: true };
