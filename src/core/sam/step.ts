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
import { ascentOf } from './climb';
import { type Piece, recordOf } from './record';
import type {
  Legs,
  Averaging,
  BaseOptimizer,
  BasePoint,
  Batching,
  Descent,
  DescentRule,
  Fallback,
  Gate,
  Geometry,
  Heading,
  Mask,
  Noted,
  Radius,
  Reading,
  Selection,
  StepContext,
  StepRecord,
  StepSetting,
} from './part';
import type { Objective } from './objective';

/** The parts an algorithm is made of. */
export interface Anatomy {
  readonly batching: Batching;
  readonly gate: Gate;
  readonly fallback: Fallback;
  readonly ascent: Objective;
  readonly point: BasePoint;
  readonly heading: Heading;
  readonly geometry: Geometry;
  readonly mask: Mask;
  readonly legs: Legs;
  readonly radius: Radius;
  readonly selection: Selection;
  readonly descent: DescentRule;
  readonly optimizer: BaseOptimizer;
  readonly average: Averaging;
  /** Global-norm limit on u just before the optimizer; 0 is none. */
  readonly clipping: number;
}

/** Everything an algorithm remembers between steps, next to w. */
export type AlgorithmState = {
  readonly gate: StateTree;
  readonly fallback: StateTree;
  readonly heading: StateTree;
  readonly mask: StateTree;
  readonly radius: StateTree;
  readonly optimizer: StateTree;
  readonly average: StateTree;
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
  /** On the whole batch, before the step. */
  readonly context: StepContext;
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
    heading: anatomy.heading.init(),
    mask: anatomy.mask.init(context.layout, context.backend),
    radius: anatomy.radius.init(context.backend),
    optimizer: anatomy.optimizer.init(),
    average: anatomy.average.init(),
  };
}

/** w_t ↦ w_{t+1}. Cost: the gradients its parts ask the oracle for, plus a few passes over w. */
export function* sharpnessAwareStep(anatomy: Anatomy, whole: StepSetting, state: AlgorithmState): Reading<StepResult> {
  const { oracle, position, params } = whole;
  const before = { params, statistics: oracle.networkState() };
  const optimizer = anatomy.optimizer.view(state.optimizer, params);
  const context: StepContext = { ...whole, batch: oracle.whole, piece: 0, optimizer };
  const gate = yield* anatomy.gate.decide(state.gate, context);

  let { fallback, heading } = state;
  const pieces: Piece[] = [];
  for (const [piece, batch] of anatomy.batching.split(oracle.whole, oracle).entries()) {
    const local: StepContext = { ...context, batch, piece };
    const share = batch.size / oracle.whole.size;
    if (!gate.open) {
      pieces.push({ share, descent: anatomy.fallback.closed(fallback, local) });
      continue;
    }
    const ascent = ascentOf(anatomy, { ...state, heading }, local);
    const descent = yield* anatomy.descent.descend(local, ascent);
    const climb = ascent.made();
    const remembered = climb ? anatomy.fallback.opened(fallback, local, climb) : { state: fallback };
    fallback = remembered.state;
    heading = climb ? climb.memory : heading;
    pieces.push({
      share,
      descent,
      ...(climb ? { climb } : {}),
      ...(remembered.record ? { record: remembered.record } : {}),
      ...(remembered.noted ? { noted: remembered.noted } : {}),
    });
  }

  const update = clipped(averageOf(pieces, ({ update: one }) => one) as Vector, anatomy.clipping);
  const climbed = pieces.flatMap(({ climb, share }) => (climb?.ascent ? [{ gradient: climb.ascent.gradient, share }] : []));
  const [first = null] = pieces.flatMap(({ climb }) => climb ?? []);
  const ahead = first && anatomy.heading.decaysAhead ? { ahead: params.add(first.perturbation) } : {};
  const at = { eta: position.eta, backend: whole.backend, climbed, ...ahead };
  const stepped = anatomy.optimizer.update(update, params, state.optimizer, at);
  const past = averageOf(pieces, (descent) => descent.past);
  const next = past ? stepped.params.addScaled(past, position.eta.mul(-1)) : stepped.params;
  const sensitivities = pieces.flatMap(({ share, descent }) =>
    descent.sensitivities.map((one) => ({ ...one, coefficient: scaledBy(one.coefficient, share) })),
  );
  const radius = yield* anatomy.radius.learn(state.radius, context, sensitivities, next);
  const mask = yield* anatomy.mask.advance(state.mask, context, next, first);

  const average = anatomy.average.advance(state.average, {
    before,
    next,
    statistics: oracle.networkState(),
    position,
    backend: whole.backend,
  });

  return {
    params: next,
    state: { gate: gate.state, fallback, heading, mask, radius: radius.state, optimizer: stepped.state, average },
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
    trace: { context, isOpen: gate.open, decided: gate.noted ?? {}, pieces, update },
  };
}

/** Σ share · vector over micro-batches, of which all or none have one. One piece is returned untouched, so that whole batches lose no bit. */
function averageOf(pieces: readonly Piece[], of: (descent: Descent) => Vector | undefined): Vector | undefined {
  const [first, ...rest] = pieces;
  if (!first) throw new Error('step: batching returned no batch');
  const own = of(first.descent);
  if (!own || rest.length === 0) return own;
  return rest.reduce((sum, { share, descent }) => sum.addScaled(of(descent) as Vector, share), own.mul(first.share));
}

/** u · min(1, limit/‖u‖). */
function clipped(update: Vector, limit: number): Vector {
  if (limit === 0) return update;
  return update.div(update.norm().div(limit).max(1));
}

function scaledBy(coefficient: Scalar | number, share: number): Scalar | number {
  return typeof coefficient === 'number' ? coefficient * share : coefficient.mul(share);
}
