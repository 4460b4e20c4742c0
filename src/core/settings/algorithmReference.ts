/** `docs/algorithms.md`, written from the registries: every algorithm with its formula, parts, cost, paper and ways to try it. */
import { recipes } from '../sam/recipes';
import { slotRegistry } from '../sam/partChoices';
import { slotQuestions } from '../sam/slots';
import { slotsInUse } from './composition';
import { costOf } from './cost';
import { entryOf } from './entry';
import { encode } from './link';
import { paperConstants } from '../sam/paperConstants';
import { defaultExperiment } from './presets';
import { effectiveFields, runOf } from './runs';

/** The reference page in Markdown; formulas are TeX between dollar signs. */
export function algorithmReference(): string {
  const names = Object.keys(recipes);
  const paragraphs = [
    '# Algorithms',
    'Written by `npm run docs` from the registries in `src/core/sam`; do not edit. What each setting means is in [settings.md](settings.md).',
    ['| algorithm | in links | gradients per step | source |', '| --- | --- | --- | --- |', ...names.map(row)].join('\n'),
    ...names.flatMap(chapter),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

const recipeOf = (name: string) => entryIn(recipes, name);
function entryIn<V>(registry: Readonly<Record<string, V>>, name: string): V {
  const found = registry[name];
  if (found === undefined) throw new Error(`no algorithm “${name}”`);
  return found;
}
const costWords = (name: string) => costOf({ ...defaultExperiment, runs: [runOf('r1', name)] }).runs[0]?.words ?? '';
const paper = ({ source, url }: { readonly source: string; readonly url?: string }) => (url ? `[${source}](${url})` : source);
const anchor = (label: string) =>
  label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');

function row(name: string): string {
  const { label, source } = recipeOf(name);
  return `| [${label}](#${anchor(label)}) | \`${name}\` | ${costWords(name)} | ${source} |`;
}

function chapter(name: string): readonly string[] {
  const recipe = recipeOf(name);
  const run = runOf('r1', name);
  const experiment = { ...defaultExperiment, runs: [runOf('r1', Object.keys(recipes)[0] as string), { ...run, id: 'r2' }] };
  const parts = slotsInUse(run).map((slot) => {
    const { label, help } = entryOf(slotRegistry(slot), run.parts[slot].kind);
    const values = effectiveFields(run, slot).map(({ key, field, value }) => `\`${key}=${field.print(value)}\``);
    return `| ${slotQuestions[slot]} | ${label}${values.length > 0 ? ` (${values.join(', ')})` : ''} | ${help.replaceAll('|', '\\|')} |`;
  });
  const differing = (paperConstants[name] ?? []).flatMap(({ label, note }) => (note ? [`- ${label}: ${note}`] : []));
  return [
    `## ${recipe.label}`,
    recipe.idea,
    `$$${recipe.formula}$$`,
    ['| asked | answered by | |', '| --- | --- | --- |', ...parts].join('\n'),
    `${costWords(name)} gradients per step. ${paper(recipe)}.`,
    ...(differing.length > 0 ? [differing.join('\n')] : []),
    `Beside SGD on the page: \`#${encode(experiment)}\`. In code of your own: \`sharpnessAware('${name}', {}, { learningRate: 0.1, steps: 1000 })\`.`,
  ];
}
