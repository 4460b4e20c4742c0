import { nth } from '../../numbers';
import { number } from '../../settings/field';
import { type Part, part, type Reading, type Selected, type Selection, type StepContext } from '../part';
import type { Vector } from '../../tensor/tensor';
import type { Trait } from '../traits';

const kept = number({
  label: 'Kept share γ',
  help: 'Share of the batch whose loss reacts most to the climb; only these descend.',
  default: 0.5,
  min: 0.01,
  max: 1,
  isShare: true,
});
const SOURCE = 'Du et al. 2022 (ESAM), arXiv:2110.03141';
/** From here on everything is kept. */
const ALL = 0.99;

const traits = ({ gamma }: { readonly gamma: number }): readonly Trait[] => (gamma >= ALL ? [] : ['shapes-climb', 'selects-samples']);

const records: Part<Selection>['records'] = ['emptySelections'];
const frames: Part<Selection>['frames'] = {
  select: {
    title: 'Choose samples',
    caption: 'Only the samples whose loss rises most go on.',
    formula: 'B^+ = \\mathrm{top}\\bigl(\\ell_i(w+\\varepsilon) - \\ell_i(w)\\bigr)',
    numbers: '|B^+| = @kept \\quad |B| = @samples',
  },
  perturbed: {
    title: 'Gradient up there',
    caption: 'The gradient that counts: at the top, on the chosen samples.',
    formula: '\\hat g = \\nabla L_{B^+}(w+\\varepsilon)',
    numbers: '\\lVert\\hat g\\rVert = @perturbedGradNorm \\quad L_{B^+}(w+\\varepsilon) = @lossPerturbed',
  },
};

/** s_i as Python. */
const SCORES = ['scores = sample_losses(top, x, y) - sample_losses(w, x, y)'];

/** k = max(1, ⌊γ·b⌋): never an empty selection. */
function count(gamma: number, size: number): number {
  return Math.max(1, Math.floor(gamma * size));
}

/** The samples with these indices; where a rule leaves none, the most sensitive one descends, which is counted. */
function chosen({ oracle, batch }: StepContext, indices: readonly number[], values: Float64Array): Selected {
  const isEmpty = indices.length === 0;
  return { batch: oracle.subset(batch, isEmpty ? largest(values, 1) : indices), counts: { emptySelections: isEmpty ? 1 : 0 } };
}

/** s_i = ℓ_i(w + ε) − ℓ_i(w). Cost: one forward pass; the one at w is known. */
function* scores({ oracle, params, batch }: StepContext, perturbedPoint: Vector): Reading<Float64Array> {
  return yield oracle.losses(perturbedPoint, batch).sub(oracle.losses(params, batch));
}

/** The k = max(1, ⌊γ·b⌋) samples with the largest scores, ties to the lower index. Source: algorithms.md §4.3. */
export const sdsTopk = part<Selection>()({
  label: 'Most sensitive samples (SDS)',
  help: 'The second pass uses only the samples whose loss rises most on the climb.',
  source: SOURCE,
  fields: { gamma: kept },
  traits,
  frames,
  records,
  python: ({ gamma }) =>
    gamma >= ALL
      ? {}
      : { select: [...SCORES, `kept = scores.sort(descending=True, stable=True).indices[: max(1, math.floor(${gamma} * len(x)))]`] },
  create: ({ gamma }) => ({
    kept: (size) => (gamma >= ALL ? size : count(gamma, size)),
    scores: gamma < ALL,
    *select(context, perturbedPoint) {
      const { batch } = context;
      if (gamma >= ALL) return { batch };
      const values = yield* scores(context, perturbedPoint);
      return chosen(context, largest(values, Math.floor(gamma * batch.size)), values);
    },
  }),
});

/**
 * The authors' code: samples strictly above the k-th largest score, k − 1 of them without ties. The code divides by zero
 * when none is left (k = 1); here the largest one stays.
 */
export const sdsStrict = part<Selection>()({
  label: 'Most sensitive samples (SDS, code rule)',
  help: 'As SDS, with the strict comparison of the authors’ code, which keeps one sample less.',
  source: SOURCE,
  fields: { gamma: kept },
  traits,
  frames,
  records,
  python: ({ gamma }) =>
    gamma >= ALL
      ? {}
      : {
          select: [
            ...SCORES,
            'ranked = scores.sort(descending=True, stable=True)',
            `bar = ranked.values[max(1, math.floor(${gamma} * len(x))) - 1]`,
            'kept = (scores > bar).nonzero().reshape(-1) if (scores > bar).any() else ranked.indices[:1]',
          ],
        },
  create: ({ gamma }) => ({
    kept: (size) => (gamma >= ALL ? size : Math.max(1, count(gamma, size) - 1)),
    scores: gamma < ALL,
    *select(context, perturbedPoint) {
      const { batch } = context;
      if (gamma >= ALL) return { batch };
      const values = yield* scores(context, perturbedPoint);
      const k = count(gamma, batch.size);
      const bar = rank(values[nth(largest(values, k), k - 1)]);
      const above = Array.from(values.keys()).filter((index) => rank(values[index]) > bar);
      return chosen(context, above, values);
    },
  }),
});

/** Indices of the `count` largest values, largest first; ties to the lower index. */
function largest(values: Float64Array, count: number): readonly number[] {
  return Array.from(values.keys())
    .sort((a, b) => (rank(values[b]) > rank(values[a]) ? 1 : rank(values[b]) < rank(values[a]) ? -1 : a - b))
    .slice(0, count);
}

/** A score that is no number counts as the largest: its sample is kept, so that the step shows that something broke. */
function rank(score: number | undefined): number {
  return score === undefined || Number.isNaN(score) ? Number.POSITIVE_INFINITY : score;
}
