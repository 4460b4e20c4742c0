/** Preferences of a device, and choices that a test compares. None of them changes a bit but `threads`, which says how sums are split. */
export interface KernelTuning {
  /** Threads that keep the device busy: a graphics card has tens of thousands, a processor that imitates one a few. */
  readonly threads: number;
  /** Threads beyond which an element-wise kernel gives each several places: to a processor a thread costs more than a place. */
  readonly mostThreads: number;
  /** Write what is cheap out where it is needed. Without it every operation is a kernel of its own. */
  readonly fuse: boolean;
  /** Longest side of a thread's tile of a product; smaller where a driver refuses the text of larger ones. */
  readonly largestTile: number;
  /** Estimated operations (`Effort.work`) of one dispatch at most: nothing can stop a dispatch but the end of the device. */
  readonly mostWork: number;
  /** Estimated operations per millisecond, before any were measured (`submissions.ts`). */
  readonly firstRate: number;
}

/** 8 GFLOP are 80 ms at the rate assumed first, a tenth of what the smallest integrated cards of today promise. */
export const HARDWARE: KernelTuning = {
  threads: 16_384,
  mostThreads: Number.POSITIVE_INFINITY,
  fuse: true,
  largestTile: 8,
  mostWork: 8e9,
  firstRate: 1e8,
};
/** Nobody watches over a processor's dispatches. */
export const SOFTWARE: KernelTuning = {
  threads: 128,
  mostThreads: 512,
  fuse: true,
  largestTile: 8,
  mostWork: Number.POSITIVE_INFINITY,
  firstRate: 2e6,
};
