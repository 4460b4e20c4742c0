import type { Experiment } from '../core/settings/experiment';
import { runLabels } from '../core/settings/runLabels';

/** Names of runs for sentences and curves: “BiSAM (−log)” is “BiSAM” as long as no other run would be called the same. */
export function shortNames(experiment: Experiment): ReadonlyMap<string, string> {
  const labels = runLabels(experiment).map(({ id, label }) => ({ id, label, short: label.replace(/ \([^)]*\)/, '') }));
  return new Map(labels.map(({ id, label, short }) => [id, labels.filter((other) => other.short === short).length === 1 ? short : label]));
}
