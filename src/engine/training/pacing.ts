/**
 * How training and showing share the machine. A graphics card that also draws the screen is busy for one block of steps at
 * a time, so short blocks let every frame through; every block ends in a read, so long ones waste less. Steps are the same
 * in both, and so are the numbers.
 */
import type { Pace, Spent } from '../../core/protocol/protocol';

export interface Pacing {
  /** Milliseconds that the steps of a block take. */
  readonly block: number;
  /** Milliseconds between two ticks, and between two sets of pictures. */
  readonly tick: number;
  readonly picture: number;
  /** Most steps of a block. */
  readonly steps: number;
}

export const PACES: Readonly<Record<Pace, Pacing>> = {
  smooth: { block: 10, tick: 16, picture: 600, steps: 500 },
  turbo: { block: 250, tick: 500, picture: 2000, steps: 5000 },
};

/** A block may grow by this factor: one that was measured short by accident must not make the next a long one. */
const GROWTH = 4;

/**
 * Steps of the next block.
 *
 * @param made  steps of the last block, of `asked` that it might have been: measuring cuts blocks short.
 * @param ms    what these steps took, measurements on whole splits excluded.
 */
export function nextBlock({ block, steps }: Pacing, asked: number, made: number, ms: number): number {
  const fitting = Math.round((Math.max(1, made) * block) / Math.max(0.1, ms));
  return Math.max(1, Math.min(steps, GROWTH * asked, fitting));
}

export const UNSPENT: Spent = { issuing: 0, device: 0, measuring: 0, showing: 0 };

/** Both together. */
export function added(one: Spent, other: Partial<Spent>): Spent {
  return {
    issuing: one.issuing + (other.issuing ?? 0),
    device: one.device + (other.device ?? 0),
    measuring: one.measuring + (other.measuring ?? 0),
    showing: one.showing + (other.showing ?? 0),
  };
}
