/** What a part may ask about the step it works in. */
import type { Layout } from '../models/layout';
import type { Backend, Scalar, Tensor, Vector } from '../tensor/tensor';
import type { Batch, Oracle } from './oracle';

/** Code that may ask its driver for the values of a tensor. */
export type Reading<R> = Generator<Tensor, R, Float64Array>;

/** Where in training a step stands. */
export interface StepPosition {
  /** 0, 1, … */
  readonly step: number;
  /** Planned number of steps T. */
  readonly steps: number;
  readonly epoch: number;
  readonly stepsPerEpoch: number;
  /** Planned number of epochs, where it is not that of the steps. */
  readonly epochs?: number;
  /** η of this step, as a host number and as a scalar of the device. */
  readonly learningRate: number;
  readonly eta: Scalar;
  /** η₀ and the schedule's smallest η (GSAM's radius follows them). */
  readonly learningRateRange: { readonly max: number; readonly min: number };
}

/** Planned epochs, the last one whole. */
export function epochsOf({ steps, stepsPerEpoch, epochs = Math.ceil(steps / stepsPerEpoch) }: StepPosition): number {
  return epochs;
}

/** N(0, I), uniform on the unit sphere, uniform on the signs {−1, 1}^d, or uniform in the cube [−half, half]^d. */
export type Measure = { readonly kind: 'normal' | 'sphere' | 'signs' } | { readonly kind: 'cube'; readonly half: number };

/** Random draws of one step, by name: seeded streams in training, given values when a golden file is replayed. */
export interface Draws {
  /** Uniform in [0, 1). */
  uniform(name: string): number;
  /** A point of parameter space drawn from a measure. */
  vector(name: string, measure: Measure): Vector;
  /** Uniform in [0, 1) for every weight, on the host: what is ranked there. */
  scores(name: string): Float64Array;
  /** 1 with probability `keep` in every coordinate, else 0. */
  mask(name: string, keep: number): Vector;
  /** The same for whole tensors: 1 on a tensor with probability `keep`, else 0. */
  tensorMask(name: string, keep: number): Vector;
  /** `count` training samples, each a batch of one (the Fisher mask). */
  samples(name: string, count: number): readonly Batch[];
}

/** What of the optimizer's state others may look at. Nothing is computed before it is asked. */
export interface OptimizerView {
  /** The velocity of SGD, or Adam's raw first moment, as the last step left it; null before there is any. */
  momentum(): Vector | null;
  /** diag(P) by which a step is divided: √ŝ + tiny of Adam, s of bSAM; null where steps are divided by nothing. */
  preconditioner(): Vector | null;
}

/** Context of a step, as far as a part may ask about it. */
export interface StepContext {
  readonly backend: Backend;
  readonly layout: Layout;
  readonly oracle: Oracle;
  readonly position: StepPosition;
  readonly draws: Draws;
  /** w. */
  readonly params: Vector;
  /** The (micro-)batch at hand, and its number. */
  readonly batch: Batch;
  readonly piece: number;
  /** Training samples of every class, where they are known. */
  readonly classCounts?: readonly number[];
  readonly optimizer: OptimizerView;
}

/** A step's context before it is split. */
export type StepSetting = Omit<StepContext, 'batch' | 'piece' | 'optimizer'>;
