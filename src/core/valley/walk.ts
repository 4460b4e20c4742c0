/**
 * Paths over a plane loss: the shipped step (`sam/step.ts`) again and again, in float64, on the spot. Nothing here knows an algorithm.
 */
import { nth } from '../numbers';
import { layoutOf } from '../models/layout';
import { createAnatomy } from '../sam/anatomy';
import { driveNow } from '../sam/drive';
import { seededDraws } from '../sam/draws';
import type { StepPosition, StepSetting } from '../sam/part';
import { choosePart, type PartChoices, partsBySlot } from '../sam/partChoices';
import { partsOf } from '../sam/recipes';
import { optimizers } from '../sam/slots';
import { initialState, sharpnessAwareStep, type StepResult } from '../sam/step';
import { choose } from '../settings/entry';
import type { Tensor } from '../tensor/tensor';
import { bareLoss, bareOracle, NeedsSamples, tiltAt } from './bareOracle';
import { type Curvature, curvaturesAt, lossesAt } from './curvature';
import { numbers, pairBackend as pairs } from './pairTensor';
import type { PlaneLoss, PlanePoint } from './planeLoss';
import type { Valley } from './valleys';

/** Both weights are of a kernel, so that what is relative to weights is relative to them. */
const layout = layoutOf([{ name: 'w', shape: [2], kind: 'kernel' }]);
const descent = choose(optimizers, 'sgd');
/** Beyond, a path has gone for good. */
const GONE = 1e6;

/** Directions that the universal class draws here, in pairs ±v: a picture wants less chance in it than a training does. */
const LOOKS = { gradscale: 'exact', n: 2, pairs: true, measure: 'normal' } as const;

/** Values of the playground that make a path. */
export type Play = Pick<Valley['values'], 'vx' | 'vy' | 'vlr' | 'vrho' | 'vlambda' | 'vnoise' | 'vsteps' | 'vseed'>;

/** What a step did besides moving. */
export interface Footstep {
  /** w + ε, where it climbed. */
  readonly climbed: PlanePoint | null;
  /** Points at which it looked around. */
  readonly looked: readonly PlanePoint[];
  /** ρ of this step; null where there is none. */
  readonly radius: number | null;
  /** u: it went −η·u. */
  readonly update: PlanePoint;
}

export interface PlanePath {
  readonly algorithm: string;
  /** w at every step, the start first. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly losses: Float64Array;
  readonly curvatures: readonly Curvature[];
  /** Between them: one less. */
  readonly footsteps: readonly Footstep[];
  /** Gradients computed, in all. */
  readonly gradients: number;
  /** The step after which it was gone, further than a million from the origin or no number; null where it stayed. */
  readonly goneAfter: number | null;
}

/** Parts of an algorithm with the playground's ρ and λ in them, wherever one of its parts has such a value. Throws on a name that is none. */
export function playedParts(algorithm: string, { vrho, vlambda }: Pick<Play, 'vrho' | 'vlambda'>): PartChoices {
  const own = partsOf(algorithm);
  return partsBySlot((slot) => {
    const { kind, values } = own[slot];
    const given: Readonly<Record<string, unknown>> =
      slot === 'radius' ? { rho: vrho } : slot === 'descent' && 'lambda' in values ? { ...LOOKS, lambda: vlambda } : {};
    const known = Object.entries(given).filter(([key]) => Object.hasOwn(values, key));
    return choosePart(slot, kind, { ...values, ...Object.fromEntries(known) } as typeof values);
  });
}

/** What an algorithm needs and a bare loss does not have, as the rest of “it needs …”; null where it has a path. Cost: two steps. */
export function lackingFor(algorithm: string, loss: PlaneLoss, play: Play): string | null {
  try {
    walk(algorithm, loss, { ...play, vsteps: 2 });
    return null;
  } catch (problem) {
    if (problem instanceof NeedsSamples) return problem.message;
    throw problem;
  }
}

/**
 * The path of an algorithm, with loss and exact curvature at each of its points.
 *
 * Throws `NeedsSamples` where a bare loss does not have what it asks for. Cost: about 50 µs per step of SAM (the fastest of many paths,
 * on one of two shared cores), and as much more per four further gradients.
 */
