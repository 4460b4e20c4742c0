/** A finished group as one JSON document: what was asked, what computed, every number at full resolution, a summary. */
import { type SplitMetric, splitMetrics, type StepMetric, stepMetrics } from '../metrics/catalogue';
import type { Table } from '../metrics/columns';
import type { History } from '../metrics/history';
import { moments } from '../metrics/series';
import { compare } from '../metrics/verdict';
import { normalFit } from '../diagnostics/normalFit';
import type { MemberName } from '../protocol/member';
import type { BackendReport } from '../protocol/backendReport';
import type { Tuning } from '../protocol/protocol';
import type { Boundary, GradientNorms, Points } from '../protocol/views';
import { type Pictures, type RecordedNotice, recordedPictures } from '../protocol/recording';
import type { RunNotice } from '../sam/runNotices';
import type { Experiment } from '../settings/experiment';
import { stepsOfRun } from '../settings/lengths';
import { encode } from '../settings/link';
import { runLabels } from '../settings/runLabels';

/** NaN and infinities have no JSON; they become null. */
type Numbers = readonly (number | null)[];

/** Device that computed the numbers, and when. */
export type Fingerprint = BackendReport & { readonly userAgent: string; readonly date: string };

export interface TrainingDocument {
  readonly format: 'basin-training';
  readonly version: 1;
  /** Hash text that opens this experiment. */
  readonly link: string;
  readonly settings: Experiment;
  readonly notices: readonly string[];
  readonly fingerprint: Fingerprint;
  readonly parameters: number;
  readonly trainCount: number;
  readonly stepsPerEpoch: number;
  /** Clean test accuracy of each run over its seeds, in %, at its last measurement. */
  readonly accuracies: readonly {
    readonly label: string;
    /** Step it is of: its last measurement, which runs that catch up have not all come to; null where there is none. */
    readonly step: number | null;
    /** Seeds that mean and deviation are over: those that did not diverge. */
    readonly seeds: number;
    /** Seeds that are not in them, because the run diverged there. */
    readonly diverged: number;
    readonly mean: number | null;
    readonly sd: number | null;
  }[];
  /** Paired differences in clean test accuracy of every run against each run before it, in points. */
  readonly comparisons: readonly {
    readonly label: string;
    readonly against: string;
    readonly step: number;
    /** Step of the run it is compared with, where that is another: runs that are not equally long stand at their own ends. */
    readonly againstStep?: number;
    readonly seeds: number;
    /** Seeds left out because one of the two diverged on them. */
    readonly diverged: number;
    readonly points: number;
    readonly sd: number | null;
    /** Half width of the 95 % interval of the mean. */
    readonly margin: number | null;
    readonly verdict: string;
  }[];
  /** Notices of runs about themselves, once per run and kind. */
  readonly noticed: readonly (RecordedNotice & { readonly label: string })[];
  /** Learning rates and radii that were changed while it trained; left out where none was. */
  readonly tunings?: readonly Tuning[];
  /** Points and decision regions of the first seed, where the data lie in the plane. */
  readonly pictures?: Pictures;
  readonly runs: readonly {
    readonly run: string;
    readonly label: string;
    readonly algorithm: string;
    readonly seed: number;
    /** Step whose numbers were not finite; null when the run was completed. */
    readonly divergedAt: number | null;
    readonly steps: Readonly<Record<string, Numbers>>;
    readonly measured: Readonly<Record<string, Numbers>>;
    /** Last value of every measured metric; of a run that diverged null, as a network on its way there is no result. */
    readonly summary: Readonly<Record<string, number | null>>;
    /** Squared gradient norms of many mini-batches at one w, where that was measured (AE-SAM fig. 3, eq. 3). */
    readonly gradientNorms: readonly {
      readonly step: number;
      /** Samples per mini-batch. */
      readonly batch: number;
      readonly mean: number | null;
      readonly deviation: number | null;
      /** Of the Q-Q plot. */
      readonly correlation: number | null;
      readonly meanGradientSquaredNorm: number | null;
      readonly variance: number | null;
      readonly squaredNorms: Numbers;
    }[];
  }[];
}

export interface DocumentParts {
  readonly experiment: Experiment;
  readonly notices: readonly string[];
  readonly report: BackendReport;
  readonly userAgent: string;
  readonly date: string;
  readonly started: { readonly parameters: number; readonly trainCount: number; readonly stepsPerEpoch: number };
  readonly history: History;
  readonly diverged: readonly { readonly member: MemberName; readonly step: number }[];
  readonly gradientNorms: readonly GradientNorms[];
  readonly noticed: readonly RunNotice[];
  readonly tunings?: readonly Tuning[];
  readonly points?: readonly Points[];
  readonly boundaries?: readonly Boundary[];
}

