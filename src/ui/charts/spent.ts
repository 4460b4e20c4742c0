/** Cost of runs so far: means over their seeds at the step on screen, as numbers, words and lengths of bars. */
import { figureOf, type Shown } from '../../store/shown';
import { count, duration, missing, quantity } from '../format';

export interface Amount {
  /** NaN where there is none. */
  readonly value: number;
  /** Of the largest, 0 … 1: the length of its bar. */
  readonly share: number;
  readonly text: string;
}

export interface RunExpense {
  readonly run: string;
  readonly evals: Amount;
  readonly seconds: Amount;
  /** Gradients per step, in words. */
  readonly perStep: string;
}

/** Seconds below which a clock says more about the machine than about a run: bars of them would compare noise. */
export const LEAST_SECONDS = 1;

export function costsOf(shown: Pick<Shown, 'group' | 'steps'>, runs: readonly string[]): readonly RunExpense[] {
  const spent = runs.map((run) => ({
    run,
    evals: figureOf(shown, run, 'evals').mean,
    seconds: figureOf(shown, run, 'seconds').mean,
    step: shown.steps.get(run) ?? 0,
  }));
  const evals = amountsOf(
    spent.map((one) => one.evals),
    count,
  );
  const seconds = amountsOf(
    spent.map((one) => one.seconds),
    duration,
    LEAST_SECONDS,
  );
  return spent.map((one, index) => ({
    run: one.run,
    evals: evals[index] as Amount,
    seconds: seconds[index] as Amount,
    perStep: quantity(one.step > 0 ? one.evals / one.step : Number.NaN),
  }));
}

/** @param least  the largest must be as large as this, or no bar is drawn. */
export function amountsOf(values: readonly number[], write: (value: number) => string, least = 0, none = missing): readonly Amount[] {
  const most = Math.max(0, ...values.filter(Number.isFinite));
  return values.map((value) => ({
    value,
    share: Number.isFinite(value) && most > 0 && most >= least ? value / most : 0,
    text: Number.isFinite(value) ? write(value) : none,
  }));
}
