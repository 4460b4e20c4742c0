import { number } from '../../settings/field';
import { part, type Reading, type Selection, type StepContext } from '../part';
import type { Vector } from '../../tensor/tensor';
import type { Trait } from '../traits';

const kept = number({
  label: 'Kept share γ',
  help: 'Share of the batch whose loss reacts most to the climb; only these descend.',
  default: 0.5,
  min: 0.01,
  max: 1,
});
const SOURCE = 'Du et al. 2022 (ESAM), arXiv:2110.03141';
/** From here on everything is kept. */
const ALL = 0.99;

const traits = ({ gamma }: { readonly gamma: number }): readonly Trait[] => (gamma >= ALL ? [] : ['shapes-climb', 'selects-samples']);

/** k = max(1, ⌊γ·b⌋): never an empty selection. */
function count(gamma: number, size: number): number {
  return Math.max(1, Math.floor(gamma * size));
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
  create: ({ gamma }) => ({
    kept: (size) => (gamma >= ALL ? size : count(gamma, size)),
    scores: gamma < ALL,
    *select(context, perturbedPoint) {
      if (gamma >= ALL) return context.batch;
      const values = yield* scores(context, perturbedPoint);
      return context.oracle.subset(context.batch, largest(values, count(gamma, context.batch.size)));
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
  create: ({ gamma }) => ({
    kept: (size) => (gamma >= ALL ? size : Math.max(1, count(gamma, size) - 1)),
    scores: gamma < ALL,
    *select(context, perturbedPoint) {
      if (gamma >= ALL) return context.batch;
      const values = yield* scores(context, perturbedPoint);
      const k = count(gamma, context.batch.size);
      const bar = values[largest(values, k)[k - 1] as number] as number;
      const above = Array.from(values.keys()).filter((index) => (values[index] as number) > bar);
      return context.oracle.subset(context.batch, above.length > 0 ? above : largest(values, 1));
    },
  }),
});

/** Indices of the `count` largest values, largest first; ties to the lower index. */
function largest(values: Float64Array, count: number): readonly number[] {
  return Array.from(values.keys())
    .sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
    .slice(0, count);
}
