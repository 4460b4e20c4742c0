/** How one experiment differs from another in words: what a curve that is kept was trained with, and the next ones are not. */
import type { Experiment } from './experiment';
import { type FormSection, formOf } from './form';
import { readable } from './field';
import { runLabels, settingSymbol, settingText } from './runLabels';

/** Sections that change no number, and how often is measured, which changes none either. */
const SILENT = new Set(['device', 'view', 'valley', 'lecture']);
const SILENT_PATHS = new Set(['training.most', 'training.every', 'training.norms', 'training.normsof']);

/**
 * Settings that `run` has in `from` and would not have in `to`, as they are in `from`: `ρ 0.2`, `Wrong labels 20 %`. First those of the
 * run itself, where `to` has a run of that id and algorithm; then those that all runs share. Empty where nothing differs.
 */
export function settingsThatDiffer(from: Experiment, run: string, to: Experiment): readonly string[] {
  const [was, is] = [formOf(from), formOf(to)];
  const own = was.runs.find(({ id }) => id === run);
  const its = is.runs.find(({ id, algorithm }) => id === run && algorithm === own?.algorithm);
  const pairs = [
    ...(own && its ? [[own, its] as const] : []),
    ...was.sections.flatMap((section) => {
      const other = is.sections.find(({ name }) => name === section.name);
      return other && !SILENT.has(section.name) ? [[section, other] as const] : [];
    }),
  ];
  // A rate that the run has from the group is said once.
  const sentences = pairs.flatMap(([one, other]) => {
    const menus = one.menus.flatMap(({ path, kind, options }) => {
      // A menu that only sets fields has no path of its own in an experiment; its fields say it.
      if (/\.(constants|variant)$/.test(path) || other.menus.find((menu) => menu.path === path)?.kind === kind) return [];
      return [options.find(({ value }) => value === kind)?.label ?? kind];
    });
    const fields = one.fields.flatMap(({ path, field, value }) => {
      if (SILENT_PATHS.has(path) || path.endsWith('.name')) return [];
      const now = other.fields.find((known) => known.path === path);
      // Of another entry, the field of that name may hold values of another kind: each prints its own.
      return now && now.field.print(now.value) !== field.print(value) ? [settingText(field, value)] : [];
    });
    return [...menus, ...fields];
  });
  return [...new Set(sentences)];
}

/** One setting as it was and as it is now. */
export interface SettingChange {
  /** Whose it is: a run's label, or `''` for what all runs share. */
  readonly run: string;
  /** `ρ`, `Wrong labels`, `Data`; `''` for a run that joined or left. */
  readonly setting: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Changes between the settings that results were made with and those of the form, in the form's order: first what all runs
 * share, then run by run. How things are shown or how often they are measured is no change.
 */
export function settingChanges(from: Experiment, to: Experiment): readonly SettingChange[] {
  const [was, is] = [formOf(from), formOf(to)];
  const [labelsBefore, labels] = [from, to].map((one) => new Map(runLabels(one).map(({ id, label }) => [id, label])));
  const shared = was.sections.flatMap((section) => {
    const other = is.sections.find(({ name }) => name === section.name);
    // Which device computes changes bits, and is a restart like any other.
    return other && (section.name === 'device' || !SILENT.has(section.name)) ? changesBetween('', section, other) : [];
  });
  const gone = was.runs
    .filter(({ id }) => !is.runs.some((run) => run.id === id))
    .map(({ id }): SettingChange => ({ run: labelsBefore?.get(id) ?? id, setting: '', from: 'there', to: 'removed' }));
  const own = is.runs.flatMap((run): readonly SettingChange[] => {
    const label = labels?.get(run.id) ?? run.id;
    const before = was.runs.find(({ id }) => id === run.id);
    if (!before) return [{ run: label, setting: '', from: 'not there', to: 'added' }];
    if (before.algorithm !== run.algorithm) return [{ run: labelsBefore?.get(run.id) ?? run.id, setting: '', from: 'there', to: label }];
    return changesBetween(label, before, run);
  });
  return [...shared, ...gone, ...own];
}

function changesBetween(run: string, one: FormSection, other: FormSection): readonly SettingChange[] {
  const menus = one.menus.flatMap(({ path, label, kind, options }): readonly SettingChange[] => {
    const now = other.menus.find((menu) => menu.path === path);
    if (/\.(constants|variant)$/.test(path) || !now || now.kind === kind) return [];
    const name = (value: string) => options.find((option) => option.value === value)?.label ?? value;
    return [{ run, setting: label, from: name(kind), to: name(now.kind) }];
  });
  const fields = one.fields.flatMap(({ path, field, value, inherited }): readonly SettingChange[] => {
    const now = other.fields.find((known) => known.path === path);
    if (!now || SILENT_PATHS.has(path) || path.endsWith('.name') || (inherited && now.inherited)) return [];
    if (now.field.print(now.value) === field.print(value)) return [];
    return [{ run, setting: settingSymbol(field), from: readable(field, value), to: readable(now.field, now.value) }];
  });
  return [...menus, ...fields];
}