export function walk(algorithm: string, loss: PlaneLoss, play: Play): PlanePath {
  const anatomy = createAnatomy(playedParts(algorithm, play), descent, bareLoss);
  const x = new Float64Array(play.vsteps + 1);
  const y = new Float64Array(play.vsteps + 1);
  [x[0], y[0]] = [play.vx, play.vy];
  const footsteps: Footstep[] = [];
  let params: Tensor = pairs.tensor([play.vx, play.vy], [2]);
  let state = initialState(anatomy, { layout, backend: pairs });
  let gradients = 0;
  let goneAfter: number | null = null;
  for (let step = 0; step < play.vsteps && goneAfter === null; step++) {
    const context = contextAt(loss, play, step, params);
    const result = driveNow(sharpnessAwareStep(anatomy, context, state), (tensor) => Float64Array.from(numbers(tensor).values));
    footsteps.push(footstepOf(result, params));
    ({ params, state } = result);
    gradients += context.oracle.evaluations();
    const [a, b] = pointOf(params);
    [x[step + 1], y[step + 1]] = [a, b];
    if (!(Math.abs(a) < GONE && Math.abs(b) < GONE)) goneAfter = step + 1;
  }
  // What is gone is no place to measure.
  const length = goneAfter ?? play.vsteps + 1;
  const [px, py] = [x.slice(0, length), y.slice(0, length)];
  return {
    algorithm,
    x: px,
    y: py,
    losses: lossesAt(loss, px, py),
    curvatures: curvaturesAt(loss, px, py),
    footsteps,
    gradients,
    goneAfter,
  };
}

/** The border of the ball that a climb of this algorithm may reach from `at`, in `corners` points; null for one that has no ball. */
export function ballAround(
  algorithm: string,
  loss: PlaneLoss,
  play: Play,
  at: PlanePoint,
  radius: number,
  corners = 64,
): readonly PlanePoint[] {
  const { geometry, optimizer } = createAnatomy(playedParts(algorithm, play), descent, bareLoss);
  const params = pairs.tensor(at, [2]);
  const setting = contextAt(loss, play, 0, params);
  const context = { ...setting, batch: setting.oracle.whole, piece: 0, optimizer: optimizer.view(optimizer.init(), params) };
  return Array.from({ length: corners }, (_, corner): PlanePoint => {
    const angle = (2 * Math.PI * corner) / corners;
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    const length = nth(numbers(geometry.length(pairs.tensor([dx, dy], [2]), context)).values, 0);
    return [at[0] + (radius * dx) / length, at[1] + (radius * dy) / length];
  });
}

function contextAt(loss: PlaneLoss, { vlr, vnoise, vseed, vsteps }: Play, step: number, params: Tensor): StepSetting {
  const train = {
    count: 1,
    sample() {
      throw new NeedsSamples('single samples');
    },
  };
  return {
    backend: pairs,
    layout,
    oracle: bareOracle(loss, tiltAt(vnoise, vseed, step)),
    position: positionAt(vlr, step, vsteps),
    draws: seededDraws({ backend: pairs, layout, seed: vseed, step, train }),
    params,
  };
}

/** η stays, and an epoch is the whole path. */
function positionAt(learningRate: number, step: number, steps: number): StepPosition {
  const range = { max: learningRate, min: learningRate };
  return {
    step,
    steps,
    epoch: 0,
    stepsPerEpoch: steps,
    learningRate,
    eta: pairs.scalar(learningRate),
    learningRateRange: range,
  };
}

function footstepOf({ trace: { pieces, update }, record: { radius } }: StepResult, params: Tensor): Footstep {
  const climb = pieces[0]?.climb;
  const points = pieces[0]?.descent.noted?.points ?? [];
  const numeric = typeof radius === 'number' ? radius : radius === undefined ? null : nth(numbers(radius).values, 0);
  return {
    climbed: climb ? pointOf(params.add(climb.perturbation)) : null,
    looked: points.map(({ vector, sign }) => pointOf(params.addScaled(vector, sign))),
    radius: numeric,
    update: pointOf(update),
  };
}

function pointOf(vector: Tensor): PlanePoint {
  const { values } = numbers(vector);
  return [nth(values, 0), nth(values, 1)];
}
