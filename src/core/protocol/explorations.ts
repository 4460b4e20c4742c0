/**
 * What the stage asks of the weights where they stand, and what was found: the same move for all runs, the line between two of them, the
 * loss around each. Training waits for it and goes on as if nothing had been.
 */
import type { MemberName } from './member';
import type { Boundary } from './views';

/** Along a random direction scaled to the filters, which all runs of a seed share; or the way each run itself would climb, else its gradient. */
export type Way = 'random' | 'climb';

export type Exploration =
  /** Moves the weights of every seed of a run. `draw` numbers the random direction, from 1. */
  | { readonly what: 'shake'; readonly run: string; readonly along: Way; readonly draw: number }
  /** Walks straight from one run to another, seed by seed. */
  | { readonly what: 'between'; readonly from: string; readonly to: string }
  /** Measures the loss in a plane through the first seed of a run: `along` and a random direction, `points` to a side, an odd number. */
  | { readonly what: 'surface'; readonly run: string; readonly along: Way; readonly points: number };

/** Measurements on whole splits at places along a line; losses in nats, accuracies in %. */
export interface AlongLine {
  readonly trainLoss: Float64Array;
  readonly testLoss: Float64Array;
  readonly trainAccuracy: Float64Array;
  readonly testAccuracy: Float64Array;
}

export interface Shaken extends AlongLine {
  readonly member: MemberName;
  /** Steps that had been made. */
  readonly step: number;
  /** Euclidean length in weight space of relative length 1: as long as all filters together. */
  readonly norm: number;
  /** Predictions at each length; of the first seed, and where the data is in the plane, else empty. */
  readonly pictures: readonly Boundary[];
}

/** One run, moved. */
export interface Shake {
  readonly asked: Extract<Exploration, { what: 'shake' }>;
  /** Lengths of the move as shares of the length of the weights, rising from 0. */
  readonly lengths: Float64Array;
  /** One per seed. Each column has one entry per length. */
  readonly members: readonly Shaken[];
}

/** The straight line between two runs. */
export interface Between {
  readonly asked: Extract<Exploration, { what: 'between' }>;
  /** 0 at `from`, 1 at `to`. */
  readonly places: Float64Array;
  readonly lines: readonly (AlongLine & {
    readonly seed: number;
    /** Steps that had been made at both ends. */
    readonly steps: readonly [number, number];
    /** Euclidean distance of the ends. */
    readonly distance: number;
  })[];
}

/** The loss in a plane through one run. */
export interface Surface {
  readonly asked: Extract<Exploration, { what: 'surface' }>;
  readonly member: MemberName;
  readonly step: number;
  /** Training samples of every loss. */
  readonly samples: number;
  /** Places along both directions, rising from −reach; 0 is w. In shares of the weights' length for random ones, else in weights. */
  readonly axis: Float64Array;
  /** Cross-entropy there, nats, [second, first] row-major. */
  readonly losses: Float64Array;
  /** Radius of the ball of `commonRadius` along each direction, in the units of the axis. */
  readonly radius: number;
  /** Place of w + ε on the first direction; null where the run does not climb or the direction is not its climb. */
  readonly climb: number | null;
}

export type Finding = Shake | Between | Surface;

/** The same for questions whose answers take each other's place. */
export function subjectOf(asked: Exploration): string {
  if (asked.what === 'between') return `between ${asked.from} ${asked.to}`;
  return `${asked.what} ${asked.along} ${asked.run}`;
}

/** Runs whose weights it needs. */
export function runsOf(asked: Exploration): readonly string[] {
  return asked.what === 'between' ? [asked.from, asked.to] : [asked.run];
}
