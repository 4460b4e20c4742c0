/** What the form says of varied settings, as the text of a link, and back. */
import type { Experiment } from '../../core/settings/experiment';
import { setField } from '../../core/settings/edit';
import type { FormField } from '../../core/settings/form';
import { type Axis, printAxes, readAxes } from '../../core/study/axis';

/** Sections whose settings may vary. */
const VARIABLE: ReadonlySet<string> = new Set(['data', 'model', 'training', 'optimizer', 'schedule', 'runs']);

/** True for numbers and choices of what is trained. A run's own learning rate varies with everybody's. */
export function canVary({ path, key, field: { control } }: FormField): boolean {
  const [section = ''] = path.split('.');
  return VARIABLE.has(section) && (control.kind === 'number' || control.kind === 'choice') && !(section === 'runs' && key === 'lr');
}

/** The axis of a setting, where it is varied. */
export function axisOf({ study }: Experiment, key: string): Axis | undefined {
  const read = readAxes(study.vary);
  return 'axes' in read ? read.axes.find((axis) => axis.key === key) : undefined;
}

/** The experiment with this setting varied over `inside`, as in `rho(inside)`, or not at all for ''; a sentence where that is no study. */
export function varied(experiment: Experiment, key: string, inside: string): Experiment | string {
  const read = readAxes(experiment.study.vary);
  const others = 'axes' in read ? read.axes.filter((axis) => axis.key !== key) : [];
  const text = [printAxes(others), ...(inside === '' ? [] : [`${key}(${inside})`])].filter(Boolean).join(',');
  const asked = readAxes(text);
  if ('illegal' in asked) return `${asked.illegal.charAt(0).toUpperCase()}${asked.illegal.slice(1)}.`;
  return setField(experiment, 'study.vary', printAxes(asked.axes));
}

/** What the entry begins with: what is varied already, or five values over the usable band. */
export function startOf({ field, value }: FormField, axis: Axis | undefined): string {
  if (axis) return axis.text.slice(axis.text.indexOf('(') + 1, -1);
  const { control, band } = field;
  if (control.kind === 'choice') return control.options.map((option) => option.value).join(',');
  if (control.kind !== 'number') return String(value);
  const [low, high] = band ?? [control.min, control.max];
  return low > 0 && high / low >= 6 ? `log,${low},${high},5` : `lin,${low},${high},5`;
}
