/**
 * Cost of a step, told before it is made from what its parts declare they ask for (algorithms.md §11). Knows no part
 * by name; a test compares it with the oracle's own count for every algorithm and for random combinations.
 */
import type { Question } from './part';
import type { Objective } from './objective';
import type { Anatomy } from './step';

export interface StepCost {
  /** Gradient evaluations of a step that climbs, in full-batch equivalents. */
  readonly open: number;
  /** The same of a step that does not. */
  readonly closed: number;
  /** Share of the steps that climb. */
  readonly openShare: number;
  /** Mean over a whole training. */
  readonly expected: number;
  /** The mean depends on how training goes: a guess. */
  readonly isEstimate: boolean;
  /** Mean number of forward passes without a backward one. */
  readonly forwards: number;
}

/** @param batch samples of a mini-batch: what is kept of them is rounded to whole samples. */
export function stepCost(anatomy: Anatomy, descentLoss: Objective, batch: number): StepCost {
  const { gate, fallback, heading, geometry, legs, descent, radius, selection } = anatomy;
  const climbed = descent.weighs ? 'weighed' : 'ascent';
  /** Gradients that the climb itself asks. */
  const climb: readonly Question[] = [
    ...(heading.asksGradient ? [{ of: climbed, at: 'point' } as const] : []),
    ...(heading.asksGradient && legs.count > 1 ? [{ of: climbed, at: 'way', count: legs.count - 1 } as const] : []),
    ...(geometry.asks ?? []),
    { of: 'loss', at: 'perturbed' },
  ];
  const pieces = anatomy.batching.sizes(batch);
  const kept = pieces.reduce((sum, size) => sum + selection.kept(size), 0) / batch;

  /** Two questions with the same name have the same answer. */
  const nameOf = ({ of, at, onWhole = false }: Question) => {
    const objective = of === 'ascent' && anatomy.ascent === descentLoss ? 'loss' : of;
    const place = at === 'point' && !anatomy.point.moves ? 'params' : at;
    return [objective, place, onWhole && pieces.length > 1 ? 'whole' : 'pieces'].join();
  };
  const paid = (questions: readonly Question[]) => new Map(questions.map((question) => [nameOf(question), question]));
  const gradients = (questions: readonly Question[]) =>
    [...paid(questions).values()].reduce((sum, { at, count = 1 }) => sum + count * (at === 'perturbed' ? kept : 1), 0);

  const decided = gate.asks ?? [];
  const ascended = [...decided, ...descent.asks, ...(descent.climbs ? [...climb, ...fallback.asks.climbed] : [])];
  const open = gradients(ascended) + (descent.climbs ? (radius.upperLevel?.gradients ?? 0) : 0);
  const closed = gradients([...decided, ...fallback.asks.closed]);
  const { openShare, isEstimate = false } = gate;
  const isKnownAtParams = ascended.some((question) => /params,pieces$/.test(nameOf(question)));
  const scoring = descent.climbs && selection.scores ? 1 + (isKnownAtParams ? 0 : 1) : 0;
  return {
    open,
    closed,
    openShare,
    expected: openShare * open + (1 - openShare) * closed,
    isEstimate: isEstimate && open !== closed,
    forwards: openShare * scoring,
  };
}
