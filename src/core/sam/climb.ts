/** The climb of a step: gradient → heading → ball → mask → ε, once or several times, and the pass at w + ε. */
import type { StateTree } from '../tensor/stateTree';
import type { Scalar, Vector } from '../tensor/tensor';
import type { Objective } from './objective';
import type { Ascent, BasePoint, Climb, Geometry, Heading, Legs, Mask, Radius, Reading, Selection, StepContext } from './part';

/** Parts that a climb is made of. */
export interface ClimbingParts {
  readonly ascent: Objective;
  readonly point: BasePoint;
  readonly heading: Heading;
  readonly geometry: Geometry;
  readonly mask: Mask;
  readonly legs: Legs;
  readonly radius: Radius;
  readonly selection: Selection;
}

/** Whether it was made can be asked afterwards: it is made at most once, and only if asked for. */
export function ascentOf(
  anatomy: ClimbingParts,
  state: { readonly [S in 'heading' | 'mask' | 'radius']: StateTree },
  context: StepContext,
): Ascent & { made(): Climb | undefined } {
  const { oracle, batch, params } = context;
  const { heading, geometry, mask, legs } = anatomy;
  const offset = once(() => anatomy.point.offset(context));
  const point = once(() => {
    const away = offset();
    return away ? params.add(away) : params;
  });
  const radius = once(() => anatomy.radius.radius(state.radius, context));
  let climb: Climb | undefined;

  function* make(weighed: (objective: Objective) => Objective): Reading<Climb> {
    const [ascended, descended] = [anatomy.ascent, oracle.descentLoss].map(weighed) as [Objective, Objective];
    const stations: Vector[] = [];
    let asked = false;
    const first = once(() => {
      asked = true;
      return oracle.pass(ascended, point(), batch);
    });
    /** ε/ρ of one climb from w + ρ·gone. */
    const leg = (gone: Vector | null): Vector => {
      const away = gone?.mul(radius());
      if (away) stations.push(away);
      const gradient = away ? () => oracle.pass(ascended, params.add(away), batch).gradient : () => first().gradient;
      const { along, measured = along } = heading.steer(gradient, state.heading, context);
      const lengthOf = mask.onGradient(measured, state.mask, context);
      const moves = along === measured ? lengthOf : mask.onGradient(along, state.mask, context);
      return mask.onDirection(geometry.direction(lengthOf, context, gone ? null : offset(), moves), state.mask, context);
    };
    const direction = legs.climb(leg, (way): Scalar => geometry.length(way, context));
    const memory = heading.advance(state.heading, () => first().gradient, context);
    const perturbation = direction.mul(radius());
    const perturbedPoint = params.add(perturbation);
    const { batch: chosen, counts } = yield* anatomy.selection.select(context, perturbedPoint);
    return {
      ascent: asked ? first() : null,
      offset: offset(),
      direction,
      stations,
      memory,
      perturbation,
      radius: radius(),
      perturbed: oracle.pass(descended, perturbedPoint, chosen),
      ...(counts ? { counts } : {}),
    };
  }

  return {
    point,
    radius,
    made: () => climb,
    *climb(weighed = (objective) => objective) {
      climb ??= yield* make(weighed);
      return climb;
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
