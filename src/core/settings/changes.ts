/** How one experiment differs from another in words: what a curve that is kept was trained with, and the next ones are not. */
import type { Experiment } from './experiment';
import { formOf } from './form';
import { settingText } from './runLabels';

/** Sections that change no number, and how often is measured, which changes none either. */
const SILENT = new Set(['device', 'view', 'lecture']);
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
      return now && field.print(now.value) !== field.print(value) ? [settingText(field, value)] : [];
    });
    return [...menus, ...fields];
  });
  return [...new Set(sentences)];
}
