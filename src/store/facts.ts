/** Facts about the edited experiment before it runs. */
import { misfitOf } from '../core/checkpoints/fit';
import { needsFiles, trainCountOf } from '../core/datasets';
import { costOf, estimatedBytes, gradientsPerMeasurement, historyBytes, measurementsOf, networkSize } from '../core/settings/cost';
import type { Experiment } from '../core/settings/experiment';
import { type Facts, factsOf, type SettingNotice, refusals } from '../core/settings/refusals';
import { isValley } from '../core/valley/valleys';
import type { PageState } from './state';

/** Facts of generated data, or of the stored data set that the experiment names; undefined while that is not known. */
export function factsAbout({ experiment, datasets }: Pick<PageState, 'experiment' | 'datasets'>): Facts | undefined {
  const generated = factsOf(experiment);
  if (generated) return generated;
  const stored = datasets?.find(({ id }) => id === experiment.data.values.set);
  if (!stored) return undefined;
  return {
    trainCount: trainCountOf(experiment.data, stored),
    inputShape: stored.inputShape,
    classes: stored.classes,
  };
}

const WITHOUT_WEIGHTS = 'Choose that network and its seed, or let runs start from their seeds’ own weights.';

/** A loss of two weights is on screen, and no training. */
export const isPlaying = ({ experiment }: Pick<PageState, 'experiment'>): boolean => isValley(experiment.valley);

/** Why the edited experiment cannot start; empty when it can. */
export function complaintsAbout(state: Pick<PageState, 'experiment' | 'datasets' | 'weights'>): readonly SettingNotice[] {
  const { experiment, datasets, weights } = state;
  const facts = factsAbout(state);
  const refused = refusals(experiment, facts);
  if (refused.length === 0 && facts && weights) {
    const message = misfitOf(experiment, facts, weights);
    if (message) return [{ code: 'refused', about: 'model', message, remedy: WITHOUT_WEIGHTS }];
  }
  if (refused.length > 0 || facts || datasets === null || !needsFiles(experiment.data)) return refused;
  return [
    {
      code: 'refused',
      about: 'data.set',
      message: `The data set “${experiment.data.values.set}” is not stored in this browser.`,
      remedy: 'Drop its files on the page.',
    },
  ];
}

/** True if the experiment waits for data that are known not to be here. */
export function isWaitingForData(state: Pick<PageState, 'group' | 'experiment' | 'datasets' | 'weights'>): boolean {
  return state.group === null && state.datasets !== null && complaintsAbout(state).some(({ about }) => about === 'data.set');
}

/** True while the page shows a study. */
export const hasStudy = ({ experiment, isStudyHeld, studyFile }: Pick<PageState, 'experiment' | 'isStudyHeld' | 'studyFile'>): boolean =>
  isStudyHeld || studyFile !== null || experiment.study.vary !== '';

/** Gradient evaluations above which a link's cost is said before it runs: minutes on most devices. */
const EXPENSIVE_EVALUATIONS = 400_000;

/** True if a link asks for so much that whoever opens it should know. */
export function isExpensive(experiment: Experiment): boolean {
  return costOf(experiment).evaluations > EXPENSIVE_EVALUATIONS;
}

export interface TrainingPlan {
  /** null where the data or the model is not known to fit. */
  readonly parameters: number | null;
  readonly evaluations: number;
  /** null before the device was probed. */
  readonly seconds: number | null;
  /** Of the device while it trains, and of the page in the end. */
  readonly bytes: number | null;
}

/** Size, work, time and memory of the edited experiment. */
export function planOf(state: TimedState): TrainingPlan {
  const { experiment } = state;
  const perStep = stepSeconds(state);
  const { evaluations } = costOf(experiment);
  const size = sizeOf(experiment, factsAbout(state));
  return {
    parameters: size?.parameters ?? null,
    evaluations,
    seconds: perStep === null ? null : perStep * experiment.training.steps,
    bytes:
      size &&
      estimatedBytes(size, experiment.training.batch, experiment.runs.length * experiment.training.seeds.length) + historyBytes(experiment),
  };
}

type TimedState = Pick<PageState, 'experiment' | 'datasets' | 'msPerGradient' | 'msPerMeasurement' | 'msPerPictures'>;

/** Milliseconds between two sets of pictures. */
const PICTURES_MS = 600;
/** Most that pictures take, as a share of what training takes. */
const MOST_PICTURES = 0.5;

/**
 * Seconds that one step of all runs and seeds takes here, with its share of measuring and of pictures; null before the device was probed.
 * Measuring that is too long to be timed beforehand is told from what a gradient takes.
 */
export function stepSeconds({ experiment, datasets, msPerGradient, msPerMeasurement, msPerPictures }: TimedState): number | null {
  if (msPerGradient === null) return null;
  const { runs, training } = experiment;
  const trainCount = factsAbout({ experiment, datasets })?.trainCount ?? 0;
  const perMeasurement = msPerMeasurement ?? gradientsPerMeasurement(training, trainCount) * msPerGradient;
  const measuring = training.seeds.length * measurementsOf({ runs, training }) * perMeasurement;
  const pictures = 1 + Math.min(MOST_PICTURES, (msPerPictures ?? 0) / PICTURES_MS);
  return ((costOf(experiment).evaluations * msPerGradient + measuring) * pictures) / training.steps / 1000;
}

function sizeOf(experiment: Experiment, facts: Facts | undefined) {
  if (!facts || refusals(experiment, facts).length > 0) return null;
  return networkSize(experiment, facts);
}

/** Seconds that the gradients of one step of all runs and seeds take here; null before the device was probed. */
export function gradientSeconds({ experiment, msPerGradient }: Pick<TimedState, 'experiment' | 'msPerGradient'>): number | null {
  return msPerGradient === null ? null : (costOf(experiment).evaluations * msPerGradient) / experiment.training.steps / 1000;
}
