/** Methods paragraph of an experiment, in words and as BibTeX. Everything is taken from the settings. */
import { type GivenWeights, startSentence } from '../checkpoints/checkpoint';
import { trainCountOf } from '../datasets';
import { type Citation, citations } from '../sam/recipes/citations';
import { changedSlots, citationsOf, slotsInUse } from '../settings/composition';
import { type Chosen, entryOf, type Registry } from '../settings/entry';
import type { Experiment } from '../settings/experiment';
import { stepsOf } from '../settings/lengths';
import { trainingFields } from '../settings/trainingFields';
import { type Field, type FieldValue, percentOf, readable } from '../settings/field';
import { runLabels } from '../settings/runLabels';
import { slotRegistry } from '../sam/partChoices';
import { effectiveFields } from '../settings/runs';
import { sections } from '../settings/sections';
import { trainingCitations } from './trainingCitations';
import type { Fingerprint } from './trainingDocument';

/** Where an experiment was computed; null before that is known. */
export interface MethodsFacts {
  /** The whole address that opens it. */
  readonly link: string;
  readonly fingerprint: Pick<Fingerprint, 'backend' | 'adapter' | 'versions' | 'date'> | null;
  /** Trainable parameters; null before it was started. */
  readonly parameters: number | null;
  /** The weights of a file that every run started from; null where every seed had its own. */
  readonly weights?: GivenWeights | null;
}

const grouping = new Intl.NumberFormat('en');

/**
 * A paragraph for a methods section: algorithms with their constants, data, network, training, seeds, device and version.
 * It says what was set, never what came out.
 */
export function methodsText(experiment: Experiment, { link, fingerprint, parameters, weights }: MethodsFacts): string {
  const { data, model, optimizer, schedule, training, runs } = experiment;
  const labels = new Map(runLabels(experiment).map(({ id, label }) => [id, label]));
  const algorithms = runs.map((run) => {
    const rate = run.learningRate === null ? [] : [`η ${plain(run.learningRate)}`];
    const changed = changedSlots(run);
    const values = slotsInUse(run).flatMap((slot) => {
      const fields = effectiveFields(run, slot).map(({ field, value }) => settingWords(field, value));
      return changed.includes(slot) ? [entryOf(slotRegistry(slot), run.parts[slot].kind).label, ...fields] : fields;
    });
    const lasts = run.length === undefined ? [] : [`${grouping.format(stepsOf(training, run))} steps`];
    const all = [...values, ...rate, ...lasts];
    return all.length > 0 ? `${labels.get(run.id) ?? run.id} (${all.join(', ')})` : (labels.get(run.id) ?? run.id);
  });
  const { noise } = data.values;
  const wrong =
    noise > 0
      ? `, of whose labels ${percentOf(noise)} % were replaced by ${data.values.flip === 'any' ? 'any class' : 'another class'}`
      : '';
  const count = data.kind === 'files' ? 'at most ' : '';
  const smoothing =
    training.smooth > 0
      ? `, label smoothing ${plain(training.smooth)} over ${training.target === 'k' ? 'all K' : 'the K−1 wrong'} classes`
      : '';
  const sentences = [
    runs.length > 0 ? `We trained ${listed(algorithms)}.` : '',
    `Data: ${described('data', data, ['noise', 'flip', 'n', 'take'])}, ${count}${grouping.format(trainCountOf(data))} training samples${wrong}.`,
    `Network: ${described('model', model)}${parameters === null ? '' : `, ${grouping.format(parameters)} parameters`}.`,
    `Each run made ${grouping.format(training.steps)} steps${runs.some(({ length }) => length !== undefined) ? ' where no others are given,' : ''} on mini-batches of ${training.batch} with ${described('optimizer', optimizer)}, ` +
      `learning rate η ${plain(training.lr)}, schedule ${described('schedule', schedule)}${smoothing}` +
      `${training.clip > 0 ? `, gradients clipped to norm ${plain(training.clip)}` : ''}.`,
    `${training.seeds.length === 1 ? 'Seed' : `${training.seeds.length} seeds`} ${trainingFields.seeds.print(training.seeds).replaceAll(';', ', ').replaceAll('-', '–')}: ` +
      'a seed draws data, first weights and batches, which all runs share.',
    weights ? startSentence(weights) : '',
    fingerprint
      ? `Computed with Basin ${fingerprint.versions.basin ?? ''} on ${[fingerprint.backend, fingerprint.adapter].filter(Boolean).join(', ')}` +
        `${fingerprint.versions.tensorflow ? ` (TensorFlow.js ${fingerprint.versions.tensorflow})` : ''}, ${fingerprint.date.slice(0, 10)}.`
      : '',
    `All settings: ${link}`,
  ];
  return sentences.filter(Boolean).join(' ').replaceAll('  ', ' ');
}

