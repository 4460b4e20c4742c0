/**
 * Parts of an algorithm: one interface per slot of algorithms.md §11. A part is created from its own
 * settings, keeps no variable (its state is a value that goes in and comes out), never knows which other parts are
 * plugged in, and takes randomness only from `Draws`.
 *
 * A part that must see a number on the host (AE-SAM's gate, a mask's top-k) yields the tensor and receives its values:
 * the step is a generator, so that the driver decides how to wait, and a captured GPU step is cut exactly there.
 */
import type { Layout } from '../models/layout';
import type { NetworkState } from '../models/network';
import { type Chosen, type Entry, entryOf, type Registry } from '../settings/entry';
import type { FieldMap, ValuesOf } from '../settings/field';
import type { StateTree } from '../tensor/stateTree';
import type { StepMetric } from '../metrics/catalogue';
import type { Backend, Scalar, Vector } from '../tensor/tensor';
import type { FrameWords, FrameKey } from './observation/words';
import type { Objective } from './objective';
import type { Batch, Oracle, Pass, ValidationSource } from './oracle';
import type { PythonCode, PythonSetting } from './pythonCode';
import type { OptimizerView, Reading, StepContext, StepPosition, Draws } from './stepContext';
import type { Trait } from './traits';

export type { Draws, Measure, OptimizerView, Reading, StepContext, StepPosition, StepSetting } from './stepContext';

/**
 * Views into a part's work, for those who look inside a step (`observation/`): tensors that it made anyway.
 * Nothing is computed for it.
 */
export interface Noted {
  /** Vectors of the size of gradients, by their symbol. */
  readonly arrows?: Readonly<Record<string, Vector>>;
  /** Points around w at which it looked: displacement `vector · sign`. */
  readonly points?: readonly { readonly vector: Vector; readonly sign: number }[];
  /** Numbers that its frame's formula has besides those of the step's record. */
  readonly numbers?: StepRecord;
}

/** The climb, once it has been made. */
export interface Climb {
  /** The pass whose gradient was climbed first (at w, or at RSAM's w + δ₀); null where the heading asked for none. */
  readonly ascent: Pass | null;
  /** δ₀, or null when the climb starts at w. */
  readonly offset: Vector | null;
  /** ε/ρ, mask included; where it was climbed several times, all of them together. */
  readonly direction: Vector;
  /** ε after each of several climbs but the last; empty where there was one. */
  readonly stations: readonly Vector[];
  /** What the heading remembers after it. */
  readonly memory: StateTree;
  readonly perturbation: Vector;
  readonly radius: Scalar;
  /** The pass at w + ε on the samples selected for it. */
  readonly perturbed: Pass;
  /** Counts of the samples chosen. */
  readonly counts?: Selected['counts'];
}

/** ∂u/∂ρ ≈ coefficient · gradient² ⊙ direction (algorithms.md §6.6). */
export interface Sensitivity {
  readonly coefficient: Scalar | number;
  readonly gradient: Vector;
  readonly direction: Vector;
}

/** Update that a descent rule hands to the base optimizer. */
export interface Descent {
  readonly update: Vector;
  /** A term past the optimizer: w ← w − η·past after its step, without momentum or preconditioning. */
  readonly past?: Vector;
  readonly sensitivities: readonly Sensitivity[];
  /** The pass made at w, if one was made besides the climb. */
  readonly clean?: Pass;
  readonly record?: StepRecord;
  readonly noted?: Noted;
}

/** Questions a descent rule may ask. Nothing is computed before it is asked, and nothing twice. */
export interface Ascent {
  /** Makes the perturbation and the second pass; `weighed` changes the objectives of both, the same way every time it is asked. */
  climb(weighed?: (objective: Objective) => Objective): Reading<Climb>;
  /** Where the ascent gradient is taken: w, or RSAM's w + δ₀. */
  point(): Vector;
  radius(): Scalar;
}

/** Scalars of one step for charts and tests, by metric id. */
export type StepRecord = Readonly<Record<string, Scalar | number>>;

/**
 * A gradient that a part asks the oracle for, so that the cost of a step can be told before it is made. Equal questions of
 * several parts are paid once, as the oracle computes them once.
 */
export interface Question {
  /** The descent loss, what the adversary climbs (weighed by the descent, if it does so), or an objective of the part's own. */
  readonly of: 'loss' | 'ascent' | 'weighed' | 'own';
  /** w, the base point, points on the way up, w + ε, or points around w. */
  readonly at: 'params' | 'point' | 'way' | 'perturbed' | 'nearby';
  /** How many points; 1 where it is left out. */
  readonly count?: number;
  /** Asked of the whole mini-batch, also where others ask of micro-batches. */
  readonly onWhole?: boolean;
}

