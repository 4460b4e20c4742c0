/**
 * Lecture settings, said by link: a lesson and its step, parts of the
 * page that are not shown, settings that are not for editing, and who may talk to an embedded page. No form has these.
 */
import { datasets } from '../datasets/index';
import { lessons } from '../lessons/lessons';
import { models } from '../models/models';
import { schedules } from '../sam/schedule/schedules';
import { optimizers } from '../sam/slots';
import { slotNames } from '../sam/slotNames';
import type { Registry } from './entry';
import { deviceFields, trainingFields } from './trainingFields';
import { viewFields } from './viewFields';
import { type Field, type FieldMap, onOff, several } from './field';
import { slotRegistry } from '../sam/partChoices';

/** Parts of the page that a link may hide, by their word. Hiding settings hides no numbers. */
export const hideable = [
  { value: 'presets', label: 'Presets' },
  { value: 'verdict', label: 'Verdict' },
  { value: 'pictures', label: 'Pictures' },
  { value: 'charts', label: 'Charts' },
  { value: 'runs', label: 'Runs' },
  { value: 'data', label: 'Data' },
  { value: 'model', label: 'Model' },
  { value: 'training', label: 'Training' },
  { value: 'device', label: 'Device' },
  { value: 'view', label: 'View' },
  { value: 'explanation', label: 'Explanation' },
] as const;
export type Region = (typeof hideable)[number]['value'];

/** Sections that can be locked as a whole, by their name in `sections`. */
export const lockableSections = [
  { value: 'data', label: 'Data' },
  { value: 'model', label: 'Model' },
  { value: 'runs', label: 'Algorithms' },
  { value: 'training', label: 'Training' },
  { value: 'optimizer', label: 'Base optimizer' },
  { value: 'schedule', label: 'Schedule of η' },
  { value: 'device', label: 'Device' },
  { value: 'view', label: 'View' },
] as const;

/** Every setting by its word in links, so that single ones can be locked. */
function lockableFields(): readonly { readonly value: string; readonly label: string }[] {
  const registries: readonly Registry[] = [datasets, models, optimizers, schedules, ...slotNames.map(slotRegistry)];
  const maps: readonly FieldMap[] = [
    trainingFields,
    deviceFields,
    viewFields,
    ...registries.flatMap((registry) => Object.values(registry).map(({ fields }) => fields)),
  ];
  const labels = new Map(maps.flatMap((map) => Object.entries(map).map(([key, { label }]) => [key, label as string] as const)));
  return [...labels].map(([value, label]) => ({ value, label }));
}

const LONGEST_ORIGIN = 120;

/** `https://example.org` or `http://127.0.0.1:8080`: scheme, host and port, as browsers write origins. */
const origin: Field<string> = {
  default: '',
  label: 'Origin of the embedding page',
  help: 'Who may send messages to an embedded page and hears from it; without one, pages of the same origin only.',
  live: true,
  control: { kind: 'text', longest: LONGEST_ORIGIN },
  parse(text) {
    const value = text.trim().toLowerCase().replace(/\/$/, '');
    if (value === '') return { value };
    if (value.length <= LONGEST_ORIGIN && /^https?:\/\/(\[[\da-f:]+\]|[a-z\d]([a-z\d.-]*[a-z\d])?)(:\d{1,5})?$/.test(value))
      return { value };
    return { illegal: `“${text}” is no origin, as https://example.org is` };
  },
  print: (value) => value,
};

/** `sam-vs-bisam:3`: a lesson by its word and one of its steps, counted from 1; without a step the first. */
const lesson: Field<string> = {
  default: '',
  label: 'Lesson',
  help: `A lesson and its step, as in \`label-noise:2\`: ${Object.keys(lessons).join(', ')}.`,
  live: true,
  control: { kind: 'text', longest: 40 },
  parse(text) {
    const word = text.trim().toLowerCase();
    if (word === '') return { value: '' };
    const [, id = '', written] = /^([^:]*)(?::(0|[1-9]\d{0,3}))?$/.exec(word) ?? [];
    const found = Object.hasOwn(lessons, id) ? lessons[id] : undefined;
    if (!found) return { illegal: `“${text}” is no lesson: there are ${Object.keys(lessons).join(', ')}` };
    const asked = Number(written ?? 1);
    const step = Math.min(found.steps, Math.max(1, asked));
    const value = `${id}:${step}`;
    return step === asked ? { value } : { value, clamped: `step ${asked} limited to ${step}` };
  },
  print: (value) => value,
};

export const lectureFields = {
  lesson,
  hide: several({
    label: 'Hidden parts',
    help: 'Parts of the page that are not shown. Every number that other parts show stays.',
    options: () => hideable,
    live: true,
  }),
  lock: several({
    label: 'Locked settings',
    help: 'Sections and single settings that are shown and cannot be edited until somebody unlocks them, which leaves a note.',
    options: () => [
      ...lockableSections,
      ...lockableFields().filter(({ value }) => !lockableSections.some((section) => section.value === value)),
    ],
    live: true,
  }),
  unlocked: onOff({ label: 'Unlocked', help: 'Somebody has unlocked what the link locks.', default: false, live: true }),
  origin,
  transparent: onOff({
    label: 'Transparent',
    help: 'An embedded page has no background of its own.',
    default: false,
    live: true,
  }),
} as const;