/** One line below a figure on a slide: algorithms with their radius, data, steps, seeds, and where it was computed. */
export function shortCaption(experiment: Experiment, { link, fingerprint }: MethodsFacts): string {
  const { data, training } = experiment;
  const { seeds } = training;
  const ends = [...new Set((experiment.runs.length > 0 ? experiment.runs : [{}]).map((run) => stepsOf(training, run)))];
  const steps =
    ends.length > 1
      ? `${grouping.format(Math.min(...ends))} to ${grouping.format(Math.max(...ends))}`
      : grouping.format(ends[0] ?? training.steps);
  const wrong = data.values.noise > 0 ? ` with ${percentOf(data.values.noise)} % wrong labels` : '';
  const names = runLabels(experiment).map(({ label, details }) => (details ? `${label} (${details})` : label));
  const where = fingerprint ? ` Basin ${fingerprint.versions.basin ?? ''} on ${fingerprint.backend}.` : '';
  return (
    `${listed(names)} on ${entryFor('data', data.kind).label}${wrong}, ${steps} steps, ` +
    `${seeds.length === 1 ? `seed ${seeds[0]}` : `${seeds.length} seeds`}.${where} ${link}`
  ).replaceAll('  ', ' ');
}

function entryFor(name: string, kind: string) {
  const section = sections.find((one) => one.name === name);
  if (section?.shape !== 'chosen') throw new Error(`methods: “${name}” is no section with a choice`);
  return entryOf(section.registry as Registry, kind);
}

/**
 * BibTeX of the papers behind the runs, and of those that optimizer, schedule, network and data name, each once; sources
 * without an entry follow as comments. Last comes Basin with the address of the experiment.
 */
export function bibtexOf(experiment: Experiment, { link, fingerprint }: MethodsFacts): string {
  const used = experiment.runs.flatMap((run) => citationsOf(run));
  const sources = sections.flatMap((section) => {
    if (section.shape !== 'chosen' || section.isApart) return [];
    const { source, label } = entryOf(section.registry, experiment[section.name].kind);
    return source ? [{ label, source }] : [];
  });
  const known = [...Object.values<Citation>(citations), ...Object.values<Citation>(trainingCitations)];
  const matching = (source: string) => known.filter(({ url }) => url && source.includes(url.replace(/^.*\//, 'arXiv:')));
  const entries = new Set([...used, ...sources.flatMap(({ source }) => matching(source))].map(({ bibtex }) => bibtex));
  const others = sources.filter(({ source }) => matching(source).length === 0).map(({ label, source }) => `% ${label}: ${source}`);
  const version = fingerprint?.versions.basin;
  const basin = [
    '@misc{basin,',
    '  title={Basin: a playground for sharpness-aware training},',
    ...(version ? [`  note={Version ${version}},`] : []),
    `  howpublished={\\url{${link}}}`,
    '}',
  ].join('\n');
  return [...entries, ...(others.length > 0 ? [others.join('\n')] : []), basin].join('\n\n');
}

/** `Moons (spread 0.2)`: the chosen entry and its fields that have an effect, without those that are said elsewhere. */
function described(name: string, { kind, values }: Chosen, without: readonly string[] = []): string {
  const entry = entryFor(name, kind);
  const fields = Object.entries(entry.fields)
    .filter(([key]) => !without.includes(key) && (entry.hasEffect?.(key, values) ?? true))
    .map(([key, field]) => settingWords(field as Field<FieldValue>, values[key] ?? (field.default as FieldValue)));
  return fields.length > 0 ? `${entry.label} (${fields.join(', ')})` : entry.label;
}

function settingWords(field: Field<FieldValue>, value: FieldValue): string {
  if (field.control.kind === 'switch') return `${field.label}: ${value ? 'yes' : 'no'}`;
  const unit = field.control.kind === 'number' && field.control.unit ? ` ${field.control.unit}` : '';
  return `${field.label} ${readable(field, value)}${unit}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(12)));
}