export interface Batching {
  split(batch: Batch, oracle: Oracle): readonly Batch[];
  /** Sizes of the pieces of a batch of `size`. */
  sizes(size: number): readonly number[];
}
export interface Gate {
  readonly init: () => StateTree;
  /** Share of the steps that climb, in [0, 1], over a whole training. */
  readonly openShare: number;
  /** That share depends on the training itself, so the number is a guess. */
  readonly isEstimate?: boolean;
  readonly asks?: readonly Question[];
  /** Its decision, where that rests on draws alone: it can be told without making the step. */
  drawn?(draws: Pick<Draws, 'uniform'>, at: Pick<StepPosition, 'step' | 'steps'>): boolean;
  /** False for a gate that never opens: then there is no radius to speak of. */
  readonly climbs: boolean;
  decide(state: StateTree, context: StepContext): Reading<{ open: boolean; state: StateTree; record?: StepRecord; noted?: Noted }>;
}
/** Rule for closed steps. It sees the open ones too, because LookSAM re-uses what it saw there. */
export interface Fallback {
  readonly init: () => StateTree;
  /** Gradients it asks on closed steps, and besides the climb on open ones. */
  readonly asks: { readonly closed: readonly Question[]; readonly climbed: readonly Question[] };
  closed(state: StateTree, context: StepContext): Descent;
  opened(
    state: StateTree,
    context: StepContext,
    climb: Climb,
  ): { readonly state: StateTree; readonly record?: StepRecord; readonly noted?: Noted };
}
export interface BasePoint {
  /** True if it is any other point than w. */
  readonly moves: boolean;
  /** δ₀, or null for w itself. */
  offset(context: StepContext): Vector | null;
}
/** Memory of the direction of climbs: from the gradient that is climbed to the vector along which it goes. */
export interface Heading {
  readonly init: () => StateTree;
  /** False where the way is known without a gradient of this step: then none is taken before the climb. */
  readonly asksGradient: boolean;
  /** True where weight decay is taken at w + ε, where the only gradient is (Momentum-SAM). */
  readonly decaysAhead?: true;
  /** Where to go, and the vector whose length the ball measures where that is another one. `gradient` makes the pass when called. */
  steer(gradient: () => Vector, state: StateTree, context: StepContext): { readonly along: Vector; readonly measured?: Vector };
  /** After the first climb of a step; `gradient` is what was really climbed. */
  advance(state: StateTree, gradient: () => Vector, context: StepContext): StateTree;
}
export interface Geometry {
  /** ε/ρ for the ascent gradient; positive product with it, independent of its length, zero where it is zero. `along` moves instead where another vector is measured. */
  direction(gradient: Vector, context: StepContext, offset: Vector | null, along?: Vector): Vector;
  /** The norm of this ball, in which directions have length one and perturbations length ρ. */
  length(vector: Vector, context: StepContext): Scalar;
  /** Gradients it asks for to know its ball, at w. */
  readonly asks?: readonly Question[];
  /** False where another direction of length one would climb more. */
  readonly isSteepest?: false;
}
/** How many legs a climb has. */
export interface Legs {
  readonly count: number;
  /** ε/ρ in all. `leg` is ε/ρ of one more climb from a way gone so far, null at first; `length` measures a way in the norm of the ball. */
  climb(leg: (gone: Vector | null) => Vector, length: (way: Vector) => Scalar): Vector;
}
export interface Mask {
  readonly init: (layout: Layout, backend: Backend) => StateTree;
  /** Before the geometry (ESAM's code rule drops tensors from the gradient here). */
  onGradient(gradient: Vector, state: StateTree, context: StepContext): Vector;
  /** After the geometry. */
  onDirection(direction: Vector, state: StateTree, context: StepContext): Vector;
  /** After the parameter update; `climb` is the first one of this step, null where there was none. */
  advance(state: StateTree, context: StepContext, next: Vector, climb: Climb | null): Reading<StateTree>;
  record?(state: StateTree): StepRecord;
}
export interface Radius {
  readonly init: (backend: Backend) => StateTree;
  /** Of a radius that learns: its gradients on steps that climbed, and where its validation batches come from. */
  readonly upperLevel?: { readonly gradients: number; readonly source: ValidationSource };
  /** ρ as a number, where it is the same in every step. */
  readonly constant?: number;
  radius(state: StateTree, context: StepContext): Scalar;
  /** The upper level; `sensitivities` is empty when nothing was perturbed in this step. */
  learn(
    state: StateTree,
    context: StepContext,
    sensitivities: readonly Sensitivity[],
    next: Vector,
  ): Reading<{ state: StateTree; record?: StepRecord }>;
}
/** The samples of the second pass; its counts are added up over micro-batches. */
export interface Selected {
  readonly batch: Batch;
  readonly counts?: Readonly<Record<string, number>>;
}
export interface Selection {
  /** How many of `size` samples the second pass sees; at most, where ties are dropped. */
  kept(size: number): number;
  /** True if choosing them takes a forward pass at w + ε. */
  readonly scores: boolean;
  select(context: StepContext, perturbedPoint: Vector): Reading<Selected>;
}
export interface DescentRule {
  /** True if it asks for the climb. */
  readonly climbs: boolean;
  /** True if it weighs the objectives of the climb, which then answer no question of others. */
  readonly weighs?: true;
  /** Gradients it asks besides the climb. */
  readonly asks: readonly Question[];
  /** The universal class never asks for the climb. */
  descend(context: StepContext, ascent: Ascent): Reading<Descent>;
}
export interface BaseOptimizer {
  readonly init: () => StateTree;
  /** u, w ↦ new w. Weight decay acts on the unperturbed w here and nowhere else, unless the step says where. */
  update(update: Vector, params: Vector, state: StateTree, at: UpdateSetting): { params: Vector; state: StateTree };
  /** What others may see of its state before a step from `params`. */
  view(state: StateTree, params: Vector): OptimizerView;
}
/** Who takes the step: the optimizer chosen for all runs as it is, wrapped, or another one. */
export type Update = (base: BaseOptimizer) => BaseOptimizer;
/** Which weights are judged: those of the last step, or an average. It never touches training. */
export interface Averaging {
  readonly init: () => StateTree;
  /** After a step. `before` is what it started from, `statistics` the running ones after it. */
  advance(
    state: StateTree,
    step: {
      readonly before: { readonly params: Vector; readonly statistics: NetworkState };
      readonly next: Vector;
      readonly statistics: NetworkState;
      readonly position: StepPosition;
      readonly backend: Backend;
    },
  ): StateTree;
  /** The weights to judge, null for the last ones; without statistics of their own these are computed anew on the training set. */
  judged(state: StateTree): { readonly params: Vector; readonly statistics: NetworkState | null } | null;
}
/** What an optimizer may know of the step besides u. */
export interface UpdateSetting {
  readonly eta: Scalar;
  readonly backend: Backend;
  /** w + ε, where weight decay is taken there: the L2 form at that point, the decoupled one after the step. */
  readonly ahead?: Vector;
  /** Gradients that were climbed, with the shares of their (micro-)batches; empty where nothing was. */
  readonly climbed: readonly { readonly gradient: Vector; readonly share: number }[];
}
/** η as a function of progress. */
export interface Schedule {
  readonly unit: 'step' | 'epoch';
  /** Factor on η₀ at `position` of `total` (steps or epochs). */
  factor(position: number, total: number): number;
  /** Smallest η the schedule reaches for η₀, for radii tied to it. */
  lowest(learningRate: number): number;
}

