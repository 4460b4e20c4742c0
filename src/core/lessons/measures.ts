/**
 * Numbers of a run by name, for texts that are written before it: `last testAccuracy sgd`, `difference testAccuracy sam sgd`.
 *
 *   last · first · peak · mean   M A      of metric M on the run of algorithm A, mean over seeds
 *   peakStep                     M A      the step at which it was highest
 *   fall                         M A      peak − last
 *   difference · ratio           M A B    last of A minus, or through, last of B
 *   atCost                       M A B    M of A when A had computed as many gradients as B at its end
 *
 * M is a metric of `metrics/catalogue.ts`; `sam.2` is the second run of SAM.
 */
import { splitMetrics, type SplitMetric, stepMetrics, type StepMetric } from '../metrics/catalogue';
import type { History } from '../metrics/history';
import { type MetricName, runSeries } from '../metrics/series';
import type { Experiment, RunSettings } from '../settings/experiment';

const oneRun = ['last', 'first', 'peak', 'mean', 'peakStep', 'fall'] as const;
const twoRuns = ['difference', 'ratio', 'atCost'] as const;
type Verb = (typeof oneRun)[number] | (typeof twoRuns)[number];

export interface Measure {
  readonly verb: Verb;
  readonly metric: string;
  readonly runs: readonly RunSettings[];
}

export interface Measured {
  readonly value: number;
  /** `points` for differences of percentages, `×` for ratios, else the metric's own. */
  readonly unit: 'points' | '×' | 'steps' | '%' | 'nats' | 's' | 'samples' | '';
}

/** Names that a text has in braces. */
export const placeholdersIn = (text: string): readonly string[] => [...text.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] as string);

/** A name of a number in an experiment. Throws in one sentence where there is no such verb, metric or run. */
export function readMeasure(name: string, { runs }: Pick<Experiment, 'runs'>): Measure {
  const [verb = '', metric = '', ...names] = name.split(' ');
  const needed = oneRun.some((one) => one === verb) ? 1 : twoRuns.some((one) => one === verb) ? 2 : 0;
  if (needed === 0) throw new Error(`“${name}”: no verb “${verb}”`);
  if (!Object.hasOwn(splitMetrics, metric) && !Object.hasOwn(stepMetrics, metric)) throw new Error(`“${name}”: no metric “${metric}”`);
  if (names.length !== needed) throw new Error(`“${name}”: “${verb}” is about ${needed} run${needed === 1 ? '' : 's'}`);
  return { verb: verb as Verb, metric, runs: names.map((run) => findRun(name, run, runs)) };
}

/** The run that a word of `name` means: `sam`, or `sam.2` for the second run of SAM. Throws where there is none. */
export function findRun(name: string, word: string, runs: readonly RunSettings[]): RunSettings {
  const [algorithm = '', place = '1'] = word.split('.');
  const run = runs.filter((one) => one.algorithm === algorithm)[Number(place) - 1];
  if (!run) throw new Error(`“${name}”: no run “${word}”`);
  return run;
}

/** The number a name means in a group; null while it has not been measured, or where the experiment no longer has the run. */
export function measured(
  name: string,
  { experiment, history }: { readonly experiment: Experiment; readonly history: History },
): Measured | null {
  let measure: Measure;
  try {
    measure = readMeasure(name, experiment);
  } catch {
    // Whoever follows a lesson may remove the run it speaks of.
    return null;
  }
  const value = valueOf(measure, history);
  return Number.isFinite(value) ? { value, unit: unitOf(measure) } : null;
}

function valueOf({ verb, metric, runs }: Measure, history: History): number {
  const [own, other] = runs.map(({ id }) => runSeries(history, id, nameOf(metric), 'steps'));
  if (!own) return Number.NaN;
  const last = own.mean.at(-1) ?? Number.NaN;
  const peak = own.mean.reduce((highest, value) => Math.max(highest, value), Number.NEGATIVE_INFINITY);
  switch (verb) {
    case 'last':
      return last;
    case 'first':
      return own.mean[0] ?? Number.NaN;
    case 'peak':
      return peak;
    case 'mean':
      return own.mean.reduce((sum, value) => sum + value, 0) / own.mean.length;
    case 'peakStep':
      return own.x[own.mean.indexOf(peak)] ?? Number.NaN;
    case 'fall':
      return peak - last;
    case 'difference':
      return last - (other?.mean.at(-1) ?? Number.NaN);
    case 'ratio':
      return last / (other?.mean.at(-1) ?? Number.NaN);
    case 'atCost':
      return atCostOf(nameOf(metric), runs, history);
  }
}

/** The value of the first run at its last measurement that cost no more gradients than the second had computed at its end. */
function atCostOf(name: MetricName, [run, other]: readonly RunSettings[], history: History): number {
  if (!run || !other) return Number.NaN;
  const own = runSeries(history, run.id, name, 'evals');
  const budget = runSeries(history, other.id, name, 'evals').x.at(-1) ?? Number.NaN;
  return own.mean[own.x.findLastIndex((cost) => cost <= budget + 1e-9)] ?? Number.NaN;
}

function nameOf(metric: string): MetricName {
  return Object.hasOwn(splitMetrics, metric)
    ? { table: 'measured', metric: metric as SplitMetric }
    : { table: 'steps', metric: metric as StepMetric };
}

function unitOf({ verb, metric }: Measure): Measured['unit'] {
  if (verb === 'peakStep') return 'steps';
  if (verb === 'ratio') return '×';
  const own = Object.hasOwn(splitMetrics, metric) ? splitMetrics[metric as SplitMetric].unit : stepMetrics[metric as StepMetric].unit;
  return own === '%' && (verb === 'difference' || verb === 'fall') ? 'points' : own;
}
