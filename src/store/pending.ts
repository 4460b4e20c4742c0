/** How the edited settings differ from those that made what is on screen, and what Run would do about it. */
import { sentences } from '../core/notice';
import { type SettingChange, settingChanges } from '../core/settings/changes';
import { runsToTrain } from '../core/settings/difference';
import type { Experiment, RunSettings } from '../core/settings/experiment';
import { type FormField, type FormMenu, formOf } from '../core/settings/form';
import { runLabels } from '../core/settings/runLabels';
import { RECORDED_GROUP } from '../core/protocol/recording';
import { complaintsAbout } from './facts';
import { type GroupState, isBegun, isGoing } from './group';
import type { PageState } from './state';

export interface Pending {
  readonly changes: readonly SettingChange[];
  /** Labels of the runs that Run trains anew; `all` where every curve goes. */
  readonly trains: readonly string[] | 'all';
  /** Labels of the runs that keep their curves. */
  readonly keeps: readonly string[];
  /** Why Run would refuse, one sentence with its remedy; '' where it would not. */
  readonly refusal: string;
}

/** All that `pendingOf` is told from, and nothing that changes with every tick: who shows it is drawn when one of these changes. */
export interface PendingState extends Pick<PageState, 'experiment' | 'datasets' | 'weights'> {
  /** Settings that the results on screen were made with; null where there are none. */
  readonly made: Experiment | null;
  /** True if the runs on screen can be gone on with: not recorded elsewhere, nor failed. */
  readonly isHere: boolean;
  readonly isGoing: boolean;
}

export function pendingState({ experiment, datasets, weights, group, recorded }: PageState): PendingState {
  const results = group && isBegun(group) ? group : null;
  const isSame = results === null || toTrain(results, { experiment, weights }).length === 0;
  return {
    experiment,
    datasets,
    weights,
    made: isSame ? null : results.experiment,
    isHere: recorded === null && results?.id !== RECORDED_GROUP && results?.phase !== 'failed' && results?.weights === weights,
    isGoing: results !== null && isGoing(results),
  };
}

/** True if something waits for the next run. Cheaper than saying what. */
export function isPending(state: PageState): boolean {
  return pendingState(state).made !== null;
}

/** null where nothing is on screen, or it is what the settings say. */
export function pendingOf(state: PendingState): Pending | null {
  const { experiment, made, isHere } = state;
  if (made === null) return null;
  // Runs that were recorded elsewhere, or whose worker is gone, cannot be gone on with.
  const trains = isHere ? runsToTrain(made, experiment) : 'all';
  const labels = runLabels(experiment);
  const [complaint] = complaintsAbout(state);
  return {
    changes: settingChanges(made, experiment),
    trains: trains === 'all' ? 'all' : labels.filter(({ id }) => trains.includes(id)).map(({ label }) => label),
    keeps: trains === 'all' ? [] : labels.filter(({ id }) => !trains.includes(id)).map(({ label }) => label),
    refusal: complaint ? sentences(complaint) : '',
  };
}

/** True if what is on screen of a run was made with the settings that the run and its group have in the form. */
export function isOfSettings(group: GroupState | null, { id }: Pick<RunSettings, 'id'>, experiment: PageState['experiment']): boolean {
  if (!group) return false;
  const wanted = toTrain(group, { experiment, weights: group.weights });
  return wanted !== 'all' && !wanted.includes(id) && group.experiment.runs.some((run) => run.id === id);
}

/** As `runsToTrain`, of a group: other first weights make other results. */
export function toTrain(
  group: Pick<GroupState, 'experiment' | 'isSample' | 'weights'>,
  { experiment, weights }: Pick<PageState, 'experiment' | 'weights'>,
): readonly string[] | 'all' {
  return group.weights === weights ? runsToTrain(group.experiment, asAsked(group, experiment)) : 'all';
}

/** Training that these settings ask of a group: a sample stands for any seeds. */
export function asAsked({ experiment: made, isSample }: Pick<GroupState, 'experiment' | 'isSample'>, experiment: Experiment): Experiment {
  return isSample ? { ...experiment, training: { ...experiment.training, seeds: made.training.seeds } } : experiment;
}

/** `next run` for a setting whose value is not the one that made what is on screen; `live` for one that acts on the training there; else null. */
export function whenItActs({ group }: Pick<PageState, 'group'>, { path, field, value, live }: FormField): 'live' | 'next run' | null {
  if (!group || !isBegun(group)) return null;
  const made = formMade(group.experiment).fields.get(path);
  // How things are shown, or how files will be read, is about no run.
  if (!made || /^(view|lecture)\./.test(path)) return null;
  if (made.field.print(made.value) !== field.print(value)) return 'next run';
  return live && (group.phase === 'running' || group.phase === 'paused') ? 'live' : null;
}

/** True if a menu shows another entry than made what is on screen. */
export function isChosenAnew({ group }: Pick<PageState, 'group'>, { path, kind }: Pick<FormMenu, 'path' | 'kind'>): boolean {
  if (!group || !isBegun(group)) return false;
  const made = formMade(group.experiment).menus.get(path);
  return made !== undefined && made.kind !== kind;
}

interface FormByPath {
  readonly fields: ReadonlyMap<string, FormField>;
  readonly menus: ReadonlyMap<string, FormMenu>;
}

const forms = new WeakMap<Experiment, FormByPath>();

/** The form of an experiment by path; made once, as every control asks. */
function formMade(experiment: Experiment): FormByPath {
  const known = forms.get(experiment);
  if (known) return known;
  const { sections, runs } = formOf(experiment);
  const all = [...sections, ...runs];
  const made = {
    fields: new Map(all.flatMap(({ fields }) => fields).map((field) => [field.path, field])),
    menus: new Map(all.flatMap(({ menus }) => menus).map((menu) => [menu.path, menu])),
  };
  forms.set(experiment, made);
  return made;
}
