/**
 * What a study found: one number per training, chosen as the study says, and over seeds mean, spread and paired differences. Trainings
 * that diverged are counted and are in no mean.
 */
import { moments } from '../metrics/series';
import { pairedDifference, type Paired } from '../metrics/verdict';
import type { JobResult } from './jobResult';
import type { Study } from './jobs';

export interface StudyCell {
  /** Index of the run. */
  readonly run: number;
  /** Index of the value on every axis. */
  readonly at: readonly number[];
  /** Clean test accuracy in % of every seed that ended, by seed. */
  readonly accuracies: ReadonlyMap<number, number>;
  /** Mean validation accuracy in %; NaN where the data have no validation samples. */
  readonly validation: number;
  readonly mean: number;
  /** Sample standard deviation; NaN with one seed. */
  readonly sd: number;
  readonly diverged: number;
  /** Trainings that have no result yet. */
  readonly missing: number;
  /** Mean radius in the last step: where a learned radius ended. NaN where nothing climbs. */
  readonly radius: number;
}

export interface Best {
  readonly run: number;
  readonly cell: StudyCell;
  /** What it was chosen by. */
  readonly by: 'validation' | 'test';
}

export interface StudyTable {
  readonly cells: readonly StudyCell[];
  /** The best value of every run that has a result: on validation samples where there are some, which is no choice by the test set. */
  readonly best: readonly Best[];
  /** Best against best, on the same seeds: every run against those before it. */
  readonly comparisons: readonly (Paired & { readonly run: number; readonly against: number })[];
}

/** @param results by job. Cost: one pass over the points. */
export function studyTable({ experiment, labels, points }: Study, results: ReadonlyMap<string, JobResult>): StudyTable {
  const groups = new Map<
    string,
    { readonly run: number; readonly at: readonly number[]; readonly trained: [number, JobResult | undefined][] }
  >();
  for (const { run, at, seed, job } of points) {
    const key = `${run} ${at.join(' ')}`;
    const group = groups.get(key) ?? { run, at, trained: [] };
    group.trained.push([seed, results.get(job)]);
    groups.set(key, group);
  }
  const cells = [...groups.values()].map(({ run, at, trained }): StudyCell => {
    const sound = trained.flatMap(([seed, result]) =>
      result && result.divergedAt === null ? [[seed, outcomeOf(result, experiment.study.choose)] as const] : [],
    );
    const { mean, sd } = moments(sound.map(([, { accuracy }]) => accuracy));
    return {
      run,
      at,
      accuracies: new Map(sound.map(([seed, { accuracy }]) => [seed, accuracy])),
      validation: moments(sound.map(([, { validation }]) => validation)).mean,
      mean,
      sd,
      diverged: trained.filter(([, result]) => result && result.divergedAt !== null).length,
      missing: trained.filter(([, result]) => !result).length,
      radius: moments(trained.flatMap(([, result]) => result?.lastStep.radius ?? [])).mean,
    };
  });
  const best = labels.flatMap((_, run): readonly Best[] => {
    const own = cells.filter((cell) => cell.run === run && cell.accuracies.size > 0);
    const by = own.every(({ validation }) => Number.isFinite(validation)) ? 'validation' : 'test';
    const worth = (cell: StudyCell) => (by === 'validation' ? cell.validation : cell.mean);
    const cell = own.reduce<StudyCell | undefined>((found, next) => (found && worth(found) >= worth(next) ? found : next), undefined);
    return cell ? [{ run, cell, by }] : [];
  });
  const comparisons = best.flatMap((one, place) =>
    best.slice(0, place).flatMap((before) => {
      const found = pairedDifference(one.cell.accuracies, before.cell.accuracies);
      return found ? [{ run: one.run, against: before.run, ...found }] : [];
    }),
  );
  return { cells, best, comparisons };
}

/** Test accuracy of the measurement that counts, in %, and validation accuracy at it. */
function outcomeOf({ measured }: JobResult, choose: string): { readonly accuracy: number; readonly validation: number } {
  const column = (name: string) => (measured[name] ?? []).map((value) => value ?? Number.NaN);
  const [tests, validations] = [column('testAccuracy'), column('validationAccuracy')];
  const last = tests.length - 1;
  const bestRow = validations.reduce((found, value, row) => (value > (validations[found] ?? Number.NEGATIVE_INFINITY) ? row : found), last);
  const row = choose === 'best' && validations.length > 0 ? bestRow : last;
  return { accuracy: tests[row] ?? Number.NaN, validation: validations[row] ?? Number.NaN };
}
