/** An observed step as frames: what happened, in the words of the parts that did it. */
import { type Chosen, entryOf } from '../../settings/entry';
import type { Part } from '../part';
import type { PartChoices } from '../partChoices';
import { optimizers, slots } from '../slots';
import type { Observation } from './observation';
import { COMPARED, type FrameKey, frameKeys, frames, type FrameWords } from './words';

export interface Frame {
  readonly key: FrameKey;
  readonly half: 'ascent' | 'descent';
  /** Where the step then is. */
  readonly at: 'here' | 'elsewhere' | 'next';
  readonly title: string;
  readonly caption: string;
  /** TeX. */
  readonly formula: string;
  /** TeX, a line each; `@name` stands for `values[name]`. */
  readonly numbers: readonly string[];
  readonly values: Readonly<Record<string, number>>;
}

/** Frames of an observed step of a run with these parts, in their order. Settings of the part that speaks go before equally named numbers of the step. */
export function framesOf(parts: PartChoices, optimizer: Chosen, { happened, numbers }: Observation): readonly Frame[] {
  return happened.flatMap((key) => {
    const { words, values } = wordsFor(key, parts, optimizer);
    if (!words) return [];
    const { title, caption, formula } = words;
    const compared = key === 'climb' && numbers.lossCosine !== undefined ? [COMPARED] : [];
    const lines = [...linesOf(words.numbers), ...compared];
    return [
      { key, half: frames[key].half, at: frames[key].at, title, caption, formula, numbers: lines, values: { ...numbers, ...values } },
    ];
  });
}

/** Every line of TeX that a frame may show, for whoever typesets them. */
export function frameFormulas(): readonly string[] {
  const parts = [...Object.values(slots).flatMap((registry) => Object.values<Part<unknown>>(registry)), ...Object.values(optimizers)];
  const words = [
    ...frameKeys.map((key) => frames[key].words),
    ...parts.flatMap(({ frames: own = {}, framesWhere = [] }) =>
      [own, ...framesWhere.map((other) => other.frames)].flatMap((told) => Object.values(told)),
    ),
  ];
  const lines = words.flatMap((words) => (words ? [words.formula, ...linesOf(words.numbers)] : []));
  return [...new Set([...lines, COMPARED])];
}

/** Names that stand for numbers in a line of TeX. */
export function namesIn(line: string): readonly string[] {
  return [...line.matchAll(/@(\w+)/g)].map(([, name]) => name as string);
}

function wordsFor(key: FrameKey, parts: PartChoices, optimizer: Chosen) {
  for (const slot of frames[key].slots) {
    const { kind, values } = slot === 'optimizer' ? optimizer : parts[slot];
    const part = slot === 'optimizer' ? entryOf(optimizers, kind) : entryOf<Part<unknown>>(slots[slot], kind);
    const told = part.framesWhere?.find(({ holds }) => holds(values))?.frames ?? part.frames;
    const words = told?.[key] !== undefined ? told[key] : part.frames?.[key];
    if (words !== undefined) return { words, values: numbersIn(values) };
  }
  return { words: frames[key].words, values: {} };
}

function numbersIn(values: Chosen['values']): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}

function linesOf(numbers: FrameWords['numbers']): readonly string[] {
  return numbers.split(/\s*\\quad\s*/);
}
