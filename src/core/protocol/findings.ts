/** What was found where the stage asked. */
import type { Exploration } from './explorations';
import type { MemberName } from './member';
import type { Boundary } from './views';

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
