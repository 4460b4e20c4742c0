/**
 * How sharp the ground is where a run stands, and which way it would climb: taken on a few fixed training samples, apart
 * from the run's own steps. Nothing here counts as the run's gradients or seconds, moves batch-norm statistics or touches
 * its state. Batch norm uses the statistics of these samples, as a step would.
 */
import { forward, type Network } from '../../core/models/network';
import { crossEntropyWith } from '../../core/sam/ascent/crossEntropy';
import { drive } from '../../core/sam/drive';
import { NORM_FLOOR } from '../../core/sam/norm';
import type { Climb, DescentRule, Gate, StepSetting } from '../../core/sam/part';
import { type AlgorithmState, type Anatomy, sharpnessAwareStep } from '../../core/sam/step';
import type { Computation } from './unread';
import type { Backend, Tensor, Vector } from '../../core/tensor/tensor';

export interface LocalSharpness {
  /** The common radius ρ̂ it was taken at. */
  readonly commonRho: number;
  /** L(w + ρ̂ g/‖g‖) − L(w), nats, plain cross-entropy. */
  readonly sharpness: number;
  /** cos(∇L(w), ∇L(w + ε)) with the run's own ε; NaN for a run that does not climb. */
  readonly climbCosine: number;
  /** cos(ε_SAM, ε), ε_SAM along ∇L(w); NaN for a run that does not climb. */
  readonly ascentCosine: number;
  /**
   * Σ ‖∂Q_i/∂z_i‖ over wrongly labelled samples as a share of all, %, with the run's own ascent objective Q at w; NaN for a run
   * that does not climb. The gradient that is climbed is Σ J_iᵀ ∂Q_i/∂z_i, so that these lengths are the samples' weights in it.
   */
  readonly wrongShare: number;
}

const plain = crossEntropyWith(0, 'K-1');

const open: Gate = {
  climbs: true,
  openShare: 1,
  init: () => null,
  // oxlint-disable-next-line require-yield -- gates may read a number here
  *decide(state) {
    return { open: true, state };
  },
};

/**
 * Cost: one gradient and one forward pass of the batch, plus, for a run that climbs, what its own step costs on it without
 * the first gradient (for SAM one more).
 *
 * @param isWrong   1 where the label of a sample is wrong, [size].
 * @param stepHere  makes a step of the run at w, whose oracle holds the samples to look at.
 */
export function localSharpnessOf(
  network: Network,
  anatomy: Anatomy,
  stepHere: () => StepSetting,
  state: AlgorithmState,
  { commonRho, isWrong }: { readonly commonRho: number; readonly isWrong: Tensor },
  backend: Backend,
): Computation<LocalSharpness> {
  return {
    async compute() {
      const context = stepHere();
      const { oracle, params } = context;
      const { whole, descentLoss } = oracle;
      const statistics = oracle.networkState();
      const here = oracle.pass(descentLoss, params, whole);
      const norm = here.gradient.norm();
      const top = params.addScaled(here.gradient, backend.scalar(commonRho).div(norm.add(NORM_FLOOR)));
      const { logits } = forward(network, top, whole.inputs, { mode: 'train', state: statistics });
      const rise = plain(logits, whole.targets).perSample.mean().sub(plain(here.logits, whole.targets).perSample.mean());
      const climb = anatomy.gate.climbs ? await ownClimb(anatomy, context, state) : undefined;
      const pairs: readonly (readonly [Vector, Vector])[] = climb
        ? [
            [here.gradient, climb.perturbed.gradient],
            [here.gradient, climb.perturbation],
          ]
        : [];
      const weights = anatomy.ascent(here.logits, whole.targets).logitGradient.square().sum([1], true).sqrt().reshape([whole.size]);
      return backend.concat(
        [
          rise,
          weights.mul(isWrong).sum(),
          weights.sum(),
          ...pairs.flatMap(([one, other]) => [one.dot(other), one.norm(), other.norm()]),
        ].map(flat),
      );
    },
    take([sharpness = Number.NaN, wrong = 0, all = 0, ...products]) {
      return {
        commonRho,
        sharpness,
        climbCosine: cosine(products.slice(0, 3)),
        ascentCosine: cosine(products.slice(3)),
        wrongShare: products.length > 0 && all > 0 ? (100 * wrong) / all : Number.NaN,
      };
    },
  };
}

/** The climb the run would make here, by the shipped step itself; undefined when its descent rule asks for none. */
export async function ownClimb(anatomy: Anatomy, context: StepSetting, state: AlgorithmState): Promise<Climb | undefined> {
  let made: Climb | undefined;
  const descent: DescentRule = {
    ...anatomy.descent,
    *descend(local, ascent) {
      const noted = {
        ...ascent,
        *climb() {
          made = yield* ascent.climb();
          return made;
        },
      };
      return yield* anatomy.descent.descend(local, noted);
    },
  };
  // A step that always climbs, on all samples at once, and changes nothing.
  const still: Anatomy = {
    ...anatomy,
    gate: open,
    batching: { split: (batch) => [batch], sizes: (size) => [size] },
    fallback: { ...anatomy.fallback, opened: (memory) => ({ state: memory }) },
    mask: {
      ...anatomy.mask,
      // oxlint-disable-next-line require-yield -- masks may read here
      *advance(mask) {
        return mask;
      },
    },
    radius: {
      ...anatomy.radius,
      // oxlint-disable-next-line require-yield -- learned radii read here
      *learn(radius) {
        return { state: radius };
      },
    },
    descent,
    optimizer: { ...anatomy.optimizer, update: (_, params, memory) => ({ params, state: memory }) },
  };
  await drive(sharpnessAwareStep(still, context, state), (tensor) => context.backend.read(tensor));
  return made;
}

/** From ⟨a, b⟩, ‖a‖ and ‖b‖; NaN where one of them is zero or missing. */
function cosine([product = Number.NaN, one = 0, other = 0]: readonly number[]): number {
  const length = one * other;
  return length > 0 ? product / length : Number.NaN;
}

const flat = (scalar: Tensor): Tensor => scalar.reshape([1]);
