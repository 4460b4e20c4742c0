/**
 * What a part of an algorithm may be: one interface per slot of algorithms.md §11. A part is created from its own
 * settings, keeps no variable (its state is a value that goes in and comes out), never knows which other parts are
 * plugged in, and takes randomness only from `Draws`.
 *
 * A part that must see a number on the host (AE-SAM's gate, a mask's top-k) yields the tensor and receives its values:
 * the step is a generator, so that the driver decides how to wait, and a captured GPU step is cut exactly there.
 */
import type { Layout } from '../models/layout';
import type { Entry } from '../settings/entry';
import type { FieldMap, ValuesOf } from '../settings/field';
import type { StateTree } from '../tensor/stateTree';
import type { Backend, Scalar, Table, Tensor, Vector } from '../tensor/tensor';
import type { Batch, Oracle, Pass } from './oracle';

/** Code that may ask its driver for the values of a tensor. */
export type Reading<R> = Generator<Tensor, R, Float64Array>;

/**
 * A loss or ascent objective in closed form: per-sample values [b] and their gradients with respect to the logits
 * [b, K] (not yet divided by b), from logits [b, K] and one-hot labels [b, K].
 */
export type Objective = (logits: Table, targets: Table) => { readonly perSample: Table; readonly logitGradient: Table };

/** Where in training a step stands. */
export interface Moment {
  /** 0, 1, … */
  readonly step: number;
  /** Planned number of steps T. */
  readonly steps: number;
  readonly epoch: number;
  readonly stepsPerEpoch: number;
  /** η of this step, as a host number and as a scalar of the device. */
  readonly learningRate: number;
  readonly eta: Scalar;
  /** η₀ and the schedule's smallest η (GSAM's radius follows them). */
  readonly learningRateRange: { readonly max: number; readonly min: number };
}

/** Random draws of one step, by name: seeded streams in training, given values when a golden file is replayed. */
export interface Draws {
  /** Uniform in [0, 1). */
  uniform(name: string): number;
  /** Standard normal in every coordinate. */
  normal(name: string): Vector;
  /** Uniform in [−half, half] in every coordinate. */
  cube(name: string, half: number): Vector;
  /** 1 with probability `keep` in every coordinate, else 0. */
  mask(name: string, keep: number): Vector;
  /** `count` training samples, each a batch of one (the Fisher mask). */
  samples(name: string, count: number): readonly Batch[];
}

/** What a part may ask about the step it is in. */
export interface StepContext {
  readonly backend: Backend;
  readonly layout: Layout;
  readonly oracle: Oracle;
  readonly moment: Moment;
  readonly draws: Draws;
  /** w. */
  readonly params: Vector;
  /** The (micro-)batch at hand. */
  readonly batch: Batch;
}

/** The climb, once it has been made. */
export interface Climb {
  /** The pass whose gradient was climbed (at w, or at RSAM's w + δ₀). */
  readonly ascent: Pass;
  /** ε/ρ, mask included. */
  readonly direction: Vector;
  readonly perturbation: Vector;
  readonly radius: Scalar;
  /** The pass at w + ε on the samples selected for it. */
  readonly perturbed: Pass;
}

/** ∂u/∂ρ ≈ coefficient · gradient² ⊙ direction (algorithms.md §6.6). */
export interface Sensitivity {
  readonly coefficient: Scalar | number;
  readonly gradient: Vector;
  readonly direction: Vector;
}

/** What a descent rule hands to the base optimizer. */
export interface Descent {
  readonly update: Vector;
  readonly sensitivities: readonly Sensitivity[];
  readonly record?: StepRecord;
}

/** Scalars of one step for charts and tests, by metric id. */
export type StepRecord = Readonly<Record<string, Scalar | number>>;

export interface Batching {
  split(batch: Batch, oracle: Oracle): readonly Batch[];
}
export interface Gate {
  readonly init: () => StateTree;
  decide(state: StateTree, context: StepContext): Reading<{ open: boolean; state: StateTree; record?: StepRecord }>;
}
/** What happens on closed steps. It sees the open ones too, because LookSAM re-uses what it saw there. */
export interface Fallback {
  readonly init: () => StateTree;
  closed(state: StateTree, context: StepContext): Descent;
  opened(state: StateTree, context: StepContext, climb: Climb): StateTree;
}
export interface BasePoint {
  at(context: StepContext): Vector;
}
export interface Geometry {
  /** ε/ρ for the ascent gradient; positive product with it, independent of its length, zero where it is zero. */
  direction(gradient: Vector, context: StepContext): Vector;
}
export interface Mask {
  readonly init: (layout: Layout, backend: Backend) => StateTree;
  /** Before the geometry (ESAM's code rule drops tensors from the gradient here). */
  onGradient(gradient: Vector, state: StateTree, context: StepContext): Vector;
  /** After the geometry. */
  onDirection(direction: Vector, state: StateTree, context: StepContext): Vector;
  /** After the parameter update. */
  advance(state: StateTree, context: StepContext, next: Vector): Reading<StateTree>;
}
export interface Radius {
  readonly init: (backend: Backend) => StateTree;
  radius(state: StateTree, context: StepContext): Scalar;
  /** The upper level; `sensitivities` is empty when nothing was perturbed in this step. */
  learn(
    state: StateTree,
    context: StepContext,
    sensitivities: readonly Sensitivity[],
    next: Vector,
  ): Reading<{ state: StateTree; record?: StepRecord }>;
}
export interface Selection {
  select(context: StepContext, perturbedPoint: Vector): Reading<Batch>;
}
export interface DescentRule {
  /** `climb` makes the perturbation and the second pass when it is asked for; the universal class never asks. */
  descend(context: StepContext, climb: () => Reading<Climb>): Reading<Descent>;
}
export interface BaseOptimizer {
  readonly init: () => StateTree;
  /** u, w ↦ new w. Weight decay acts on the unperturbed w here and nowhere else. */
  update(
    update: Vector,
    params: Vector,
    state: StateTree,
    at: { readonly eta: Scalar; readonly backend: Backend },
  ): { params: Vector; state: StateTree };
}
/** η as a function of progress. */
export interface Schedule {
  readonly unit: 'step' | 'epoch';
  /** Factor on η₀ at `position` of `total` (steps or epochs). */
  factor(position: number, total: number): number;
  /** Smallest η the schedule reaches for η₀, for radii tied to it. */
  lowest(learningRate: number): number;
}

/** A part: an entry that can be created. The smallest neighbours are `geometry/l2.ts` and `gate/always.ts`. */
export interface Part<T, F extends FieldMap = FieldMap> extends Entry {
  readonly fields: F;
  readonly create: (values: ValuesOf<F>) => T;
}

/** Declares a part of a slot; only checks types. */
export function part<T>() {
  return <F extends FieldMap>(description: Part<T, F>): Part<T> => description as unknown as Part<T>;
}
