/** What a study's figure shows: accuracy against what is varied, one line per run, or a field of cells per run for two axes. */
import type { Experiment } from '../settings/experiment';
import { readable } from '../settings/field';
import { formOf } from '../settings/form';
import { sections } from '../settings/sections';
import type { Axis } from './axis';
import type { Study } from './jobs';
import type { StudyCell, StudyTable } from './table';

export interface FigureAxis {
  readonly key: string;
  /** Name of the setting, as forms have it. */
  readonly label: string;
  /** `words` stand at equal distances, in the order of the study. */
  readonly scale: 'log' | 'linear' | 'words';
  /** In the order of the axis, which for numbers is ascending: place in the study, position, and what is written there. */
  readonly values: readonly { readonly index: number; readonly x: number; readonly text: string }[];
}

export interface FigureLine {
  /** Index of the run. */
  readonly run: number;
  readonly label: string;
  /** The run does not have the setting: it is the same for all values. */
  readonly isFlat: boolean;
  /** Cells in the order of the first axis; of a flat line the same one everywhere. */
  readonly cells: readonly { readonly x: number; readonly cell: StudyCell }[];
  /** Where a learned radius ended, of a flat line on an axis of radii; null where it says nothing. */
  readonly found: number | null;
}

export interface StudyFigure {
  readonly axes: readonly FigureAxis[];
  readonly lines: readonly FigureLine[];
}

/** Numbers whose largest is so many times the smallest are told apart on a logarithmic axis only. */
const WIDE = 6;

/** Cost: a form of the experiment and one pass over the cells. */
export function studyFigure(study: Study, { cells }: StudyTable): StudyFigure {
  const axes = study.axes.map((axis) => figureAxis(axis, study.experiment));
  const [first] = axes;
  const lines = study.labels.map((label, run): FigureLine => {
    const own = cells.filter((cell) => cell.run === run);
    const isFlat = axes.length === 1 && study.applies[run]?.[0] === false;
    const placed = (first?.values ?? []).flatMap(({ index, x }) => own.filter(({ at }) => at[0] === index).map((cell) => ({ x, cell })));
    const radius = own[0]?.radius ?? Number.NaN;
    const isFound = isFlat && first !== undefined && first.scale !== 'words' && LENGTHS.has(first.key) && radius > 0;
    return { run, label, isFlat, cells: placed, found: isFound ? radius : null };
  });
  return { axes, lines };
}

/** Words of settings that are lengths of a climb, as a learned radius is. */
const LENGTHS: ReadonlySet<string> = new Set(['rho', 'rho0']);

/** An axis as figures have it. Cost: a form of the experiment. */
export function figureAxis({ key, values, text }: Axis, experiment: Experiment): FigureAxis {
  const { label: capital, write } = settingOf(experiment, key);
  // In the middle of sentences.
  const label = capital.charAt(0).toLowerCase() + capital.slice(1);
  const numbers = values.map(Number);
  if (!numbers.every(Number.isFinite))
    return { key, label, scale: 'words', values: values.map((value, index) => ({ index, x: index, text: write(value) })) };
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const isLog = low > 0 && (high / low >= WIDE || /\((log|draw),/.test(text));
  const placed = numbers.map((x, index) => ({ index, x, text: String(x) })).toSorted((one, other) => one.x - other.x);
  return { key, label, scale: isLog ? 'log' : 'linear', values: placed };
}

/** Name of what links call so, of whatever section or run has it first, and how its values read. */
function settingOf(experiment: Experiment, key: string): { readonly label: string; readonly write: (value: string) => string } {
  const form = formOf(experiment);
  const parts = [...form.sections, ...form.runs];
  const field = parts.flatMap(({ fields }) => fields).find((one) => one.key === key)?.field;
  if (field) {
    const write = (value: string) => {
      const read = field.parse(value);
      return 'value' in read ? readable(field, read.value) : value;
    };
    return { label: field.label, write };
  }
  // Links say `opt` for the section of optimizers.
  const section = sections.find((known) => known.shape === 'chosen' && known.key === key)?.name ?? key;
  const menu = parts.flatMap(({ menus }) => menus).find(({ path }) => path === section || path.endsWith(`.${key}`));
  return { label: menu?.label ?? key, write: (value) => menu?.options.find((one) => one.value === value)?.label ?? value };
}

/** `ρ 0.1, label noise 0.2`: where a cell stands, as far as its run has the settings; '' where it has none. */
export function placeOf(study: Study, { axes }: StudyFigure, run: number, at: readonly number[]): string {
  return axes
    .flatMap(({ label, values }, axis) => {
      const value = values.find(({ index }) => index === at[axis]);
      return value && study.applies[run]?.[axis] ? [`${label} ${value.text}`] : [];
    })
    .join(', ');
}
