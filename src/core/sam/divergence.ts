/** Why a run's numbers stopped being finite, as far as the numbers before tell. */
import type { StepMetric } from '../metrics/catalogue';

/** Which setting is to blame: the learning rate η, the radius ρ, or the weight λ of a regularizer; all where nothing tells them apart. */
export type DivergenceCause = 'rate' | 'radius' | 'weight' | 'unknown';

/** A step's numbers by metric; NaN where it did not record one. */
type Row = (metric: StepMetric) => number;

/** Settings of a run beside its learning rate. */
export interface Suspects {
  readonly hasRadius: boolean;
  readonly hasWeight: boolean;
}

/** Calm is what the run was while its loss was below this many times its first. */
const CALM = 2;
/** A part of the update, or a climb, is at fault when it was this many times the gradient while the run was calm. */
const LARGE = 3;

/**
 * A watcher of one member: takes its rows in order, the broken one last, and then says what is to blame. Only what was large before
 * the loss grew counts: afterwards everything is.
 *
 *   weight  max ‖u‖/‖g‖ > 3 with a regularizer: u = g + λ∇R
 *   radius  max ‖ĝ‖/‖g‖ > 3, or the loss on top of the climb was not finite and the one below was
 */
export function watchDivergence({ hasRadius, hasWeight }: Suspects): { see(row: Row): void; cause(broken: Row): DivergenceCause } {
  let [first, update, climb, calm] = [Number.NaN, 0, 0, 0];
  return {
    see(row) {
      const [loss, norm] = [row('lossClean'), row('gradNorm')];
      if (Number.isNaN(first)) first = loss;
      if (!(norm > 0) || loss > CALM * first) return;
      calm++;
      update = larger(update, row('updateNorm') / norm);
      climb = larger(climb, row('perturbedGradNorm') / norm);
    },
    cause(broken) {
      const isAbove = Number.isFinite(broken('lossClean')) && !Number.isFinite(broken('lossPerturbed')) && !Number.isNaN(first);
      if (hasWeight && update > LARGE) return 'weight';
      if (hasRadius && (climb > LARGE || isAbove)) return 'radius';
      return calm > 1 || !(hasRadius || hasWeight) ? 'rate' : 'unknown';
    },
  };
}

const larger = (one: number, other: number) => (other > one ? other : one);

/** Remedy, one sentence. */
export function divergenceRemedy(cause: DivergenceCause, { hasRadius, hasWeight }: Suspects): string {
  switch (cause) {
    case 'weight':
      return 'The regularizer’s part of the update was far longer than the gradient while the loss was still small: lower its weight λ.';
    case 'radius':
      return 'The gradient on top of the climb was far longer than the one below while the loss was still small: lower the radius ρ.';
    case 'rate':
      return 'Lower the learning rate η.';
    case 'unknown':
      return `Lower the learning rate η${hasRadius ? ', or the radius ρ' : ''}${hasWeight ? ', or the weight λ of the regularizer' : ''}.`;
  }
}
