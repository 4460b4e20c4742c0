import { shownAs } from './edit';
import { slotNames } from '../sam/slotNames';
import type { Chosen, Registry } from './entry';
import { entryOf } from './entry';
import type { Experiment, RunSettings } from './experiment';
import { trainingFields } from './trainingFields';
import type { FieldMap, FieldValue } from './field';
import { slotRegistry } from '../sam/partChoices';
import { sections } from './sections';

/**
 * Consequence of going from one experiment to another, weakest first; each includes those before it.
 * `view`: drawing only · `live`: training goes on with new η or ρ · `runs`: runs joined or left · `restart`: all else.
 */
export type Difference = 'same' | 'view' | 'live' | 'runs' | 'restart';

/** Sections that no training on screen knows: what a study varies is trained beside the page. */
const SHOWN: ReadonlySet<string> = new Set(['view', 'valley', 'lecture', 'study']);

const order: readonly Difference[] = ['same', 'view', 'live', 'runs', 'restart'];

/** Consequence of changing `from` into `to`. Runs are told apart by their ids; which preset a link is written against is only view. */
export function difference(from: Experiment, to: Experiment): Difference {
  const parts = sections.map((section): Difference => {
    switch (section.shape) {
      case 'chosen': {
        const change = choiceDifference(section.registry, from[section.name], to[section.name]);
        return SHOWN.has(section.name) && change !== 'same' ? 'view' : change;
      }
      case 'plain': {
        const change = valuesDifference(section.fields, from[section.name], to[section.name]);
        return SHOWN.has(section.name) && change !== 'same' ? 'view' : change;
      }
      case 'runs':
        return runsDifference(from.runs, to.runs);
    }
  });
  return strongest([from.preset === to.preset ? 'same' : 'view', ...parts]);
}

/**
 * Runs that have to be trained anew for results of `from` to become results of `to`, those that `from` does not have included; `all`
 * where something differs that all runs share. Curves of the other runs stay true.
 */
export function runsToTrain(from: Experiment, to: Experiment): readonly string[] | 'all' {
  if (rank(sharedDifference(from, to)) > rank('view')) return 'all';
  return to.runs.flatMap((run) => {
    const before = from.runs.find(({ id }) => id === run.id);
    return before && rank(runDifference(before, run)) <= rank('view') ? [] : [run.id];
  });
}

/**
 * `shown` with what of `wanted` can reach it without a restart: runs that joined or left, their names and order, how it is looked at,
 * and, where it `moves`, live values. Where something differs that all runs share and that asks for a restart, nothing but the view:
 * then the rest of the edit is about the next run, too.
 */
export function withWhatReaches(shown: Experiment, wanted: Experiment, moves: boolean): Experiment {
  const shared = rank(sharedDifference(shown, wanted));
  if (shared > rank('live') || (shared === rank('live') && !moves)) return shownAs(shown, wanted);
  const runs = wanted.runs.map((run) => {
    const before = shown.runs.find(({ id }) => id === run.id);
    if (!before) return run;
    const change = rank(runDifference(before, run));
    if (change <= rank('view') || (change === rank('live') && moves)) return run;
    return withName(before, run.name);
  });
  return { ...wanted, runs };
}

function withName({ name: _, ...run }: RunSettings, name: string | undefined): RunSettings {
  return name === undefined ? run : { ...run, name };
}

/** Difference apart from the runs. */
function sharedDifference(from: Experiment, to: Experiment): Difference {
  return difference({ ...from, runs: [] }, { ...to, runs: [] });
}

const rank = (one: Difference): number => order.indexOf(one);

function runsDifference(from: readonly RunSettings[], to: readonly RunSettings[]): Difference {
  const shared = to.flatMap((run) => {
    const before = from.find(({ id }) => id === run.id);
    return before ? [runDifference(before, run)] : [];
  });
  const isSameSet = from.length === to.length && from.every(({ id }) => to.some((run) => run.id === id));
  const isSameOrder = isSameSet && from.every(({ id }, index) => id === to[index]?.id);
  // The first run is what others are compared with, and its place changes nothing in training.
  return strongest([isSameOrder ? 'same' : isSameSet ? 'view' : 'runs', ...shared]);
}

function runDifference(from: RunSettings, to: RunSettings): Difference {
  if (from.algorithm !== to.algorithm) return 'restart';
  const name = (from.name ?? '') === (to.name ?? '') ? 'same' : 'view';
  const rate = from.learningRate === to.learningRate ? 'same' : trainingFields.lr.live ? 'live' : 'restart';
  const length = (from.length ?? 1) === (to.length ?? 1) ? 'same' : 'restart';
  return strongest([
    name,
    rate,
    length,
    ...slotNames.map((slot) => choiceDifference(slotRegistry(slot), from.parts[slot], to.parts[slot])),
  ]);
}

function choiceDifference(registry: Registry, from: Chosen, to: Chosen): Difference {
  return from.kind === to.kind ? valuesDifference(entryOf(registry, to.kind).fields, from.values, to.values) : 'restart';
}

function valuesDifference(
  fields: FieldMap,
  from: Readonly<Record<string, FieldValue>>,
  to: Readonly<Record<string, FieldValue>>,
): Difference {
  const print = (field: FieldMap[string], value: FieldValue | undefined) => field.print(value ?? field.default);
  const changed = Object.entries(fields).filter(([key, field]) => print(field, from[key]) !== print(field, to[key]));
  return strongest(changed.map(([, field]) => (field.live ? 'live' : 'restart')));
}

function strongest(differences: readonly Difference[]): Difference {
  return order[Math.max(0, ...differences.map((one) => order.indexOf(one)))] as Difference;
}
