/**
 * A study as a list of trainings. A job is one run on one seed with one value of every varied setting, written as a link of its own;
 * its id is a hash of that link, so that equal jobs of different studies are one job. A setting that a run does not have leaves the
 * run as it is: SGD has no ρ, and is trained once for all values of it.
 */
import type { Experiment, RunSettings } from '../settings/experiment';
import { defaultsOf } from '../settings/field';
import { lectureFields } from '../settings/lecture';
import { encode, patched } from '../settings/link';
import { printRun } from '../settings/link/statement';
import { DEFAULT_PRESET, defaultExperiment } from '../settings/presets';
import { runLabels } from '../settings/runLabels';
import { partFields } from '../settings/runs';
import { slotsInUse } from '../settings/composition';
import { deviceFields } from '../settings/trainingFields';
import { viewFields } from '../settings/viewFields';
import { type Axis, readAxes } from './axis';
import { studyFields } from './studyFields';

/** One training of a study. */
export interface StudyJob {
  /** 16 hexadecimal digits, a function of `link` alone. */
  readonly id: string;
  /** Canonical: written against the default preset, without device and view, one run, one seed. */
  readonly link: string;
}

/** Where a job stands in a study; one job may stand in several places. */
export interface StudyPoint {
  /** Index of the run among the study's. */
  readonly run: number;
  /** Index of the value on every axis. */
  readonly at: readonly number[];
  readonly seed: number;
  readonly job: string;
}

export interface Study {
  readonly experiment: Experiment;
  readonly axes: readonly Axis[];
  /** Labels of the runs, in their order, without what is varied. */
  readonly labels: readonly string[];
  /** For every run and axis, whether the run has that setting. */
  readonly applies: readonly (readonly boolean[])[];
  readonly jobs: readonly StudyJob[];
  readonly points: readonly StudyPoint[];
}

/** Trainings of one study. */
export const MOST_JOBS = 100_000;
/** Trainings of a study that a page reads while its settings are edited: about a second of work. */
export const MOST_JOBS_ON_PAGE = 2000;

export type ReadStudy = { readonly study: Study } | { readonly illegal: string };

/**
 * Every training that a study consists of, in the order in which they tell most: first, middle and last values before those between,
 * and all runs at a value before the next. An experiment without varied settings is a study of one point.
 *
 * @param most trainings that are read.
 * @returns `illegal` with one sentence where a value is none of its setting, no run has a setting, or there are more than `most`.
 *   Cost: reading one link per run and combination of values, and writing one per training.
 */
export function readStudy(experiment: Experiment, most = MOST_JOBS): ReadStudy {
  const read = readAxes(experiment.study.vary);
  if ('illegal' in read) return { illegal: `The study cannot be read: ${read.illegal}.` };
  const { axes } = read;
  const { runs, training } = experiment;
  if (runs.length === 0) return { illegal: 'The study has no run. Add an algorithm.' };
  const count = axes.reduce((product, { values }) => product * values.length, runs.length * training.seeds.length);
  if (count > most) {
    const elsewhere = count <= MOST_JOBS ? ', or train it with “basin study”' : '';
    return { illegal: `The study has ${count} trainings, and ${most} are the most. Vary fewer values or take fewer seeds${elsewhere}.` };
  }

  const plain = canonical(experiment);
  const jobs = new Map<string, StudyJob>();
  const points: StudyPoint[] = [];
  const applies = runs.map((run) => axes.map(({ key }) => isGlobal(plain, key) || hasSetting(run, key)));
  const idle = axes.findIndex((_, index) => !applies.some((own) => own[index]));
  if (idle >= 0) return { illegal: `“${axes[idle]?.key}” is a setting of none of these runs, nor of their data, model or training.` };

  for (const at of telling(axes.map(({ values }) => values.length))) {
    const words = axes.map(({ key, values }, index) => ({ key, value: values[at[index] as number] as string }));
    const shared = withWords(
      plain,
      words.filter(({ key }) => isGlobal(plain, key)),
    );
    if ('illegal' in shared) return shared;
    for (const [index, run] of runs.entries()) {
      const own = words.filter(({ key }) => !isGlobal(plain, key) && hasSetting(run, key));
      const changed = own.length > 0 ? withRun(shared.experiment, run, own) : { experiment: { ...shared.experiment, runs: [run] } };
      if ('illegal' in changed) return changed;
      for (const seed of training.seeds) {
        const job = jobOf({ ...changed.experiment, training: { ...changed.experiment.training, seeds: [seed] } });
        jobs.set(job.id, jobs.get(job.id) ?? job);
        points.push({ run: index, at, seed, job: job.id });
      }
    }
  }
  return {
    study: { experiment, axes, labels: runLabels(experiment).map(({ label }) => label), applies, jobs: [...jobs.values()], points },
  };
}

