import { slotNames } from '../sam/slots';
import type { Chosen, Registry } from './entry';
import { entryOf } from './entry';
import type { Experiment, RunSettings } from './experiment';
import { trainingFields } from './experiment';
import type { FieldMap, FieldValue } from './field';
import { slotRegistry } from './runs';
import { sections } from './sections';

/**
 * What going from one experiment to another asks for, weakest first; each includes those before it.
 * `view`: drawing only · `live`: training goes on with new η or ρ · `runs`: runs joined or left · `restart`: all else.
 */
export type Difference = 'same' | 'view' | 'live' | 'runs' | 'restart';

const order: readonly Difference[] = ['same', 'view', 'live', 'runs', 'restart'];

/** What changing `from` into `to` implies. Runs are told apart by their ids; which preset a link is written against is only view. */
export function difference(from: Experiment, to: Experiment): Difference {
  const parts = sections.map((section): Difference => {
    switch (section.shape) {
      case 'chosen':
        return choiceDifference(section.registry, from[section.name], to[section.name]);
      case 'plain': {
        const change = valuesDifference(section.fields, from[section.name], to[section.name]);
        return (section.name === 'view' || section.name === 'lecture') && change !== 'same' ? 'view' : change;
      }
      case 'runs':
        return runsDifference(from.runs, to.runs);
    }
  });
  return strongest([from.preset === to.preset ? 'same' : 'view', ...parts]);
}

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
  return strongest([name, rate, ...slotNames.map((slot) => choiceDifference(slotRegistry(slot), from.parts[slot], to.parts[slot]))]);
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
