/** The curves of the page, in order. A new chart is an entry in the list of its kind. */
import type { Experiment } from '../../core/settings/experiment';
import type { GroupState } from '../../store/group';
import { type Chart, showsRun } from './chart';
import { detailCharts } from './detailCharts';
import { mechanismCharts } from './mechanismCharts';
import { outcomeCharts } from './outcomeCharts';

export const charts: readonly Chart[] = [...outcomeCharts, ...mechanismCharts, ...detailCharts];

/** Charts of an experiment: those that apply to it and that at least one run will have numbers for; without any runs, those that every run has. */
export function chartsOf(experiment: Experiment): readonly Chart[] {
  return charts.filter((chart) => (chart.applies?.(experiment) ?? true) && stands(chart, experiment));
}

function stands(chart: Chart, { runs }: Pick<Experiment, 'runs'>): boolean {
  return runs.length > 0 ? runs.some((run) => showsRun(chart, run)) : !chart.shows && chart.metric.table === 'measured';
}

/** True if a group that came from a file or a recording has numbers for a chart: those made before a metric was measured have none. */
export function hasNumbers({ history }: Pick<GroupState, 'history'>, { metric: { table, metric } }: Chart): boolean {
  return history.members.some((member) => (table === 'measured' ? member.measured.has(metric) : member.steps.has(metric)));
}
