/** `docs/settings.md`, written from the registries, so that it cannot say anything the page does not. */
import { variants } from '../datasets/variants';
import { algorithms, OWN, recipes } from '../sam/recipes';
import { rules } from '../sam/combinations';
import { type PaperConstants, paperConstants } from '../sam/paperConstants';
import { slotQuestions } from '../sam/slots';
import { slotNames } from '../sam/slotNames';
import type { Entry, Registry } from './entry';
import { MOST_RUNS } from './experiment';
import type { FieldMap, FieldValue } from './field';
import { encode, LINK_VERSION } from './link';
import { printRun } from './link/statement';
import { costOf } from './cost';
import { type PaperTraining, paperTraining } from './paperTraining';
import { defaultExperiment, presets } from './presets';
import { slotRegistry } from '../sam/partChoices';
import { runOf } from './runs';
import { type Section, sections } from './sections';

/** The reference page in Markdown. */
export function settingsReference(): string {
  const paragraphs = [
    '# Settings',
    'Written by `npm run docs` from the registries in `src/core`; do not edit.',
    `Every setting has a key, its word in links: \`#v=${LINK_VERSION}&preset=moons-noisy&noise=.3&algos=sgd,sam(rho=.2)\`. A link names a preset and what differs from it; the grammar is explained in \`src/core/settings/link.ts\`. Settings marked *live* change while training runs; any other change restarts the group.`,
    '## Presets',
    table(
      ['`preset`', 'Name', 'What is to be seen', 'Runs', 'Link'],
      Object.entries(presets).map(([id, { label, help, experiment }]) => [
        code(id),
        label,
        help,
        experiment.runs.map((run) => code(printRun(run))).join(', '),
        encode(experiment) === '' ? 'the plain address' : code(`#${encode(experiment)}`),
      ]),
    ),
    ...sections.flatMap(sectionParagraphs),
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`;
}

function sectionParagraphs(section: Section): readonly string[] {
  switch (section.shape) {
    case 'chosen':
      return [
        `## ${section.label}: \`${section.key}\``,
        ...(section.name === 'data' ? variantParagraphs() : []),
        ...entries(section.registry, section.key, '###'),
      ];
    case 'plain':
      return [`## ${section.label}`, fieldTable(section.fields)];
    case 'runs':
      return runParagraphs(section.key);
  }
}

function variantParagraphs(): readonly string[] {
  return [
    'Variants that papers name, selectable in the form; they are no words of links but these settings, for every data set. Labels are changed first, and the first samples kept after.',
    table(
      ['Variant', 'Settings', 'Meaning'],
      Object.values(variants).map(({ label, help, values }) => [label, constantsInWords({ values }), help]),
    ),
  ];
}

function runParagraphs(key: string): readonly string[] {
  return [
    `## Algorithms: \`${key}\``,
    `Up to ${MOST_RUNS} runs, separated by commas, or \`none\`. In parentheses stand a run’s own settings: fields of its parts, parts by their slot, \`lr\`, its own learning rate, and \`length\`, its steps as a multiple of the group’s.`,
    table(
      ['Name in links', 'Algorithm', 'Idea', 'Parts', 'Gradients per step', 'Source'],
      Object.entries(recipes).map(([name, { label, idea, parts, source }]) => {
        const named = Object.entries(parts).map(([slot, kind]) => code(`${slot}=${kind}`));
        const cost = costOf({ ...defaultExperiment, runs: [runOf('r1', name)] }).runs[0]?.words ?? '';
        return [code(name), label, idea, named.join(', ') || 'the first of each slot', cost, source];
      }),
    ),
    `\`${OWN}\` begins as every slot’s first part and is named after what is put in their place: \`${OWN}(ascent=bisam-log,radius=lets)\`. ${algorithms[OWN]?.idea} A run of a published algorithm whose parts are changed is called so on the page.`,
    'Gradients are full-batch equivalents, with starting values and batches of 32; those of an adaptive gate are a guess, as it decides while training.',
    '### Constants of papers',
    'Selectable beside the algorithm, run by run; they change these settings and no others. Values in parentheses are not in the paper’s text and were filled in from code or convention. Networks and training lengths of the papers are far larger.',
    table(
      ['Algorithm', 'As in', 'Settings', 'Source'],
      Object.entries(paperConstants).flatMap(([name, rows]) =>
        rows.map((row) => [code(name), row.label, constantsInWords(row), inFull(row)]),
      ),
    ),
    '### Training as in a paper',
    'Selectable in the form for the whole group.',
    table(
      ['As in', 'Settings', 'Source'],
      Object.values(paperTraining).map((row) => [row.label, trainingInWords(row), inFull(row)]),
    ),
    '### Combinations',
    'Any part goes with any other, with these exceptions. Refused ones do not start; doubtful ones run with a warning.',
    table(
      ['Verdict', 'What is said', 'Remedy'],
      rules.map(({ verdict, message, remedy }) => [verdict, message.replace('“{part}”', 'that part'), remedy]),
    ),
    '## Slots',
    'An algorithm is one part per slot. What it does not name is the first part of the slot.',
    ...slotNames.flatMap((slot) => [`### ${slotQuestions[slot]} \`${slot}\``, ...entries(slotRegistry(slot), slot, '####')]),
  ];
}

