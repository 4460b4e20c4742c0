/**
 * The sections an experiment is made of, in the order of links, form and reference page. This list is the whole schema:
 * a field reaches all three by being in a registry or a field map named here.
 */
import { datasets } from '../datasets/index';
import { models } from '../models/models';
import { schedules } from '../sam/schedule/schedules';
import { optimizers } from '../sam/slots';
import { type Chosen, choose, type Registry } from './entry';
import type { Experiment } from './experiment';
import { valleys } from '../valley/valleys';
import { deviceFields, trainingFields } from './trainingFields';
import { viewFields } from './viewFields';
import type { FieldMap } from './field';
import { lectureFields } from './lecture';
import { studyFields } from '../study/studyFields';

/** A section in which one entry of a registry is chosen. */
export interface ChosenSection {
  readonly shape: 'chosen';
  readonly name: 'data' | 'model' | 'optimizer' | 'schedule' | 'valley';
  /** Word in links that names the entry. */
  readonly key: string;
  readonly label: string;
  /** Noun for an entry in sentences. */
  readonly noun: string;
  readonly registry: Registry;
  /** Not in the form: it is a screen of its own. */
  readonly isApart?: true;
}

/** A section with always the same fields. */
export interface PlainSection {
  readonly shape: 'plain';
  readonly name: 'training' | 'device' | 'view' | 'lecture' | 'study';
  readonly label: string;
  readonly fields: FieldMap;
  /** Said by links only: no form has it. */
  readonly isLinkOnly?: true;
}

/** The list of runs. */
export interface RunsSection {
  readonly shape: 'runs';
  readonly name: 'runs';
  readonly key: string;
  readonly label: string;
}

export type Section = ChosenSection | PlainSection | RunsSection;

export const sections: readonly Section[] = [
  { shape: 'chosen', name: 'data', key: 'data', label: 'Data', noun: 'data set', registry: datasets },
  { shape: 'chosen', name: 'model', key: 'model', label: 'Model', noun: 'model', registry: models },
  { shape: 'runs', name: 'runs', key: 'algos', label: 'Algorithms' },
  { shape: 'plain', name: 'training', label: 'Training', fields: trainingFields },
  { shape: 'chosen', name: 'optimizer', key: 'opt', label: 'Base optimizer', noun: 'optimizer', registry: optimizers },
  { shape: 'chosen', name: 'schedule', key: 'schedule', label: 'Schedule of η', noun: 'schedule', registry: schedules },
  { shape: 'plain', name: 'device', label: 'Device', fields: deviceFields },
  { shape: 'plain', name: 'view', label: 'View', fields: viewFields },
  {
    shape: 'chosen',
    name: 'valley',
    key: 'valley',
    label: 'Loss of two weights',
    noun: 'loss of two weights',
    registry: valleys,
    isApart: true,
  },
  { shape: 'plain', name: 'lecture', label: 'Teaching and embedding', fields: lectureFields, isLinkOnly: true },
  { shape: 'plain', name: 'study', label: 'Study', fields: studyFields, isLinkOnly: true },
];

/** First values of the entry `kind`: those of `base` (a preset) where it has that kind, else the kind's defaults. */
export function startingChoice(section: ChosenSection, base: Experiment, kind: string): Chosen {
  const usual = base[section.name];
  return usual.kind === kind ? usual : choose(section.registry, kind);
}
