import { number, numbers } from '../../settings/field';
import type { Table } from '../../tensor/tensor';
import type { Objective } from '../objective';
import { type DescentRule, part, type StepContext } from '../part';
import type { Trait } from '../traits';

/**
 * ImbSAM: only the classes that are rare climb, since sharpness is theirs.
 *
 *   g_H = ∇(1/B)·Σ_H ℓ(w),   g_S = ∇(c/B)·Σ_S ℓ(w),   ε = ρ·g_S/‖g_S‖,   u = g_H + ∇(c/B)·Σ_S ℓ(w + ε)
 *
 * H and S are the samples of the batch in frequent (head) and rare (tail) classes, c a weight of the tail; batch statistics are those
 * of the whole batch. Without a rare sample ε = 0 and u = g_H. The published loop has c = 2. Cost: three gradients.
 *
 * Source: Zhou et al. 2023, “ImbSAM: A Closer Look at Sharpness-Aware Minimization in Class-Imbalanced Recognition”, arXiv:2308.07815,
 * and cool-xuan/Imbalanced_SAM.
 */
export const tailClasses = part<DescentRule>()({
  label: 'Rare classes climb (ImbSAM)',
  help: 'Samples of rare classes climb and are weighted; those of frequent classes descend plainly.',
  source: 'Zhou et al. 2023 (ImbSAM), arXiv:2308.07815',
  fields: {
    tailbelow: number({
      label: 'Rare below',
      help: 'A class is rare with fewer training samples than this share of those of the largest.',
      default: 0.5,
      min: 0,
      max: 1,
      isShare: true,
    }),
    tail: numbers({
      label: 'Rare classes',
      help: 'Numbers of the classes that count as rare whatever their size, from 1; 0 leaves it to their size.',
      default: [0],
      min: 0,
      max: 1000,
      integer: true,
      longest: 32,
    }),
    tailweight: number({
      label: 'Weight of the rare',
      help: 'Factor on the loss of rare samples; the authors’ code has 2.',
      default: 2,
      min: 0.01,
      max: 100,
      scale: 'log',
    }),
  },
  traits({ tail, tailbelow }, _network, counts) {
    const acts: readonly Trait[] = ['shapes-climb', 'samples-apart'];
    if (isNamed(tail)) return acts;
    const isBalanced = counts && Math.min(...counts) >= tailbelow * Math.max(...counts);
    return [...acts, 'needs-imbalance', ...(isBalanced ? (['balanced'] as const) : [])];
  },
  frames: {
    gradient: {
      title: 'Gradient of the rare',
      caption: 'Which way does the loss of rare classes rise fastest?',
      formula: 'g_S = \\nabla \\tfrac{c}{B}\\textstyle\\sum_S \\ell(w)',
      numbers: '|S| = @tailSamples \\quad \\lVert g_S\\rVert = @tailGradNorm',
    },
    descend: {
      title: 'Join both',
      caption: 'Frequent classes from here, rare ones from up there.',
      formula: 'u = g_H + \\hat g_S',
      numbers: '\\lVert\\hat g_S\\rVert = @perturbedGradNorm \\quad \\lVert u\\rVert = @updateNorm',
    },
  },
  python({ tailbelow, tail, tailweight }) {
    const rare = isNamed(tail) ? `index + 1 in (${tail.join(', ')},)` : `CLASS_COUNTS[index] < ${tailbelow} * max(CLASS_COUNTS)`;
    return {
      state: [`RARE = torch.tensor([float(${rare}) for index in range(len(CLASS_COUNTS))])`],
      function: [
        '# ImbSAM (arXiv:2308.07815): rare samples only, and weighted',
        `return lambda logits, y: (${tailweight} * RARE[y] * per_sample(objective, logits, y)).mean()`,
      ],
      combine: [
        'g_head, _ = gradient(lambda logits, y: ((1 - RARE[y]) * per_sample(loss_of, logits, y)).mean(), w, x, y)',
        'u = g_head + g_top',
      ],
    };
  },
  records: ['tailGradNorm', 'tailSamples'],
  create({ tailbelow, tail, tailweight }) {
    /** 1 for every rare class, as a row. */
    const rare = ({ backend, batch, classCounts }: StepContext): Table => {
      const classes = batch.targets.shape[1] as number;
      const most = Math.max(...(classCounts ?? [0]));
      const isRare = (index: number) => (isNamed(tail) ? tail.includes(index + 1) : (classCounts?.[index] ?? most) < tailbelow * most);
      return backend.tensor(
        Array.from({ length: classes }, (_, index) => (isRare(index) ? 1 : 0)),
        [classes, 1],
      );
    };
    return {
      climbs: true,
      weighs: true,
      asks: [{ of: 'own', at: 'params' }],
      *descend(context, ascent) {
        const { oracle, params, batch } = context;
        const row = rare(context);
        const {
          ascent: first,
          perturbed,
          direction,
        } = yield* ascent.climb((objective) => weighing(objective, (targets) => targets.matMul(row).mul(tailweight)));
        const head = oracle.pass(
          weighing(oracle.descentLoss, (targets) => targets.matMul(row).mul(-1).add(1)),
          params,
          batch,
        );
        return {
          update: head.gradient.add(perturbed.gradient),
          sensitivities: [{ coefficient: 1, gradient: perturbed.gradient, direction }],
          noted: { arrows: { gₕ: head.gradient } },
          record: {
            ...(first ? { tailGradNorm: first.gradient.norm() } : {}),
            tailSamples: batch.targets.matMul(row).sum(),
          },
        };
      },
    };
  },
});

const isNamed = (tail: readonly number[]): boolean => tail.some((index) => index > 0);

/** An objective whose samples count by their weights [b, 1]. */
function weighing(objective: Objective, weights: (targets: Table) => Table): Objective {
  return (logits, targets) => {
    const weight = weights(targets);
    const { perSample, logitGradient } = objective(logits, targets);
    return { perSample: perSample.mul(weight.reshape(perSample.shape)), logitGradient: logitGradient.mul(weight) };
  };
}
