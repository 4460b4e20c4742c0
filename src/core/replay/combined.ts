/** What a reference case says that no choice of parts does: more sets of points, and two parts of a slot at once. */
import { type Phi, type Psi, phis, psis } from '../sam/descent/sharpnessFunctions';
import { type Component, type PointSet, universalRule } from '../sam/descent/universalRule';
import { isWithin } from '../sam/gate/window';
import { centred } from '../sam/heading/centralized';
import { createdBy, type DescentRule, type Gate, type Heading, type Mask, type StepContext } from '../sam/part';
import { slots } from '../sam/slots';
import type { Anatomy } from '../sam/step';
import { choose } from '../settings/entry';
import type { StateTree } from '../tensor/stateTree';
import type { Vector } from '../tensor/tensor';
import { NotBuilt } from './notBuilt';
import type { TrajectoryConfig } from './trajectoryFile';

export function combined(anatomy: Anatomy, config: TrajectoryConfig): Anatomy {
  const { algorithm, window, ascentCentralize, only, sigmaSchedule } = config;
  const isGated = ['looksam', 'ss-sam', 'ae-sam', 'ae-looksam'].includes(algorithm);
  const hasMask = config.swp !== undefined || algorithm === 'ssam-f' || config.ssamd !== undefined;
  const hasHeading = config.fsam !== undefined || config.vasso !== undefined || algorithm === 'momentum-sam';
  const first = sigmaSchedule?.firstStep ?? 1;
  return {
    ...anatomy,
    ...(algorithm === 'universal' ? { descent: universalOf(config) } : {}),
    ...(window && isGated ? { gate: bothGates(anatomy.gate, window) } : {}),
    ...(ascentCentralize && hasHeading ? { heading: centralizing(anatomy.heading) } : {}),
    ...((only === 'norm' || only === 'not-norm') && hasMask ? { mask: bothMasks(only, anatomy.mask) } : {}),
    ...(first === 1
      ? {}
      : { point: { ...anatomy.point, offset: (context: StepContext) => anatomy.point.offset(laterBy(context, first - 1)) } }),
  };
}

const laterBy = (context: StepContext, steps: number): StepContext => ({
  ...context,
  position: { ...context.position, step: context.position.step + steps },
});

/** Climbs where the gate opens and the epoch lies in the window; the gate sees every step. */
function bothGates(gate: Gate, window: NonNullable<TrajectoryConfig['window']>): Gate {
  return {
    ...gate,
    *decide(state, context) {
      const decided = yield* gate.decide(state, context);
      return { ...decided, open: decided.open && isWithin(window, context.position) };
    },
  };
}

/** The heading's way, centralized; the ball measures it before. */
function centralizing(heading: Heading): Heading {
  return {
    ...heading,
    steer(gradient, state, context) {
      const { along, measured = along } = heading.steer(gradient, state, context);
      return { along: centred(along, context), measured };
    },
  };
}

/** One mask within some layers only. */
function bothMasks(only: 'norm' | 'not-norm', mask: Mask): Mask {
  const layers = createdBy(slots.mask, choose(slots.mask, only === 'norm' ? 'only-norms' : 'only-others'));
  const of = (state: StateTree) => state as { readonly own: StateTree; readonly layers: StateTree };
  const both = (name: 'onGradient' | 'onDirection') => (vector: Vector, state: StateTree, context: StepContext) =>
    mask[name](layers[name](vector, of(state).layers, context), of(state).own, context);
  return {
    init: (layout, backend) => ({ own: mask.init(layout, backend), layers: layers.init(layout, backend) }),
    onGradient: both('onGradient'),
    onDirection: both('onDirection'),
    *advance(state, context, next, climb) {
      return { own: yield* mask.advance(of(state).own, context, next, climb), layers: of(state).layers };
    },
    ...(mask.record ? { record: (state: StateTree) => (mask.record as NonNullable<Mask['record']>)(of(state).own) } : {}),
  };
}

/** The general class with any number of components and sets of samples; its directions are given, so that their measure is not asked. */
function universalOf({ lambda = 0, gradScale = 'code', components = [], phi = '', drawnSets = [] }: TrajectoryConfig): DescentRule {
  if (!Object.hasOwn(phis, phi)) throw new NotBuilt(`universal class with φ ${phi}`);
  const sets: PointSet[] = [];
  const found = components.map(({ psi, samples = 0, measure, weight = 1 }): Component => {
    if (!Object.hasOwn(psis, psi)) throw new NotBuilt(`universal class with ψ ${psi}`);
    const kind = measure === 'dirac-gradient' ? 'gradient' : 'normal';
    const known = sets.findIndex((set) => set.drawnAs === samples && set.measure.kind === kind);
    if (known < 0) sets.push({ measure: { kind }, count: drawnSets[samples] ?? 0, reach: 1, drawnAs: samples });
    return { psi: psi as Psi, set: known < 0 ? sets.length - 1 : known, weight };
  });
  const [first, ...others] = found;
  if (!first) throw new Error('replay: a sharpness without components');
  return universalRule({ components: [first, ...others], sets, phi: phi as Phi, lambda, gradscale: gradScale, antithetic: false });
}
