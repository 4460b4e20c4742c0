/**
 * A whole experiment as plain data: what a link says, what the page edits, what the worker is told.
 * Built from registries of entries; see `presets.ts` for starting points and `link.ts` for its text form.
 */
import type { DataChoice } from '../datasets/index';
import type { ModelChoice } from '../models/models';
import type { ScheduleChoice } from '../sam/schedule/schedules';
import type { OptimizerChoice, PartChoices } from '../sam/partChoices';
import { type FieldMap, number, text, type ValuesOf } from './field';
import type { lectureFields } from './lecture';
import type { deviceFields, Training } from './trainingFields';
import type { studyFields } from '../study/studyFields';
import type { ValleyChoice } from '../valley/valleys';
import type { viewFields } from './viewFields';

/** One run of the group: an algorithm with its parts. */
export interface RunSettings {
  /** Names the run on this page and in messages (`r1`, `r2`, …). Given by position when a link is read; never in links. */
  readonly id: string;
  /** Key of `recipes`. */
  readonly algorithm: string;
  readonly parts: PartChoices;
  /** η₀ of this run, when it differs from the group's. */
  readonly learningRate: number | null;
  /** Its steps as a factor on the group's, where it has a length of its own (`lengths.ts`); never 1. */
  readonly length?: number;
  /** Name given by a person, where that is not the algorithm's name. */
  readonly name?: string;
}

/** Letters of a run's name: those that mean something in links would end it there. */
const NO_LETTER = /[^\p{L}\p{N} ._−-]+/gu;

const nameText = text({
  label: 'Name of the run',
  help: 'What the run is called on the page; empty for the algorithm’s own name.',
  default: '',
  longest: 24,
  live: true,
});

export const runFields = {
  length: number({
    label: 'Length',
    help: 'Steps of this run as a multiple of the group’s; its schedule ends with them. Twice the steps give SGD as many gradients as SAM has.',
    default: 1,
    min: 0.1,
    max: 10,
    scale: 'log',
    unit: '× the steps',
  }),
  name: {
    ...nameText,
    parse(raw) {
      const parsed = nameText.parse(raw.replace(NO_LETTER, ' ').replace(/\s+/g, ' '));
      if ('illegal' in parsed || parsed.value === raw.trim()) return parsed;
      return { value: parsed.value, clamped: `“${raw.trim()}” written “${parsed.value}”` };
    },
  },
} as const satisfies FieldMap;

export interface Experiment {
  /** Key of `presets`: where this experiment started from, and what its link is written against. */
  readonly preset: string;
  /** Entry of `datasets` with its values, label noise and sizes included. */
  readonly data: DataChoice;
  /** Entry of `models`. */
  readonly model: ModelChoice;
  readonly training: Training;
  /** Entry of `optimizers`. */
  readonly optimizer: OptimizerChoice;
  /** Entry of `schedules`. */
  readonly schedule: ScheduleChoice;
  readonly runs: readonly RunSettings[];
  readonly device: ValuesOf<typeof deviceFields>;
  readonly view: ValuesOf<typeof viewFields>;
  /** Entry of `valleys`: the playground of two weights, which trains nothing. */
  readonly valley: ValleyChoice;
  readonly lecture: ValuesOf<typeof lectureFields>;
  /** Settings that are varied, where this is a study (`study/jobs.ts`). A group of the page trains without them. */
  readonly study: ValuesOf<typeof studyFields>;
}

/** Runs a group may have: LETS compares eleven methods. */
export const MOST_RUNS = 12;
