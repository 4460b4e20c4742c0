/** How the edited settings differ from those that made what is on screen, and what Run would do about it. */
import { type SettingChange, settingChanges } from '../core/settings/changes';
import { runsToTrain } from '../core/settings/difference';
import type { Experiment, RunSettings } from '../core/settings/experiment';
import { type FormField, type FormMenu, formOf } from '../core/settings/form';
import { runLabels } from '../core/settings/runLabels';
import { RECORDED_GROUP } from '../core/protocol/recording';
import { complaintsAbout } from './facts';
import type { GroupState, PageState } from './state';

export interface Pending {
  readonly changes: readonly SettingChange[];
  /** Labels of the runs that Run trains anew; `all` where every curve goes. */
  readonly trains: readonly string[] | 'all';
  /** Labels of the runs that keep their curves. */
  readonly keeps: readonly string[];
  /** Why Run would refuse, one sentence with its remedy; '' where it would not. */
  readonly refusal: string;
}

/** Of the group on screen only what does not change with every tick, so that who shows it is not drawn anew then. */
export type PendingState = Pick<PageState, 'experiment' | 'datasets' | 'recorded' | 'weights'> & {
  readonly group: Pick<GroupState, 'id' | 'experiment' | 'isSample' | 'phase' | 'step'> | null;
};

/** True if something waits for the next run. Cheaper than saying what. */
export function isPending({ experiment, group }: Pick<PageState, 'experiment' | 'group'>): boolean {
  return group !== null && group.step > 0 && toTrain(group, experiment).length > 0;
}

/** null where nothing is on screen, or it is what the settings say. */
export function pendingOf(state: PendingState): Pending | null {
  const { experiment, group } = state;
  if (!group || group.step === 0) return null;
  const wanted = toTrain(group, experiment);
  if (wanted.length === 0) return null;
  // Runs that were recorded elsewhere, or whose worker is gone, cannot be gone on with.
  const trains = isHere(state) ? wanted : 'all';
  const labels = runLabels(experiment);
  const [complaint] = complaintsAbout(state);
  return {
    changes: settingChanges(group.experiment, experiment),
    trains: trains === 'all' ? 'all' : labels.filter(({ id }) => trains.includes(id)).map(({ label }) => label),
    keeps: trains === 'all' ? [] : labels.filter(({ id }) => !trains.includes(id)).map(({ label }) => label),
    refusal: complaint ? `${complaint.message} ${complaint.remedy}` : '',
  };
}

/** True if what is on screen of a run was made with the settings that the run and its group have in the form. */
export function isOfSettings(group: GroupState | null, { id }: Pick<RunSettings, 'id'>, experiment: PageState['experiment']): boolean {
  if (!group) return false;
  const wanted = toTrain(group, experiment);
  return wanted !== 'all' && !wanted.includes(id) && group.experiment.runs.some((run) => run.id === id);
}

/** As `runsToTrain`; a sample stands for any seeds. */
function toTrain(
  { experiment: made, isSample }: Pick<GroupState, 'experiment' | 'isSample'>,
  experiment: Experiment,
): readonly string[] | 'all' {
  const { seeds } = made.training;
  return runsToTrain(made, isSample ? { ...experiment, training: { ...experiment.training, seeds } } : experiment);
}

const isHere = ({ group, recorded }: Pick<PendingState, 'group' | 'recorded'>): boolean =>
  group !== null && recorded === null && group.id !== RECORDED_GROUP && group.phase !== 'failed';

/** `next run` for a setting whose value is not the one that made what is on screen; `live` for one that acts on the training there; else null. */
export function whenItActs({ group }: Pick<PageState, 'group'>, { path, field, value, live }: FormField): 'live' | 'next run' | null {
  if (!group || group.step === 0) return null;
  const made = formMade(group.experiment).fields.get(path);
  // How things are shown, or how files will be read, is about no run.
  if (!made || /^(view|lecture)\./.test(path)) return null;
  if (made.field.print(made.value) !== field.print(value)) return 'next run';
  return live && (group.phase === 'running' || group.phase === 'paused') ? 'live' : null;
}

/** True if a menu shows another entry than made what is on screen. */
export function isChosenAnew({ group }: Pick<PageState, 'group'>, { path, kind }: Pick<FormMenu, 'path' | 'kind'>): boolean {
  if (!group || group.step === 0) return false;
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
