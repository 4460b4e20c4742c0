/**
 * One update of any member of the family, on one page: split, decide, climb, descend, average, update, learn.
 *
 * The order is that of algorithms.md §11. The step knows no algorithm by name; a named algorithm is a choice of parts
 * (`recipes.ts`). It is a generator because some decisions are made on the host from this step's own numbers; it yields
 * a tensor and receives its values. w is never overwritten: the second pass runs at another tensor, so "restore" is
 * exact by construction.
 */
import type { StateTree } from '../tensor/stateTree';
import type { Scalar, Vector } from '../tensor/tensor';
import { type Piece, recordOf } from './record';
import type {
  Ascent,
  BaseOptimizer,
  BasePoint,
  Batching,
  Climb,
  DescentRule,
  Fallback,
  Gate,
  Geometry,
  Mask,
  Noted,
  Radius,
  Reading,
  Selection,
  StepContext,
  StepRecord,
} from './part';
import type { Objective } from './objective';

/** The parts an algorithm is made of. */
export interface Anatomy {
  readonly batching: Batching;
  readonly gate: Gate;
  readonly fallback: Fallback;
  readonly ascent: Objective;
  readonly point: BasePoint;
  readonly geometry: Geometry;
  readonly mask: Mask;
  readonly radius: Radius;
  readonly selection: Selection;
  readonly descent: DescentRule;
  readonly optimizer: BaseOptimizer;
  /** Global-norm limit on u just before the optimizer; 0 is none. */
  readonly clipping: number;
}

/** Everything an algorithm remembers between steps, next to w. */
export type AlgorithmState = {
  readonly gate: StateTree;
  readonly fallback: StateTree;
  readonly mask: StateTree;
  readonly radius: StateTree;
  readonly optimizer: StateTree;
};

export interface StepResult {
  readonly params: Vector;
  readonly state: AlgorithmState;
  readonly record: StepRecord;
  /** Intermediate values, for those who look inside. It holds what there is and computes nothing. */
  readonly trace: StepTrace;
}

/** A step from the inside. Its tensors belong to the step's scope. */
export interface StepTrace {
  readonly isOpen: boolean;
  /** Number that the gate decided on. */
  readonly decided: Noted;
  readonly pieces: readonly Piece[];
  /** u, as the optimizer got it. */
  readonly update: Vector;
}

export function initialState(anatomy: Anatomy, context: Pick<StepContext, 'layout' | 'backend'>): AlgorithmState {
  return {
    gate: anatomy.gate.init(),
    fallback: anatomy.fallback.init(),
    mask: anatomy.mask.init(context.layout, context.backend),
    radius: anatomy.radius.init(context.backend),
    optimizer: anatomy.optimizer.init(),
  };
}

/** w_t ↦ w_{t+1}. Cost: the gradients its parts ask the oracle for, plus a few passes over w. */
export function* sharpnessAwareStep(anatomy: Anatomy, whole: Omit<StepContext, 'batch'>, state: AlgorithmState): Reading<StepResult> {
  const { oracle, position, params } = whole;
  const context: StepContext = { ...whole, batch: oracle.whole };
  const gate = yield* anatomy.gate.decide(state.gate, context);

  let fallback = state.fallback;
  const pieces: Piece[] = [];
  for (const batch of anatomy.batching.split(oracle.whole, oracle)) {
    const local: StepContext = { ...context, batch };
    const share = batch.size / oracle.whole.size;
    if (!gate.open) {
      pieces.push({ share, descent: anatomy.fallback.closed(fallback, local) });
      continue;
    }
    const ascent = ascentOf(anatomy, state, local);
    const descent = yield* anatomy.descent.descend(local, ascent);
    const climb = ascent.made();
    const remembered = climb ? anatomy.fallback.opened(fallback, local, climb) : { state: fallback };
    fallback = remembered.state;
    pieces.push({
      share,
      descent,
      ...(climb ? { climb } : {}),
      ...(remembered.record ? { record: remembered.record } : {}),
      ...(remembered.noted ? { noted: remembered.noted } : {}),
    });
  }

  const update = clipped(average(pieces), anatomy.clipping);
  const next = anatomy.optimizer.update(update, params, state.optimizer, { eta: position.eta, backend: whole.backend });
  const sensitivities = pieces.flatMap(({ share, descent }) =>
    descent.sensitivities.map((one) => ({ ...one, coefficient: scaledBy(one.coefficient, share) })),
  );
  const radius = yield* anatomy.radius.learn(state.radius, context, sensitivities, next.params);
  const mask = yield* anatomy.mask.advance(state.mask, context, next.params);

  return {
    params: next.params,
    state: { gate: gate.state, fallback, mask, radius: radius.state, optimizer: next.state },
    record: {
      ...(anatomy.gate.climbs ? { radius: anatomy.radius.radius(state.radius, context) } : {}),
      ...recordOf(pieces),
      ...(anatomy.mask.record?.(state.mask) ?? {}),
      ...(gate.record ?? {}),
      ...(radius.record ?? {}),
      learningRate: position.learningRate,
      updateNorm: update.norm(),
      samApplied: gate.open ? 1 : 0,
      gradEvals: oracle.evaluations(),
      gradPasses: oracle.passes(),
    },
    trace: { isOpen: gate.open, decided: gate.noted ?? {}, pieces, update },
  };
}

/** g → d → ε = ρ·d → the pass at w + ε, made at most once and only if asked for. */
function ascentOf(anatomy: Anatomy, state: AlgorithmState, context: StepContext): Ascent & { made(): Climb | undefined } {
  const { oracle, batch, params } = context;
  const offset = once(() => anatomy.point.offset(context));
  const point = once(() => {
    const away = offset();
    return away ? params.add(away) : params;
  });
  const radius = once(() => anatomy.radius.radius(state.radius, context));
  let climb: Climb | undefined;

  function* make(): Reading<Climb> {
    const ascent = oracle.pass(anatomy.ascent, point(), batch);
    const gradient = anatomy.mask.onGradient(ascent.gradient, state.mask, context);
    const direction = anatomy.mask.onDirection(anatomy.geometry.direction(gradient, context, offset()), state.mask, context);
    const perturbation = direction.mul(radius());
    const perturbedPoint = params.add(perturbation);
    const selected = yield* anatomy.selection.select(context, perturbedPoint);
    const perturbed = oracle.pass(oracle.descentLoss, perturbedPoint, selected.batch);
    const { counts } = selected;
    return { ascent, offset: offset(), direction, perturbation, radius: radius(), perturbed, ...(counts ? { counts } : {}) };
  }

  return {
    point,
    radius,
    made: () => climb,
    *climb() {
      climb ??= yield* make();
      return climb;
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Σ share · u over micro-batches. One piece is returned untouched, so that whole batches lose no bit. */
function average(pieces: readonly Piece[]): Vector {
  const [first, ...rest] = pieces;
  if (!first) throw new Error('step: batching returned no batch');
  if (rest.length === 0) return first.descent.update;
  return rest.reduce((sum, { share, descent }) => sum.addScaled(descent.update, share), first.descent.update.mul(first.share));
}

/** u · min(1, limit/‖u‖). */
function clipped(update: Vector, limit: number): Vector {
  if (limit === 0) return update;
  return update.div(update.norm().div(limit).max(1));
}

function scaledBy(coefficient: Scalar | number, share: number): Scalar | number {
  return typeof coefficient === 'number' ? coefficient * share : coefficient.mul(share);
}
