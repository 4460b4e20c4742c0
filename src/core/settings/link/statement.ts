/** An experiment said in words: every key with its text, in the fixed order of links. */
import { partsOf } from '../../sam/recipes';
import { slotNames, type SlotName } from '../../sam/slotNames';
import { type Chosen, entryOf } from '../entry';
import { type Experiment, runFields, type RunSettings } from '../experiment';
import { trainingFields } from '../trainingFields';
import type { FieldMap, FieldValue } from '../field';
import { presets } from '../presets';
import { partFields, startingPart } from '../runs';
import { type ChosenSection, type Section, sections, startingChoice } from '../sections';

/** Where runs are listed, this says that there are none; an empty text would look like a damaged link. */
export const NO_RUNS = 'none';

export type Statement = readonly (readonly [key: string, text: string])[];

/** Everything `experiment` says, defaults included. */
export function statement(experiment: Experiment): Statement {
  return sections.flatMap((section) => sectionStatement(section, experiment));
}

/** The words in which `experiment` differs from its preset; where another entry is chosen, from that entry's defaults. */
export function differences(experiment: Experiment): Statement {
  const base = presets[experiment.preset]?.experiment;
  if (!base) throw new Error(`experiment: no preset “${experiment.preset}”`);
  return sections.flatMap((section) => {
    const usual = new Map(section.shape === 'chosen' ? usualChoice(section, experiment, base) : sectionStatement(section, base));
    return sectionStatement(section, experiment).filter(([key, text]) => usual.get(key) !== text);
  });
}

/** ρ is what people compare first, so the radius comes before the rest. */
const slotsInLinkOrder = ['radius', ...slotNames.filter((slot) => slot !== 'radius')] as const satisfies readonly SlotName[];

/** One run as links write it, `sam(rho=.2)`: the algorithm, and in what its parts differ from it. */
export function printRun(run: RunSettings): string {
  const { algorithm, learningRate, length, name, parts } = run;
  const own = partsOf(algorithm);
  const words = slotsInLinkOrder.flatMap((slot) => {
    const { kind } = parts[slot];
    const usual: Chosen['values'] = startingPart(own, slot, kind).values;
    const changed = partFields(run, slot)
      .map(({ key, field, value }) => ({ key, text: field.print(value), before: field.print(usual[key] ?? field.default) }))
      .filter(({ text, before }) => text !== before)
      .map(({ key, text }) => `${key}=${text}`);
    return kind === own[slot].kind ? changed : [`${slot}=${kind}`, ...changed];
  });
  const rate = learningRate === null ? [] : [`lr=${trainingFields.lr.print(learningRate)}`];
  const called = name ? [`name=${escaped(name)}`] : [];
  const lasts = length === undefined ? [] : [`length=${runFields.length.print(length)}`];
  const all = [...rate, ...words, ...lasts, ...called];
  return all.length === 0 ? algorithm : `${algorithm}(${all.join(',')})`;
}

/** Statement of one section of an experiment, defaults included. */
export function sectionStatement(section: Section, experiment: Experiment): Statement {
  switch (section.shape) {
    case 'chosen':
      return choiceStatement(section, experiment[section.name]);
    case 'plain':
      return printed(section.fields, experiment[section.name]);
    case 'runs':
      return [[section.key, experiment.runs.map(printRun).join(',') || NO_RUNS]];
  }
}

function choiceStatement({ key, registry }: ChosenSection, { kind, values }: Chosen): Statement {
  return [[key, kind], ...printed(entryOf(registry, kind).fields, values)];
}

/** Defaults of a section: the preset's choice, or the defaults of another entry once that is named. */
function usualChoice(section: ChosenSection, experiment: Experiment, base: Experiment): Statement {
  const start = startingChoice(section, base, experiment[section.name].kind);
  return choiceStatement(section, start).map(([key, text]) => [key, key === section.key ? base[section.name].kind : text]);
}

function printed(fields: FieldMap, values: Readonly<Record<string, FieldValue>>): Statement {
  return Object.entries(fields).map(([key, field]) => {
    const text = field.print(values[key] ?? field.default);
    return [key, field.isPlainInLinks ? text : escaped(text)];
  });
}

/** Free text with everything encoded that means something in a link, or that a chat might take for the end of one. */
function escaped(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%3B', ';')
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