function constantsInWords({ parts = {}, values, filledIn }: Pick<PaperConstants, 'parts' | 'values' | 'filledIn'>): string {
  return wordsWith({ ...parts, ...values }, filledIn);
}

function trainingInWords({ values, optimizer, schedule, filledIn }: PaperTraining): string {
  const [opt, own] = optimizer;
  const [kind, its] = schedule ?? [];
  return wordsWith({ ...values, opt, ...own, ...(kind === undefined ? {} : { schedule: kind, ...its }) }, filledIn);
}

function wordsWith(values: Readonly<Record<string, FieldValue>>, filledIn: readonly string[] = []): string {
  const print = (value: FieldValue) => (Array.isArray(value) ? value.join(';') : String(value));
  return Object.entries(values)
    .map(([key, value]) => (filledIn.includes(key) ? `(${code(`${key}=${print(value)}`)})` : code(`${key}=${print(value)}`)))
    .join(', ');
}

const inFull = ({ source, note }: Pick<PaperConstants, 'source' | 'note'>) => (note ? `${source}. ${note}` : source);

function entries(registry: Registry, key: string, heading: string): readonly string[] {
  return Object.entries(registry).flatMap(([kind, entry]) => [
    `${heading} ${entry.label}: \`${key}=${kind}\``,
    described(entry),
    fieldTable(entry.fields),
  ]);
}

function described({ help, source }: Entry): string {
  return source ? `${help} Source: ${source}.` : help;
}

function fieldTable(fields: FieldMap): string {
  const rows = Object.entries(fields).map(([key, field]) => [
    code(key),
    field.label,
    code(field.print(field.default)),
    limits(field),
    field.live ? 'live' : 'restart',
    field.help,
  ]);
  return rows.length === 0 ? '' : table(['Key', 'Setting', 'Default', 'Legal', 'Change', 'Meaning'], rows);
}

function limits({ control, band }: FieldMap[string]): string {
  const usual = band ? `, usually ${band[0]} to ${band[1]}` : '';
  switch (control.kind) {
    case 'number':
      return `${control.integer ? 'whole, ' : ''}${control.min} to ${control.max}${control.unit ? ` ${control.unit}` : ''}${control.isShare ? ', shown in percent' : ''}${usual}`;
    case 'numbers':
      return `up to ${control.longest}${control.integer ? ' whole' : ''} numbers, ${control.min} to ${control.max}`;
    case 'choice':
      return control.options.map(({ value, label }) => `${code(value)} ${label}`).join(', ');
    case 'several':
      return `any of ${
        control.options.length > 20
          ? `the sections ${control.options
              .slice(0, 8)
              .map(({ value }) => code(value))
              .join(', ')} and the keys of all settings on this page`
          : control.options.map(({ value }) => code(value)).join(', ')
      }`;
    case 'switch':
      return '`1` on, `0` off';
    case 'text':
      return `text of up to ${control.longest} characters`;
  }
}

/** Nothing in code is quoted twice: an empty default shows as a dash. */
function code(text: string): string {
  return text === '' ? '–' : `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
