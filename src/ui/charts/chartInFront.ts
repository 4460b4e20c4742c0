/** Which chart somebody looks at: one alone in the presenter and on a phone, the one with the focus on the page. */
import { flushSync } from 'react-dom';
import { setField } from '../../core/settings/edit';
import { type Chart } from './chart';
import { chartsOf, hasNumbers } from './charts';
import type { PageTools } from '../pageContext';
import type { PageState } from '../../store/state';
import { isNarrow } from '../theme/useMedia';

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

/** The charts of the page in order: of a run that is over, those with numbers; one that is trained here gets them later. */
export function chartsOnPage({ experiment, group, recorded }: Pick<PageState, 'experiment' | 'group' | 'recorded'>): readonly Chart[] {
  // What is said of a recorded run will ever be said.
  const finished = recorded && group && group.history.points > 0 ? group : null;
  return chartsOf(group?.experiment ?? experiment).filter((chart) => !finished || hasNumbers(finished, chart));
}

/** The one of the page's charts that is shown where one is shown at a time: the chosen one, else the link's. */
export function chartAlone(state: Pick<PageState, 'experiment' | 'group' | 'recorded'>, chosen: string | null): Chart {
  const all = chartsOnPage(state);
  const { chart } = presentedChart(state);
  return all.find(({ id }) => id === chosen) ?? all.find(({ id }) => id === chart.id) ?? all[0] ?? chart;
}

/** Id of the chart that is pointed at or has the focus, or is alone; undefined when nobody looks at one. */
export function chartInFront({ store, view }: Pick<PageTools['page'], 'store' | 'view'>): string | undefined {
  const state = store.getState();
  if (state.experiment.view.mode === 'present') return presentedChart(state).chart.id;
  if (state.experiment.view.mode === 'page' && isNarrow()) return chartAlone(state, view.getState().shown).id;
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
  if (state.experiment.view.mode === 'present') {
    if (place <= presentedChart(state).count) page.edit(setField(state.experiment, 'view.chart', place));
    return;
  }
  if (state.experiment.view.mode === 'page' && isNarrow()) {
    const chart = chartsOnPage(state)[place - 1];
    if (!chart) return;
    // It has to be there to take the focus.
    flushSync(() => page.showChart(chart.id));
    focus(onPage()[0]);
  } else focus(onPage()[place - 1]);
}

const onPage = () => [...document.querySelectorAll<HTMLElement>('figure.chart[tabindex]')];

function focus(figure: HTMLElement | undefined): void {
  figure?.focus({ preventScroll: true });
  figure?.scrollIntoView({ block: 'center' });
}
