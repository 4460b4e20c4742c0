/** Views of a group besides its curves: pictures, measurements that were asked for, single steps. */
import type { LargestEigenvalue } from '../diagnostics/largestEigenvalue';
import type { Observation, Relief } from '../sam/observation/observation';
import type { Exploration } from './explorations';
import type { MemberId, MemberName } from './member';

/** Points of a 2-D data set, for drawing. One per seed. */
export interface Points {
  readonly seed: number;
  /** [count, 2] */
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
  readonly noisyLabels: Uint8Array;
  readonly classes: number;
}

/** Squared norms of the gradients of many mini-batches at one w: plain cross-entropy, batch norm as in training. */
export interface GradientNorms {
  readonly member: MemberName;
  /** Steps that had been made. */
  readonly step: number;
  /** Samples per mini-batch. */
  readonly size: number;
  /** ‖∇L(B)‖² in the order drawn. Not finite where the network is not. */
  readonly squaredNorms: Float64Array;
  /** ‖mean of the gradients‖², which stands for ‖∇L(D)‖². */
  readonly meanGradientSquaredNorm: number;
  /** mean ‖∇L(B)‖² − ‖mean ∇L(B)‖² (AE-SAM eq. 3). */
  readonly variance: number;
  /** Nobody asked for it. */
  readonly isAutomatic: boolean;
}

/** The ground around a w: a slice of the loss along a direction, and the largest curvature. */
export interface Landscape {
  readonly member: MemberName;
  /** Steps that had been made. */
  readonly step: number;
  /** Training samples it was looked at on, the same for all runs of a seed. */
  readonly samples: number;
  /** Places along the direction, −1 … 1; the direction is drawn once per seed and scaled to each run's filters. */
  readonly axis: Float64Array;
  /** Cross-entropy there, nats. */
  readonly losses: Float64Array;
  /** Euclidean length of the direction: what 1 on the axis is in weight space. */
  readonly directionNorm: number;
  /** λ_max of the Hessian there; a lower bound where it did not converge. */
  readonly curvature: LargestEigenvalue;
}

/** The loss in the plane in which the paths of several runs are spread most, and at the points of those paths themselves. */
export interface LossPlane {
  /** Training samples that every loss is measured on. */
  readonly samples: number;
  /** Shares of the points' squared distances from their mean that lie along the first and the second axis, 0 … 1. */
  readonly shares: readonly [number, number];
  /** Places along both axes, rising, from the points' mean in the units of weights. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Cross-entropy there, nats, [y, x] row-major. */
  readonly losses: Float64Array;
  /** One per run, each from the start that all share to where the run stood; one entry per point in every column. */
  readonly paths: readonly {
    readonly member: MemberName;
    /** Steps that had been made. */
    readonly steps: Float64Array;
    /** The point's foot in the plane. */
    readonly x: Float64Array;
    readonly y: Float64Array;
    /** Cross-entropy at its foot, and at the point itself. */
    readonly projected: Float64Array;
    readonly losses: Float64Array;
  }[];
}

/** How far the measurement at hand has come: gradient norms of a member, in mini-batches; a plane, in losses; a view of the stage, in places. */
export type Measuring = (
  | { readonly what: 'norms'; readonly member: MemberName; readonly step: number }
  | { readonly what: 'plane' }
  | { readonly what: 'view'; readonly asked: Exploration }
) & {
  readonly done: number;
  readonly planned: number;
  /** Further members that wait for their norms, or views that do. */
  readonly waiting: number;
};

/** Predictions on a square grid over the plane: row-major from the top left (largest y, smallest x). */
export interface Boundary {
  readonly member: MemberId;
  readonly step: number;
  readonly size: number;
  /** [left, right, bottom, top] in input units. */
  readonly extent: readonly [number, number, number, number];
  /** Most probable class per cell. */
  readonly winners: Uint8Array;
  /** (p_winner − 1/K)/(1 − 1/K) scaled to 0 … 255. */
  readonly confidence: Uint8Array;
}

/** One real step of one member, from the inside. */
export interface ObservedStep extends Observation {
  readonly member: MemberName;
  /** The step that was made, from 0. */
  readonly step: number;
  /** The loss of its mini-batch around w; null where nothing moved. */
  readonly relief: Relief | null;
  /** Predictions of the network at w, where else the step looked, and at the new w; empty when the data is not in the plane. */
  readonly pictures: readonly (Boundary & { readonly at: 'here' | 'elsewhere' | 'next' })[];
}
