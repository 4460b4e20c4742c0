/** Which chart somebody looks at: one alone in the presenter, the one with the focus on the page. */
import { setField } from '../core/settings/edit';
import { type Chart } from './charts/chart';
import { chartsOf } from './charts/charts';
import type { PageTools } from './pageContext';
import type { PageState } from '../store/state';

/** The presenter's chart, its place counted from 1, and how many there are. A place beyond the last is the last. */
export function presentedChart({ experiment, group }: Pick<PageState, 'experiment' | 'group'>): {
  readonly chart: Chart;
  readonly place: number;
  readonly count: number;
} {
  const all = chartsOf(group?.experiment ?? experiment);
  const place = Math.min(experiment.view.chart, all.length);
  return { chart: all[place - 1] as Chart, place, count: all.length };
}

/** Id of the chart that is pointed at or has the focus, or is alone in the presenter; undefined when nobody looks at one. */
export function chartInFront(state: Pick<PageState, 'experiment' | 'group'>): string | undefined {
  if (state.experiment.view.mode === 'present') return presentedChart(state).chart.id;
  const figure = document.querySelector<HTMLElement>('figure.chart:hover') ?? document.activeElement?.closest<HTMLElement>('figure.chart');
  return figure?.dataset.chart;
}

/** The presenter goes to the chart after this one, or with −1 to the one before, and from the last to the first. */
export function showNextChart({ page }: Pick<PageTools, 'page'>, by: 1 | -1): void {
  const { place, count } = presentedChart(page.store.getState());
  showChart({ page }, ((place - 1 + by + count) % count) + 1);
}

/** Goes to the chart at a place, counted from 1; beyond the last nothing happens. */
export function showChart({ page }: Pick<PageTools, 'page'>, place: number): void {
  const state = page.store.getState();
  if (state.experiment.view.mode !== 'present') focus(onPage()[place - 1]);
  else if (place <= presentedChart(state).count) page.edit(setField(state.experiment, 'view.chart', place));
}

const onPage = () => [...document.querySelectorAll<HTMLElement>('figure.chart[tabindex]')];

function focus(figure: HTMLElement | undefined): void {
  figure?.focus({ preventScroll: true });
  figure?.scrollIntoView({ block: 'center' });
}