/** The document of what a group has said so far. Cost: one pass over all numbers. */
export function trainingDocument({
  experiment,
  notices,
  report,
  userAgent,
  date,
  started,
  history,
  diverged,
  gradientNorms,
  noticed,
  tunings = [],
  points = [],
  boundaries = [],
}: DocumentParts): TrainingDocument {
  const labels = new Map(runLabels(experiment).map(({ id, label }) => [id, label]));
  const changes = tunings.filter(({ step }) => step > 0);
  const broken = new Set(diverged.map(({ member }) => member.id));
  return {
    format: 'basin-training',
    version: 1,
    link: encode(experiment),
    settings: experiment,
    notices,
    fingerprint: { ...report, userAgent, date },
    ...started,
    accuracies: experiment.runs.map(({ id }) => {
      const own = history.members.filter(({ run }) => run === id);
      const sound = own.filter((member) => !broken.has(member.id));
      const { count, mean, sd } = moments(sound.map(({ measured }) => measured.last('testAccuracy')));
      return {
        label: labels.get(id) ?? id,
        step: jsonNumber(Math.min(...sound.map(({ measured }) => measured.last('step')))),
        seeds: count,
        diverged: own.length - sound.length,
        mean: jsonNumber(mean),
        sd: jsonNumber(sd),
      };
    }),
    comparisons: experiment.runs.flatMap(({ id }, place) =>
      experiment.runs.slice(0, place).flatMap((before) => {
        const ends = ownEnds(experiment, history, [id, before.id], broken);
        const found = compare(history, id, before.id, broken, ends);
        if (!found) return [];
        const { step, seeds, points, sd, margin, verdict } = found;
        const leftOut = found.diverged;
        return [
          {
            label: labels.get(id) ?? id,
            against: labels.get(before.id) ?? before.id,
            step,
            ...(ends && ends[0] !== ends[1] ? { againstStep: ends[1] } : {}),
            seeds,
            diverged: leftOut,
            points,
            sd: jsonNumber(sd),
            margin: jsonNumber(margin),
            verdict: seeds === 1 && verdict === 'on these seeds' ? 'on this seed' : verdict,
          },
        ];
      }),
    ),
    noticed: noticed.map(({ about, code, step, message, remedy }) => ({
      run: about,
      label: labels.get(about) ?? about,
      kind: code,
      step,
      message,
      remedy,
    })),
    ...(changes.length > 0 ? { tunings: changes } : {}),
    ...(points.length > 0 ? { pictures: recordedPictures(history.members, points, boundaries) } : {}),
    runs: history.members.map(({ id, run, seed, steps, measured }) => {
      return {
        run,
        label: labels.get(run) ?? run,
        algorithm: experiment.runs.find((one) => one.id === run)?.algorithm ?? '',
        seed,
        divergedAt: diverged.find(({ member }) => member.id === id)?.step ?? null,
        steps: columnsOf(steps, Object.keys(stepMetrics) as StepMetric[]),
        measured: columnsOf(measured, Object.keys(splitMetrics) as SplitMetric[]),
        summary: Object.fromEntries(
          (Object.keys(splitMetrics) as SplitMetric[]).map((metric) => [metric, broken.has(id) ? null : jsonNumber(measured.last(metric))]),
        ),
        gradientNorms: gradientNorms.filter(({ member }) => member.id === id).map(normsRow),
      };
    }),
  };
}

/** The last steps of two runs that are not equally long, once each has come to its end; undefined where they are compared at one step. */
function ownEnds(
  experiment: Experiment,
  history: History,
  pair: readonly [string, string],
  broken: ReadonlySet<string>,
): readonly [number, number] | undefined {
  const [own, other] = pair.map((run) => {
    const sound = history.members.filter((member) => member.run === run && !broken.has(member.id));
    const step = Math.min(...sound.map(({ measured }) => measured.last('step')));
    return { step, end: stepsOfRun(experiment, run) };
  });
  if (!own || !other || own.end === other.end || own.step < own.end || other.step < other.end) return undefined;
  return [own.step, other.step];
}

function normsRow({ step, size, squaredNorms, meanGradientSquaredNorm, variance }: GradientNorms) {
  const { mean, deviation, correlation } = normalFit([...squaredNorms]);
  return {
    step,
    batch: size,
    mean: jsonNumber(mean),
    deviation: jsonNumber(deviation),
    correlation: jsonNumber(correlation),
    meanGradientSquaredNorm: jsonNumber(meanGradientSquaredNorm),
    variance: jsonNumber(variance),
    squaredNorms: Array.from(squaredNorms, jsonNumber),
  };
}

function columnsOf<M extends string>(table: Table<M>, metrics: readonly M[]): Record<string, Numbers> {
  return Object.fromEntries(
    metrics.filter((metric) => table.has(metric)).map((metric) => [metric, Array.from(table.column(metric), jsonNumber)]),
  );
}

function jsonNumber(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
