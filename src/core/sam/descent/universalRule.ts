/**
 * The universal class: descends L + λ·R, where R is any (φ, ψ, μ)-sharpness of k components.
 *
 *   D_ij = (L(w + ρ_j·v_ij) − L(w))/ρ_j²,   s_j = mean_i ψ_j(D_ij),   R = φ(s_1 … s_k),   v_ij ~ μ_j
 *   ∇R = Σ_j ∂_jφ · mean_i ψ_j′(D_ij)·(g_ij − g)/ρ_j²,   u = g + λ∇R
 *
 * Components that name the same set share its points, which are then paid for once. ρ_j is a multiple of the run's ρ; the
 * paper has one ρ for all. `code` scale leaves the 1/ρ² of ∇R to λ, as the authors' class ISAM does; published λ are for it.
 * Directions are constants of the step, also where they are its own gradient. There is no climb, so nothing is learned about ρ.
 *
 * Cost: 1 + the points of all sets, in gradients (antithetic pairs ±v, which remove the odd term of D exactly, take two each).
 * Source: Tahmasebi et al. 2024, "A Universal Class of Sharpness-Aware Minimization Algorithms", arXiv:2406.03682,
 * algorithm 3; algorithms.md §7.2.
 */
import type { Scalar, Vector } from '../../tensor/tensor';
import { NORM_FLOOR } from '../norm';
import type { DescentRule, Measure, StepContext } from '../part';
import { mean, nearbyPoints, notedPoints, one, recordOfPoints, sum } from './nearby';
import { EXPONENT_LIMIT, type Phi, type Psi, phis, psis } from './sharpnessFunctions';

/** Points around w that components may share. */
export interface PointSet {
  /** Where directions come from; `gradient` is the point mass at g/‖g‖, a single direction. */
  readonly measure: Measure | { readonly kind: 'gradient' };
  /** Directions n, at least 1. */
  readonly count: number;
  /** ρ_j as a multiple of the run's ρ. */
  readonly reach: number;
  /** Its draws are named by this number. */
  readonly drawnAs: number;
}

export interface Component {
  readonly psi: Psi;
  /** Index of its set. */
  readonly set: number;
  /** c_j of the weighted sum; no other φ looks at it. */
  readonly weight: number;
}

export interface Sharpness {
  readonly components: readonly [Component, ...Component[]];
  readonly sets: readonly PointSet[];
  readonly phi: Phi;
  readonly lambda: number;
  readonly gradscale: 'code' | 'exact';
  readonly antithetic: boolean;
}

/** Points that a set costs a gradient each. */
export function pointsIn({ measure, count }: PointSet, antithetic: boolean): number {
  return (measure.kind === 'gradient' ? 1 : count) * (antithetic ? 2 : 1);
}

/** The descent rule of a sharpness. Any number of components and sets. */
export function universalRule({ components, sets, phi, lambda, gradscale, antithetic }: Sharpness): DescentRule {
  const weights = components.map(({ weight }) => weight);
  const exponentials = components.filter(({ psi }) => psis[psi].isExponential);
  return {
    climbs: false,
    asks: [
      { of: 'loss', at: 'params' },
      { of: 'loss', at: 'nearby', count: sets.reduce((points, set) => points + pointsIn(set, antithetic), 0) },
    ],
    // oxlint-disable-next-line require-yield -- other rules climb here
    *descend(context, ascent) {
      const { oracle, params, batch } = context;
      const clean = oracle.pass(oracle.descentLoss, params, batch);
      const radius = ascent.radius();
      const seen = sets.map((set) => {
        const own = set.reach === 1 ? radius : radius.mul(set.reach);
        const points = nearbyPoints(context, vectorsOf(set, context, clean.gradient), own, antithetic);
        return { set, points, rises: points.map(({ pass }) => pass.loss.sub(clean.loss).div(own.square())) };
      });
      const averages = components.map(({ psi, set }) => mean(risesOf(seen[set]).map(psis[psi].value)));
      const slopes = phis[phi].slopes(averages, weights);
      // Each point once, with what all components make of it: nearly equal terms cancel as numbers, not as vectors.
      const regularizer = sum(
        seen.flatMap(({ set, points, rises }, index) => {
          const share = 1 / (points.length * set.reach ** 2);
          return points.map(({ pass }, i) => {
            const rise = rises[i] as Scalar;
            const pulls = components.flatMap(({ psi, set: its }, j) =>
              its === index ? [psis[psi].slope(rise).mul(slopes[j] as Scalar)] : [],
            );
            return pass.gradient.sub(clean.gradient).mul(sum(pulls).mul(share));
          });
        }),
      );
      const strength = gradscale === 'exact' ? one(radius).mul(lambda).div(radius.square()) : one(radius).mul(lambda);
      return {
        update: clean.gradient.addScaled(regularizer, strength),
        sensitivities: [],
        clean,
        noted: { arrows: { '∇R': regularizer }, points: notedPoints(seen.flatMap(({ points }) => points)) },
        record: {
          ...recordOfPoints(seen.flatMap(({ points }) => points)),
          regularizer: phis[phi].value(averages, weights),
          regGradNorm: regularizer.norm(),
          innerAverage: averages[0] as Scalar,
          ...(exponentials.length > 0 ? { limitedExponents: limited(exponentials.flatMap(({ set }) => risesOf(seen[set]))) } : {}),
        },
      };
    },
  };
}

function vectorsOf({ measure, count, drawnAs }: PointSet, { draws }: StepContext, gradient: Vector): readonly Vector[] {
  if (measure.kind === 'gradient') return [gradient.div(gradient.norm().add(NORM_FLOOR))];
  return Array.from({ length: count }, (_, index) => draws.vector(`v:${drawnAs}:${index}`, measure));
}

function risesOf(seen: { readonly rises: readonly Scalar[] } | undefined): readonly Scalar[] {
  if (!seen) throw new Error('universal class: a component names a set of points that is not there');
  return seen.rises;
}

/** How many rises are cut off before an exponential. */
function limited(rises: readonly Scalar[]): Scalar {
  return sum(rises.map((rise) => rise.abs().greater(EXPONENT_LIMIT)));
}
