/**
 * An experiment as the text of a link, and back.
 *
 *   v=1&preset=moons-noisy&noise=.3&model=mlp&width=32&algos=sgd,sam(rho=.2),bisam-log(rho=.4,mu=2)&seeds=1-5
 *
 * A link is words joined by `&`, each `key=value`: the version, the preset, and in what the experiment differs from
 * it, in a fixed order. `data`, `model`, `opt` and `schedule` choose an entry; naming another one than the preset's
 * starts from that entry's defaults. `algos` lists the runs, at most 12, or is `none`; in parentheses stand a run's own
 * settings, separated by commas: fields of its parts by key (`rho=.2`), a part by its slot (`ascent=bisam-tanh`), its
 * own learning rate (`lr=.05`), and its length as a multiple of the group's (`length=2`). A run starts from its algorithm's defaults, never from the preset's run of that name.
 * Numbers may be written `.4`, `0.4` or `4e-1`; lists `50;100;150`; whole-number ranges `1-5`; switches `1` and `0`.
 * A link is written in the oldest version that says it, so that pages opened before an update follow it.
 * The default preset, unchanged, is the empty text. Free text is percent-encoded; nothing else needs to be.
 */
import { createdBy } from '../sam/part';
import { partsOf, recipes } from '../sam/recipes';
import { slotNames } from '../sam/slotNames';
import { slots } from '../sam/slots';
import { choosePreset } from './edit';
import type { Experiment } from './experiment';
import { noteIdle } from './link/idle';
import { type LinkNotice, LinkNotices } from './link/notice';
import { type Reading, readChoice, readKind, readValues, taken } from './link/reading';
import { readRuns } from './link/readRuns';
import { differences } from './link/statement';
import { LINK_VERSION, presetWords, runsIn, versionOf } from './link/versions';
import { suggestion } from './link/suggestion';
import { wordsOf } from './link/words';
import { DEFAULT_PRESET, presets } from './presets';
import { sections } from './sections';

export type { LinkNotice, LinkNoticeCode } from './link/notice';

export { LINK_VERSION };

/** The link of an experiment, without `#`; `''` for the default preset as it is. Equal experiments give equal links, whatever their runs' ids. */
export function encode(experiment: Experiment): string {
  const words = differences(experiment);
  if (words.length === 0 && experiment.preset === DEFAULT_PRESET) return '';
  const all = [['v', String(versionOf(experiment))], ['preset', experiment.preset], ...words];
  return all.map(([key, text]) => `${key}=${text}`).join('&');
}

/**
 * Reads a link: hash text with or without `#`, percent-encoded or not, or a whole address. Never throws; the experiment
 * is always legal, and each word that was ignored, changed or said twice is named in a notice.
 */
export function decode(text: string): { readonly experiment: Experiment; readonly notices: readonly LinkNotice[] } {
  const notices = new LinkNotices();
  const reading: Reading = { words: wordsOf(text, notices), notices };
  const said = new Map(reading.words);
  const version = reading.words.size > 0 ? readVersion(reading) : LINK_VERSION;
  const preset = readKind(reading, 'preset', 'preset', Object.keys(presets), DEFAULT_PRESET);
  const today = (presets[preset] as (typeof presets)[string]).experiment;
  const now = { ...today, runs: runsIn(version, today.runs) };
  const then = { words: wordsOf(presetWords(preset, version), new LinkNotices()), notices: new LinkNotices() };
  const experiment = readOver(reading, readOver(then, now, version), version);
  noteIdle(said, experiment, notices);
  return { experiment, notices: notices.all() };
}

/**
 * An experiment with the words of a link over it: `preset=moons-noisy&noise=.1&algos=sgd`. A preset among them replaces all but
 * device, view and what is said to a class; other words change only what they name. Never throws, as `decode`.
 */
export function patched(before: Experiment, words: string): { readonly experiment: Experiment; readonly notices: readonly LinkNotice[] } {
  const notices = new LinkNotices();
  const reading: Reading = { words: wordsOf(words, notices), notices };
  const hasPreset = reading.words.has('preset');
  const preset = readKind(reading, 'preset', 'preset', Object.keys(presets), before.preset);
  const experiment = readOver(reading, hasPreset ? choosePreset(before, preset) : before, LINK_VERSION);
  return { experiment, notices: notices.all() };
}

