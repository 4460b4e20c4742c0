/**
 * Notices about a run, of what may happen by definition and still surprise: a sentence with what to do about it, once per run and
 * code. The steps themselves go on as algorithms.md defines them; this file only reads their records.
 */
import { type Block, columnOf } from '../metrics/block';
import type { StepMetric } from '../metrics/catalogue';
import type { Notice } from '../notice';
import type { Gate } from './part';
import { EXPONENT_LIMIT } from './descent/sharpnessFunctions';
import { type DivergenceCause, divergenceRemedy, type Suspects } from './divergence';
import { RADIUS_LIMITS } from './radius/learned';

export type RunNoticeCode =
  | 'not-finite'
  | 'zero-gradient'
  | 'selection-empty'
  | 'exponent-cut-off'
  | 'radius-at-limit'
  | 'gate-never-open'
  | 'gate-always-open'
  | 'no-rare-sample';

/** About the run of this id; once per run and code. */
export interface RunNotice extends Notice<RunNoticeCode> {
  /** The step at which it was first so, from 0. */
  readonly step: number;
  /** Of a run that diverged: the setting to blame. */
  readonly cause?: DivergenceCause;
}

/** A notice before it is said whose it is. */
type Event = Omit<RunNotice, 'about'>;

/** Numbers of a step by metric; NaN where the step did not record one. */
type Row = (metric: StepMetric) => number;

/** Steps after the first that a gate's habits are judged on: a tenth of training, but at least this many. */
const FEWEST_JUDGED = 100;
/** In trainings shorter than this, a gate that did the same all the time says nothing. */
const TOO_FEW = 10;

/**
 * A watcher of one member of a run: takes its rows in order, whatever the pieces, and says what is new in them; a code may come
 * again. `steps` is the planned number of steps.
 */
export function watchRun(run: string, gate: Pick<Gate, 'isEstimate'>, steps: number): (rows: Block<StepMetric>) => readonly RunNotice[] {
  const ofGate = gate.isEstimate ? watchGate(steps) : () => undefined;
  const ofRare = watchRare();
  return (rows) =>
    Array.from(columnOf(rows, 'step') ?? []).flatMap((step, index) => {
      const row: Row = (metric) => columnOf(rows, metric)?.[index] ?? Number.NaN;
      const said = [
        zeroGradient(step, row),
        emptySelection(step, row),
        cutOff(step, row),
        radiusAtLimit(step, row),
        ofGate(step, row),
        ofRare(step, row),
      ];
      return said.flatMap((notice) => (notice ? [{ about: run, ...notice }] : []));
    });
}

/** For the step at which a run diverges; `what` was no number, in words (`its loss`). */
export function notFinite(run: string, step: number, what: string, cause: DivergenceCause, suspects: Suspects): RunNotice {
  return {
    code: 'not-finite',
    about: run,
    step,
    message: `At step ${step} ${what} was no longer a finite number, so training ended there.`,
    remedy: divergenceRemedy(cause, suspects),
    cause,
  };
}

/** A mean loss below it is a batch that is fitted: every sample has its label with more than 99.9 %. */
const FITTED = 1e-3;

function zeroGradient(step: number, row: Row): Event | undefined {
  // Without a rare sample nothing is climbed, and the others descend.
  if (row('gradNorm') !== 0 || row('tailSamples') === 0) return undefined;
  return {
    code: 'zero-gradient',
    step,
    message: `At step ${step} the gradient was exactly zero: there was nothing to climb, and only momentum and weight decay moved the weights.`,
    remedy:
      row('lossClean') < FITTED
        ? 'The batch is fitted to the last digit; stop here, or make the task harder.'
        : 'The batch is not fitted: what is differentiated is saturated, or all units are dead; start again with a lower learning rate.',
  };
}

function emptySelection(step: number, row: Row): Event | undefined {
  if (!(row('emptySelections') > 0)) return undefined;
  return {
    code: 'selection-empty',
    step,
    message: `At step ${step} no sample was left to descend on, so the most sensitive one descended alone.`,
    remedy: 'Keep a larger share γ, or choose larger batches.',
  };
}

function cutOff(step: number, row: Row): Event | undefined {
  if (!(row('limitedExponents') > 0)) return undefined;
  return {
    code: 'exponent-cut-off',
    step,
    message: `At step ${step} the rise D was beyond ±${EXPONENT_LIMIT} and was taken as ±${EXPONENT_LIMIT}, as its exponential would overflow.`,
    remedy: 'Choose a larger ρ, or shorter directions.',
  };
}

function radiusAtLimit(step: number, row: Row): Event | undefined {
  // Devices keep ν in float32.
  const isAt = (limit: number) => Math.abs(row('nuNext') - Math.log(limit)) < 1e-6 * Math.abs(Math.log(limit));
  const { least, most } = RADIUS_LIMITS;
  if (!isAt(least) && !isAt(most)) return undefined;
  return {
    code: 'radius-at-limit',
    step,
    message: `At step ${step} the learned radius came to ${isAt(most) ? `${most}, the largest` : `${least}, the smallest`} it may have, and is held there.`,
    remedy: 'Lower the radius learning rate, or choose another upper level.',
  };
}

/** A gate that decides by what it sees, and always decides the same. The first step is left out: its statistics start from zero. */
function watchGate(steps: number): (step: number, row: Row) => Event | undefined {
  const judged = Math.min(steps - 1, Math.max(FEWEST_JUDGED, Math.ceil(steps / 10)));
  let [seen, opened] = [0, 0];
  return (step, row) => {
    if (step === 0 || judged < TOO_FEW || seen === judged) return undefined;
    seen++;
    opened += row('samApplied');
    if (seen < judged || (opened > 0 && opened < judged)) return undefined;
    const isOpen = opened > 0;
    return {
      code: isOpen ? 'gate-always-open' : 'gate-never-open',
      step,
      message: `Up to step ${step} the gate ${isOpen ? 'opened on every step, so climbing cost what it costs without a gate' : 'never opened after the first step, so these steps were the base optimizer’s'}.`,
      remedy: `${isOpen ? 'Raise' : 'Lower'} λ₁ and λ₂, the thresholds of the gate.`,
    };
  };
}

/** Steps without a sample of a rare class after which there seems to be none. */
const WITHOUT_RARE = 50;

/** Where only samples of rare classes climb. */
function watchRare(): (step: number, row: Row) => Event | undefined {
  let without = 0;
  return (step, row) => {
    without = row('tailSamples') === 0 ? without + 1 : Number.NaN;
    if (without !== WITHOUT_RARE) return undefined;
    return {
      code: 'no-rare-sample',
      step,
      message: `Up to step ${step} no mini-batch had a sample of a rare class, so nothing was climbed.`,
      remedy: 'Name the classes that count as rare, or raise the share below which a class is.',
    };
  };
}