/** Objects that each slot's parts create, in the order the step uses them. */
export interface SlotParts {
  readonly batching: Batching;
  readonly gate: Gate;
  readonly fallback: Fallback;
  /** `descent` stands for "the same objective as the descent loss". */
  readonly ascent: Objective | 'descent';
  readonly point: BasePoint;
  readonly heading: Heading;
  readonly geometry: Geometry;
  readonly mask: Mask;
  readonly legs: Legs;
  readonly radius: Radius;
  readonly selection: Selection;
  readonly descent: DescentRule;
  readonly update: Update;
  readonly average: Averaging;
}

/**
 * A part: an entry that can be created. The smallest neighbours are `geometry/l2.ts` and `gate/always.ts`.
 *
 * What takes values is written as a method on purpose: TypeScript then lets a part with fields of its own stand where any
 * part is asked for. Values and part meet in `createdBy` alone, and both come from the same registry there.
 */
export interface Part<T, F extends FieldMap = FieldMap> extends Entry {
  readonly fields: F;
  create(values: ValuesOf<F>): T;
  hasEffect?(key: string, values: ValuesOf<F>): boolean;
  /** Traits declared to `combinations.ts`; a part without any goes with everything. `network` and the training samples of every class are left out while they are not known. */
  traits?(values: ValuesOf<F>, network?: Layout, classCounts?: readonly number[]): readonly Trait[];
  /** How it is told in slow motion, where its slot's own words do not do (`observation/words.ts`); null where there is nothing to tell. */
  readonly frames?: { readonly [K in FrameKey]?: FrameWords | null };
  /** The same under some of its values, the first that holds; where none does, `frames`. */
  readonly framesWhere?: readonly {
    holds(values: Chosen['values']): boolean;
    readonly frames: { readonly [K in FrameKey]?: FrameWords | null };
  }[];
  /** Its work as Python; a run with a part that has none is not exported, and the page says for which part. */
  python?(values: ValuesOf<F>, setting: PythonSetting): PythonCode;
  /** Numbers of a step that it writes, besides those of every step: a chart of them is shown for runs with this part. */
  readonly records?: readonly StepMetric[];
  /** Where it differs from its paper or the authors’ code: a clause after the name of the part. */
  readonly deviation?: string;
  /** Under which values it does almost what its slot's first part does: why, as a clause, and which part to take to see a difference. */
  resemblesFirst?(
    values: ValuesOf<F>,
  ): { readonly because: string; readonly instead: { readonly kind: string; readonly label: string } } | undefined;
  /** Why its own values cannot go together, one sentence; undefined where they can. */
  contradiction?(values: ValuesOf<F>): string | undefined;
}

/** Declares a part of a slot; only checks types. */
export function part<T>() {
  return <const F extends FieldMap>(description: Part<T, F>): Part<T, F> => description;
}

/** Object that the chosen entry creates from its values. Throws on a kind that `registry` does not have. */
export function createdBy<T>(registry: Registry<Part<T>>, { kind, values }: Chosen): T {
  return entryOf(registry, kind).create(values);
}