function readOver(reading: Reading, base: Experiment, version: number): Experiment {
  const { notices } = reading;
  const parts = sections.map((section) => {
    switch (section.shape) {
      case 'chosen':
        return [section.name, readChoice(reading, section, base)] as const;
      case 'plain':
        return [section.name, readValues(reading, section.fields, base[section.name])] as const;
      case 'runs':
        return [section.name, readRuns(notices, taken(reading, section.key), base.runs, version)] as const;
    }
  });
  // `sections` names every part of an experiment, which the compiler cannot see; a test reads back what is written.
  const experiment = { ...base, ...Object.fromEntries(parts) } as Experiment;
  nameTheRest(reading, experiment);
  return experiment;
}

/** The version a link says it is in; the newest where it says none that can be read. */
function readVersion(reading: Reading): number {
  const word = taken(reading, 'v');
  const { notices } = reading;
  if (word === undefined) {
    notices.add('illegal', 'v', 'v', `is missing, so the link was read as version ${LINK_VERSION}`);
  } else if (/^\d+$/.test(word.text) && Number(word.text) > LINK_VERSION) {
    notices.add(
      'newer',
      'v',
      word.given,
      `is newer than this page, which reads version ${LINK_VERSION} and ignores settings it does not know`,
    );
  } else if (isVersion(word.text)) {
    return Number(word.text);
  } else {
    notices.add('illegal', 'v', word.given, `is no version of links, so this one was read as version ${LINK_VERSION}`);
  }
  return LINK_VERSION;
}

const isVersion = (text: string) => /^\s*0*[1-9]\d*\s*$/.test(text) && Number(text) <= LINK_VERSION;

/** Complains about every word that nobody used. */
function nameTheRest({ words, notices }: Reading, experiment: Experiment): void {
  const known = [
    'preset',
    ...sections.flatMap((section) => {
      switch (section.shape) {
        case 'chosen':
          return [section.key, ...Object.keys(experiment[section.name].values)];
        case 'plain':
          return Object.keys(section.fields);
        case 'runs':
          return [section.key];
      }
    }),
  ];
  for (const { key, text, given } of words.values()) {
    const elsewhere = homeOf(key, experiment) ?? runHomeOf(key, text);
    if (elsewhere !== undefined) notices.add('unknown', key, given, `was ignored, as ${elsewhere}`);
    else notices.add('unknown', key, given, 'is unknown and was ignored', suggestion(key, known));
  }
}

/** For a field of an entry that this experiment did not choose. */
function homeOf(key: string, experiment: Experiment): string | undefined {
  for (const section of sections) {
    if (section.shape !== 'chosen') continue;
    const owners = Object.entries(section.registry).filter(([, { fields }]) => Object.hasOwn(fields, key));
    if (owners.length > 0) {
      const names = owners.map(([kind]) => `\`${kind}\``).join(', ');
      return `it is a setting of ${names}, and the ${section.noun} is \`${experiment[section.name].kind}\``;
    }
  }
  return undefined;
}

/** For a word that belongs inside the parentheses of a run. */
function runHomeOf(key: string, text: string): string | undefined {
  const owner = firstOwners().get(key);
  return owner && `each run has its own: write \`algos=${owner}(${key}=${text.slice(0, 12)})\``;
}

let owners: ReadonlyMap<string, string> | undefined;

/** First algorithm that climbs and has a setting, by the setting's key. Made once: a link may hold a thousand unknown words. */
function firstOwners(): ReadonlyMap<string, string> {
  if (owners) return owners;
  const first = new Map<string, string>();
  for (const algorithm of Object.keys(recipes)) {
    const parts = partsOf(algorithm);
    if (!createdBy(slots.gate, parts.gate).climbs) continue;
    for (const key of slotNames.flatMap((slot) => [slot, ...Object.keys(parts[slot].values)]))
      if (!first.has(key)) first.set(key, algorithm);
  }
  owners = first;
  return first;
}

/** The address of this experiment, given the page's own without `#`. */
export function linkTo(base: string, experiment: Experiment): string {
  const hash = encode(experiment);
  return hash === '' ? base : `${base}#${hash}`;
}
