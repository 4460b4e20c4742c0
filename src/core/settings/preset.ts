/** How a complete experiment to start from is put together. */
import { datasets } from '../datasets/index';
import { models } from '../models/models';
import { schedules } from '../sam/schedule/schedules';
import { optimizers } from '../sam/slots';
import { choose } from './entry';
import type { Experiment, RunSettings } from './experiment';
import { deviceFields, type Training, trainingFields } from './trainingFields';
import { valleys } from '../valley/valleys';
import { viewFields } from './viewFields';
import { defaultsOf, type FieldValue } from './field';
import { lectureFields } from './lecture';
import { studyFields } from '../study/studyFields';
import { runOf } from './runs';

/** Where a preset follows a paper's experiment. */
export interface FromPaper {
  /** Who wrote it: presets of one paper stand together. */
  readonly authors: string;
  /** The table or section, with the arXiv number. */
  readonly source: string;
  /** The data set it is about, as people call it. */
  readonly needs: string;
  /** Where that task cannot be had in a browser: what stands in its place, and what data to bring; one or two sentences. */
  readonly instead?: string;
  /** Training samples of that data set as it is published, before any are held out. */
  readonly published: number;
  /** Values the paper does not state, and this build has filled in from its code or from convention: phrases. */
  readonly filledIn: readonly string[];
}

export interface Preset {
  readonly label: string;
  /** One sentence: what is to be seen. */
  readonly help: string;
  readonly experiment: Experiment;
  readonly paper?: FromPaper;
}

export type Choice = readonly [kind: string, values?: Readonly<Record<string, FieldValue>>];

export interface Description {
  readonly label: string;
  readonly help: string;
  readonly data: Choice;
  readonly model: Choice;
  readonly training?: Partial<Training>;
  readonly optimizer?: Choice;
  readonly schedule?: Choice;
  readonly runs: readonly Choice[];
}

/** Everything that is not described has its default. */
export function preset(id: string, description: Description): Preset {
  const { label, help, data, model, training = {}, optimizer = ['sgd'], schedule = ['constant'], runs } = description;
  return {
    label,
    help,
    experiment: {
      preset: id,
      data: choose(datasets, ...data),
      model: choose(models, ...model),
      training: { ...defaultsOf(trainingFields), ...training },
      optimizer: choose(optimizers, ...optimizer),
      schedule: choose(schedules, ...schedule),
      runs: runs.map(([algorithm, values], index): RunSettings => runOf(`r${index + 1}`, algorithm, values)),
      device: defaultsOf(deviceFields),
      view: defaultsOf(viewFields),
      valley: choose(valleys, 'off'),
      lecture: defaultsOf(lectureFields),
      study: defaultsOf(studyFields),
    },
  };
}
