/** The curves of the page, in order. A new chart is an entry in the list of its kind. */
import type { Experiment } from '../../core/settings/experiment';
import type { GroupState } from '../../store/group';
import type { Chart } from './chart';
import { detailCharts } from './detailCharts';
import { mechanismCharts } from './mechanismCharts';
import { outcomeCharts } from './outcomeCharts';

export const charts: readonly Chart[] = [...outcomeCharts, ...mechanismCharts, ...detailCharts];

/** Charts of an experiment: those that apply to it and that at least one run has numbers for. */
export function chartsOf(experiment: Experiment): readonly Chart[] {
  return charts.filter(({ applies, shows }) => (applies?.(experiment) ?? true) && (!shows || experiment.runs.some(shows)));
}

/** True if a group that came from a file or a recording has numbers for a chart: those made before a metric was measured have none. */
export function hasNumbers({ history }: Pick<GroupState, 'history'>, { metric: { table, metric } }: Chart): boolean {
  return history.members.some((member) => (table === 'measured' ? member.measured.has(metric) : member.steps.has(metric)));
}
