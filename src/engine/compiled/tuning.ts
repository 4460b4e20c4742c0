/** What a device likes, and what a test wants to compare. */
export interface Tuning {
  /** Threads that keep the device busy: a graphics card has tens of thousands, a processor that imitates one a few. */
  readonly threads: number;
  /** Write what is cheap out where it is needed. Without it every operation is a kernel of its own. */
  readonly fuse: boolean;
}

export const HARDWARE: Tuning = { threads: 16_384, fuse: true };
export const SOFTWARE: Tuning = { threads: 128, fuse: true };
