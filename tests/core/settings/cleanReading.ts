/**
 * A second reading of a link, by other means than the decoder's, to catch changes nobody was told of.
 * Deliberately naive: it knows `&`, `=`, commas and numbers, and takes the rest from the experiment.
 */
import { slotNames } from '../../../src/core/sam/slotNames';
import type { Chosen } from '../../../src/core/settings/entry';
import type { Experiment, RunSettings } from '../../../src/core/settings/experiment';
import { encode } from '../../../src/core/settings/link';
import { sections } from '../../../src/core/settings/sections';

/** The words of `text` that `experiment` does not follow, and the ways in which it differs from its preset unasked. */
export function unfollowed(text: string, experiment: Experiment): readonly string[] {
  const words = wordsOf(text);
  const asked = new Set(words.map(([key]) => key));
  const ignored = words.filter(([key, value]) => !follows(experiment, key, value)).map((word) => word.join('='));
  const again = wordsOf(encode(experiment));
  // What a preset was in version 1 is said in words of version 2; `oldLinks.test.ts` knows which.
  const isOlder =
    words.some(([key, value]) => key === 'v' && Number(value) === 1) && again.some(([key, value]) => key === 'v' && value === '2');
  const unasked = isOlder ? [] : again.map(([key]) => key).filter((key) => key !== 'v' && key !== 'preset' && !asked.has(key));
  return [...ignored, ...unasked];
}

function wordsOf(text: string): readonly (readonly [string, string])[] {
  const visible = text.replace(/[\r\n\t\u00ad\u200b-\u200d\u2060\ufeff]/g, '').trim();
  const hash = visible.replace(/^(["'`])(.*)\1$|^<(.*)>$/, '$2$3').replace(/^[^=&#]*#/, '');
  if (/^(https?|file):\/\/[^#]*$/.test(hash)) return [];
  return hash
    .split('&')
    .filter((piece) => piece.trim() !== '')
    .map((piece) => {
      const [key = '', ...value] = piece.replace(/^amp;/, '').split('=');
      return [key.trim().toLowerCase(), decodeURIComponent(value.join('='))] as const;
    });
}

function follows(experiment: Experiment, key: string, value: string): boolean {
  if (key === 'v') return [1, 2, 3, 4].includes(Number(value));
  if (key === 'preset') return experiment.preset === plain(value);
  if (key === 'algos') return sameRuns(experiment.runs, value);
  for (const section of sections) {
    if (section.shape === 'chosen' && section.key === key) return experiment[section.name].kind === plain(value);
    const values: Readonly<Record<string, unknown>> | undefined =
      section.shape === 'chosen' ? experiment[section.name].values : section.shape === 'plain' ? experiment[section.name] : undefined;
    if (values && Object.hasOwn(values, key)) return same(values[key], value);
  }
  return false;
}

function sameRuns(runs: readonly RunSettings[], text: string): boolean {
  if (plain(text) === 'none') return runs.length === 0;
  const pieces = text.match(/[^,()]+(\([^()]*\))?/g) ?? [];
  const said = pieces.map(plain).filter((piece) => piece !== '');
  return (
    said.length === runs.length &&
    said.every((piece, index) => {
      const run = runs[index] as RunSettings;
      const [name = '', settings = ''] = piece.split('(');
      const args = settings.split(/[,)]|;(?=\s*[a-z]+\s*=)/i).filter((arg) => arg.trim() !== '');
      return name.trim() === run.algorithm && args.every((arg) => runFollows(run, ...(arg.split('=') as [string, string])));
    })
  );
}

function runFollows(run: RunSettings, key: string, value: string): boolean {
  const word = key.trim();
  if (word === 'lr') return same(run.learningRate, value);
  if (word === 'length') return same(run.length ?? 1, value);
  if (word === 'name') return plain(run.name ?? '') === plain(value);
  const slot = slotNames.find((name) => name === word);
  if (slot) return run.parts[slot].kind === plain(value);
  const holder = slotNames.find((name) => Object.hasOwn(run.parts[name].values, word));
  return holder !== undefined && same((run.parts[holder].values as Chosen['values'])[word], value);
}

/** True if `text` is a way of writing `value`. */
function same(value: unknown, text: string): boolean {
  if (typeof value === 'number') return Number(text) === value;
  if (typeof value === 'boolean') return (value ? ['1', 'true', 'on', 'yes'] : ['0', 'false', 'off', 'no']).includes(plain(text));
  if (Array.isArray(value) && (typeof value[0] === 'string' || text.trim() === '' || /^[;,\s]+$/.test(text))) {
    const words = plain(text).split(/[;,]/).map(plain).filter(Boolean);
    return words.every((word) => value.includes(word as never)) && value.every((word) => words.includes(String(word)));
  }
  if (Array.isArray(value)) {
    const listed = text.split(';').flatMap((item) => {
      const [first = Number.NaN, last = first] = item.split(/(?<=\d)\s*-/).map(Number);
      const [from, to] = [Math.min(first, last), Math.max(first, last)];
      return Array.from({ length: to - from + 1 }, (_, index) => from + index);
    });
    return [...new Set(listed)].sort((a, b) => a - b).join() === value.join();
  }
  // A lesson without a step is at its first; an origin may end with a slash.
  return typeof value === 'string' && [plain(text), `${plain(text)}:1`, plain(text).replace(/\/$/, '')].includes(plain(value));
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}
