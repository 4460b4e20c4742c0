/** Facts a person should know of an algorithm before choosing it. */
import { algorithms, BASELINE, families, recipes } from '../sam/recipes';
import { unlikeSam } from './algorithmComparison';
import { slotsInUse } from './composition';
import { costOf, costPhrase, type RunCost } from './cost';
import { entryOf } from './entry';
import type { Experiment } from './experiment';
import { type RadiusRange, radiusRange } from './radiusRange';
import { slotRegistry } from '../sam/partChoices';
import { runOf } from './runs';

export interface AlgorithmChoice {
  /** Its word in links. */
  readonly value: string;
  readonly label: string;
  /** One sentence. */
  readonly idea: string;
  /** Cost of a step with this experiment's batch: `2 gradients per step`. */
  readonly cost: string;
  /** What it has where SAM has something else. */
  readonly unlike: readonly string[];
  /** null without a radius. */
  readonly radius: RadiusRange | null;
  /** All that it can be found by. */
  readonly words: string;
}

export interface AlgorithmFamily {
  readonly label: string;
  readonly choices: readonly AlgorithmChoice[];
}

/** All algorithms under their headings, with what they would cost in this experiment. */
export function algorithmMenu(experiment: Experiment): readonly AlgorithmFamily[] {
  return families.map(({ label: family, algorithms: names }) => ({
    label: family,
    choices: names.map((value) => {
      const { label, idea } = algorithms[value] as (typeof algorithms)[string];
      const run = runOf('r1', value);
      const parts = slotsInUse(run).map((slot) => entryOf(slotRegistry(slot), run.parts[slot].kind).label);
      return {
        value,
        label,
        idea,
        cost: costPhrase(costOf({ ...experiment, runs: [run] }).runs[0] as RunCost),
        unlike: value === BASELINE ? [] : unlikeSam(value),
        radius: radiusRange(run),
        words: searchable([value, label, idea, family, recipes[value]?.source ?? '', ...parts].join(' ')),
      };
    }),
  }));
}

/** The families with those choices in which every word of `query` is found; a family without any is left out. */
export function searched(menu: readonly AlgorithmFamily[], query: string): readonly AlgorithmFamily[] {
  const words = searchable(query).split(/\s+/).filter(Boolean);
  const found = (choice: AlgorithmChoice) => words.every((word) => choice.words.includes(word));
  return menu.map(({ label, choices }) => ({ label, choices: choices.filter(found) })).filter(({ choices }) => choices.length > 0);
}

/** In lower case, and with signs that keyboards have: BiSAM (−log) is found by “-log”. */
const searchable = (text: string) => text.toLowerCase().replaceAll('−', '-').replaceAll('’', "'");
