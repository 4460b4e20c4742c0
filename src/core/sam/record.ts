/** The bookkeeping of algorithms.md §1.10: what a step's passes say, for charts and tests. */
import type { Scalar, Table } from '../tensor/tensor';
import type { Pass } from './oracle';
import type { Climb, Descent, Noted, StepRecord } from './part';

/** One (micro-)batch of a step. */
export interface Piece {
  /** Its share of the mini-batch. */
  readonly share: number;
  readonly descent: Descent;
  readonly climb?: Climb;
  /** Notes of the fallback about an open step. */
  readonly record?: StepRecord;
  readonly noted?: Noted;
}

/** Losses and norms are averaged over micro-batches; what a descent rule or a fallback adds is the first one's. */
export function recordOf(pieces: readonly Piece[]): StepRecord {
  const [first] = pieces;
  if (!first) return {};
  const climbs = pieces.flatMap(({ climb, share }) => (climb ? [{ climb, share }] : []));
  const mean = (of: (climb: Climb) => Scalar) => weighted(climbs.map(({ climb, share }) => [of(climb), share]));
  /** Of the passes whose gradients were climbed. */
  const firstPass = (of: (pass: Pass) => Scalar) => mean(({ ascent }) => of(ascent as Pass));
  const { clean } = first.descent;
  return {
    ...(clean ? { lossClean: clean.loss, gradNorm: clean.gradient.norm() } : {}),
    ...(climbs.length > 0
      ? {
          ...(first.climb?.ascent ? { [first.climb.offset ? 'lossSmoothed' : 'lossClean']: firstPass((pass) => pass.loss) } : {}),
          ...(first.climb?.offset ? { noiseNorm: first.climb.offset.norm() } : {}),
          ...(first.climb?.ascent
            ? { ascentObjective: firstPass((pass) => pass.objective), gradNorm: firstPass((pass) => pass.gradient.norm()) }
            : {}),
          perturbNorm: mean(({ perturbation }) => perturbation.norm()),
          lossPerturbed: mean(({ perturbed }) => perturbed.loss),
          perturbedGradNorm: mean(({ perturbed }) => perturbed.gradient.norm()),
          ...flipCounts(climbs.map(({ climb }) => climb)),
          ...totals(climbs.flatMap(({ climb }) => (climb.counts ? [climb.counts] : []))),
        }
      : {}),
    ...(first.record ?? {}),
    ...(first.descent.record ?? {}),
  };
}

function flipCounts(climbs: readonly Climb[]): StepRecord {
  const counts = climbs.map(({ ascent, perturbed }) => (ascent ? flips(ascent, perturbed) : {}));
  const total = (key: 'flippedToWrong' | 'flippedToRight') =>
    counts.flatMap((count) => count[key] ?? []).reduce((sum, count) => sum.add(count));
  return counts.every((count) => count.flippedToWrong)
    ? { flippedToWrong: total('flippedToWrong'), flippedToRight: total('flippedToRight') }
    : {};
}

/**
 * Samples whose prediction the perturbation turns (BiSAM fig. 2; algorithms.md §12.5): right at w and wrong at w + ε, and the other way round, from the two passes already made.
 * Nothing is reported when the second pass saw other samples (SDS).
 */
function flips(before: Pass, after: Pass): { flippedToWrong?: Scalar; flippedToRight?: Scalar } {
  if (before.targets !== after.targets) return {};
  const labels = before.targets.argMax();
  const wasRight = correct(before.logits, labels);
  const isRight = correct(after.logits, labels);
  return { flippedToWrong: wasRight.greater(isRight).sum(), flippedToRight: isRight.greater(wasRight).sum() };
}

function correct(logits: Table, labels: Table): Table {
  return logits.argMax().equal(labels);
}

function totals(counts: readonly Readonly<Record<string, number>>[]): StepRecord {
  const sums: Record<string, number> = {};
  for (const [name, count] of counts.flatMap((one) => Object.entries(one))) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** Σ share · value; a single value is returned untouched. */
function weighted(parts: readonly (readonly [Scalar, number])[]): Scalar {
  const [only, ...rest] = parts;
  if (!only) throw new Error('record: nothing to average');
  return rest.reduce((sum, [value, share]) => sum.add(value.mul(share)), rest.length === 0 ? only[0] : only[0].mul(only[1]));
}
