/** The norms that a diagonal ball can be measured in, for every geometry of that kind. */
import { choice } from '../../settings/field';
import type { Scalar, Vector } from '../../tensor/tensor';
import type { Part, Geometry } from '../part';

/**
 * Which length of T⁻¹ε is at most ρ.
 *
 *   l2    d = T²g/(‖T g‖ + floor)    the Euclidean length
 *   max   d = T·sign(g)              the largest component
 *   none  d = T²g                    none: ε = ρ·T²g maximizes ⟨g, ε⟩ − ‖T⁻¹ε‖²/(2ρ) instead
 *
 * Sources: max Kwon et al. 2021, arXiv:2102.11600, and Müller et al. 2023, arXiv:2306.04226; none Andriushchenko and Flammarion 2022,
 * arXiv:2206.06232 (un-normalized SAM).
 */
export type BallNorm = 'l2' | 'max' | 'none';

export const ballNorm = choice<BallNorm>({
  label: 'Norm of the ball',
  help: 'Euclidean as in SAM; by the largest component every weight moves its whole share; without one a long gradient climbs far.',
  default: 'l2',
  options: [
    { value: 'l2', label: 'Euclidean' },
    { value: 'max', label: 'largest component' },
    { value: 'none', label: 'none: as long as the gradient' },
  ],
});

/** ε/ρ along `along`, in the ball with axes `scale` (T; null is the identity) around the length of `gradient`. */
export function inBall(norm: BallNorm, floor: number, scale: Vector | null, gradient: Vector, along: Vector = gradient): Vector {
  const scaled = (vector: Vector) => (scale ? scale.mul(vector) : vector);
  if (norm === 'max') return scaled(along.greater(0).sub(along.mul(-1).greater(0)));
  const relative = scaled(gradient);
  const moved = scaled(along === gradient ? relative : scaled(along));
  return norm === 'none' ? moved : moved.div(relative.norm().add(floor));
}

/** Axes are at least this long where they are divided by: along one of zero nothing moves. */
export const LEAST_AXIS = 1e-12;

/** Length in that ball. */
export function lengthIn(norm: BallNorm, scale: Vector | null, vector: Vector): Scalar {
  const relative = scale ? vector.div(scale.max(LEAST_AXIS)) : vector;
  return norm === 'max' ? relative.abs().maxOver() : relative.norm();
}

/** The floor keeps a division defined that only the Euclidean norm makes. */
export const floorHasEffect = (key: string, { norm }: { readonly norm: BallNorm }): boolean => key !== 'floor' || norm === 'l2';

/** `return` of `length_of`, where `scale` is T as an expression. */
export function lengthInPython(norm: BallNorm, scale: string): readonly string[] {
  return [`return (way / ${scale}).${norm === 'max' ? 'abs().max()' : 'norm()'}`];
}

/** `return` of `direction_of`, where `scale` is T as an expression. */
export function ballInPython(norm: BallNorm, floor: number, scale: string): readonly string[] {
  if (norm === 'max') return [`return ${scale} * along.sign()`];
  return [norm === 'none' ? `return ${scale} ** 2 * along` : `return ${scale} ** 2 * along / ((${scale} * g).norm() + ${floor})`];
}

/** How a climb is told in the other two norms; `T` stands before what is scaled, '' for none. */
export const framesOfNorms = (T: '' | 'T'): NonNullable<Part<Geometry>['framesWhere']> => [
  {
    holds: ({ norm }) => norm === 'max',
    frames: {
      climb: {
        title: 'Climb',
        caption: 'Every weight goes uphill by its whole share of the radius.',
        formula: `\\varepsilon = \\rho\\,${T && 'T'}\\,\\mathrm{sign}(g)`,
        numbers: '\\rho = @radius \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
      },
    },
  },
  {
    holds: ({ norm }) => norm === 'none',
    frames: {
      climb: {
        title: 'Climb',
        caption: 'Go uphill by ρ times the gradient: steep ground is climbed far.',
        formula: `\\varepsilon = \\rho\\,${T && 'T^2'} g`,
        numbers: '\\rho = @radius \\quad \\lVert g\\rVert = @gradNorm \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
      },
    },
  },
];