/** The job that trains exactly this experiment of one run and one seed, on whatever device. */
export function jobOf(experiment: Experiment): StudyJob {
  const [run] = experiment.runs;
  const link = encode(canonical({ ...experiment, runs: run ? [{ ...run, id: 'r1' }] : [] }));
  return { id: hashed(link), link };
}

/** Without what changes no number, and against one preset: equal experiments have equal links. */
function canonical(experiment: Experiment): Experiment {
  return {
    ...experiment,
    preset: DEFAULT_PRESET,
    valley: defaultExperiment.valley,
    device: defaultsOf(deviceFields),
    view: defaultsOf(viewFields),
    lecture: defaultsOf(lectureFields),
    study: defaultsOf(studyFields),
    runs: experiment.runs.map(({ name: _, ...run }) => run),
  };
}

type Words = readonly { readonly key: string; readonly value: string }[];
type Changed = { readonly experiment: Experiment } | { readonly illegal: string };

/** True for a word of data, model, training, optimizer or schedule, chosen entries among them. */
function isGlobal(experiment: Experiment, key: string): boolean {
  if (['seeds', 'algos', 'preset', 'v'].includes(key)) return false;
  const { data, model, optimizer, schedule, training } = experiment;
  return (
    ['data', 'model', 'opt', 'schedule'].includes(key) ||
    [data.values, model.values, optimizer.values, schedule.values, training].some((values) => Object.hasOwn(values, key))
  );
}

/** Of a part that the run uses: SGD has no ρ, though an idle part of it would know one. */
function hasSetting(run: RunSettings, key: string): boolean {
  return key === 'length' || slotsInUse(run).some((slot) => slot === key || partFields(run, slot).some((field) => field.key === key));
}

function withWords(experiment: Experiment, words: Words): Changed {
  if (words.length === 0) return { experiment };
  return clean(patched(experiment, words.map(({ key, value }) => `${key}=${encodeURIComponent(value)}`).join('&')), words);
}

/** A run with other values, read as a link is, so that one rule decides what they mean. */
function withRun(experiment: Experiment, run: RunSettings, words: Words): Changed {
  const written = printRun(run);
  const [, name = written, inside = ''] = /^([^(]+)(?:\((.*)\))?$/s.exec(written) ?? [];
  const kept = inside.split(',').filter((piece) => piece !== '' && !words.some(({ key }) => piece.startsWith(`${key}=`)));
  const own = words.map(({ key, value }) => `${key}=${value}`);
  return clean(patched(experiment, `algos=${name}(${[...kept, ...own].join(',')})`), words);
}

/** A value that is clamped or not understood is no value of a study. */
function clean({ experiment, notices }: ReturnType<typeof patched>, words: Words): Changed {
  const [first] = notices;
  if (!first) return { experiment };
  return { illegal: `${words.map(({ key, value }) => `${key} = ${value}`).join(', ')}: ${first.message}` };
}

/** All combinations of places on axes of these lengths; on each axis first, last and middle come before what lies between. */
function telling(lengths: readonly number[]): readonly (readonly number[])[] {
  const orders = lengths.map(coarseFirst);
  const all = orders.reduce<readonly { readonly at: readonly number[]; readonly rank: number }[]>(
    (before, order) =>
      before.flatMap(({ at, rank }) => order.map(({ place, level }) => ({ at: [...at, place], rank: Math.max(rank, level) }))),
    [{ at: [], rank: 0 }],
  );
  return all.toSorted((one, other) => one.rank - other.rank).map(({ at }) => at);
}

/** Places with the level of halving at which each comes: the ends and the middle at 0. */
function coarseFirst(length: number): readonly { readonly place: number; readonly level: number }[] {
  const level = new Map<number, number>([
    [0, 0],
    [length - 1, 0],
  ]);
  for (let parts = 2, round = 0; level.size < length; parts *= 2, round++) {
    for (let part = 1; part < parts; part++) {
      const place = Math.round((part * (length - 1)) / parts);
      if (!level.has(place)) level.set(place, round);
    }
  }
  return [...level].map(([place, at]) => ({ place, level: at })).toSorted((one, other) => one.place - other.place);
}

/** 64 bits of FNV-1a, as two halves from different starts, each mixed by murmur3's finalizer. Links are ASCII. */
function hashed(text: string): string {
  const half = (start: number) => {
    let hash = start;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash ^= hash >>> 16;
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
    return (hash >>> 0).toString(16).padStart(8, '0');
  };
  return half(0x811c9dc5) + half(0x1b873593);
}
