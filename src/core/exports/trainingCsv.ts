/** A training document as a table: one line per number, and what made it. */
import { slotNames } from '../sam/slotNames';
import type { Experiment } from '../settings/experiment';
import { encode } from '../settings/link';
import { sectionStatement } from '../settings/link/statement';
import { partFields } from '../settings/runs';
import { sections } from '../settings/sections';
import type { TrainingDocument } from './trainingDocument';

/**
 * The same numbers as tidy CSV (RFC 4180): run, label, algorithm, seed, table, metric, step, value, text. One line per number. The
 * table `settings` has every parameter of that run, its link with that one seed and, in a run that diverged, the step of it: as they
 * are written in links under `text`, and numbers under `value` too. Texts that a spreadsheet would take for a formula are prefixed
 * with an apostrophe.
 */
export function trainingCsv({ runs, settings }: TrainingDocument): string {
  const lines = ['run,label,algorithm,seed,table,metric,step,value,text'];
  for (const { run, label, algorithm, seed, divergedAt, steps, measured, gradientNorms } of runs) {
    const add = (table: string, metric: string, step: number | null | undefined, value: string | number, text: string | number = '') =>
      lines.push([run, label, algorithm, seed, table, metric, step, value, text].map(csvCell).join(','));
    for (const [key, text] of parametersOf(settings, run, seed))
      add('settings', key, null, numberIn(text), numberIn(text) === '' ? text : numberIn(text));
    if (divergedAt !== null) add('settings', 'divergedAt', null, divergedAt, divergedAt);
    for (const [table, columns] of [
      ['steps', steps],
      ['measured', measured],
    ] as const) {
      for (const [metric, values] of Object.entries(columns)) {
        if (metric === 'step') continue;
        values.forEach((value, row) => add(table, metric, columns.step?.[row], value ?? ''));
      }
    }
    for (const { step, squaredNorms, batch: _, ...numbers } of gradientNorms) {
      for (const [metric, value] of Object.entries(numbers)) add('gradientNorms', metric, step, value ?? '');
      for (const norm of squaredNorms) add('gradientNorms', 'squaredNorm', step, norm ?? '');
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** Sections that say how one run trains. */
const TRAINED: ReadonlySet<string> = new Set(['data', 'model', 'training', 'optimizer', 'schedule']);

/** Every parameter of one run as links write it, defaults included, and the link of that run with that seed alone. */
function parametersOf(settings: Experiment, run: string, seed: number): readonly (readonly [string, string])[] {
  const own = settings.runs.filter(({ id }) => id === run);
  const alone = { ...settings, runs: own, training: { ...settings.training, seeds: [seed] } };
  const parts = own.flatMap((one) =>
    slotNames.flatMap((slot) => [
      [slot, one.parts[slot].kind] as const,
      ...partFields(one, slot).map(({ key, field, value }) => [`${slot}.${key}`, field.print(value)] as const),
    ]),
  );
  const rate = own[0]?.learningRate ?? null;
  const group = sections
    .filter(({ name }) => TRAINED.has(name))
    .flatMap((section) => sectionStatement(section, alone))
    .filter(([key]) => !(key === 'lr' && rate !== null));
  const lasts = own[0]?.length === undefined ? [] : [['length', String(own[0].length)] as const];
  return [['link', encode(alone)], ...group, ...lasts, ...(rate === null ? [] : [['lr', String(rate)] as const]), ...parts];
}

/** A number that a text is, or nothing. */
const numberIn = (text: string) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : '');

/** A cell as RFC 4180 has it; a text that a spreadsheet would take for a formula is marked as text. */
export function csvCell(value: string | number | null | undefined): string {
  const text = String(value ?? '');
  if (typeof value === 'number') return text;
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
