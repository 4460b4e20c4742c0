import { type KeyboardEvent, useId, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { chartAlone } from './chartInFront';
import { usePageState, useTools } from '../pageContext';
import { ChartBar } from './ChartBar';
import './ChartTabs.css';
import { CurveChart } from './CurveChart';
import type { Chart } from './chart';

/** One chart, and a row of chips to choose which: tabs, of which no other than the chosen one is made. */
export function ChartTabs({ charts }: { readonly charts: readonly Chart[] }) {
  const { page } = useTools();
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const chosen = useStore(page.view, (view) => view.shown);
  const shown = usePageState((state) => chartAlone(state, chosen));
  useLayoutEffect(() => {
    const chip = row.current?.querySelector<HTMLElement>(`[data-chip="${shown.id}"]`);
    // Not `scrollIntoView`, which would scroll the page along.
    if (row.current && chip) row.current.scrollLeft = chip.offsetLeft + (chip.offsetWidth - row.current.clientWidth) / 2;
  }, [shown]);
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const next = afterKey(charts, shown, event.key);
    if (!next) return;
    event.preventDefault();
    page.showChart(next.id);
    row.current?.querySelector<HTMLElement>(`[data-chip="${next.id}"]`)?.focus({ preventScroll: true });
  };
  return (
    <>
      <div ref={row} className="chart-tabs" role="tablist" aria-label="Which chart" onKeyDown={press}>
        {charts.map((chart) => (
          <button
            key={chart.id}
            id={`${id}-${chart.id}`}
            type="button"
            role="tab"
            className="chart-tab"
            data-chip={chart.id}
            aria-selected={chart.id === shown.id}
            aria-controls={`${id}-panel`}
            tabIndex={chart.id === shown.id ? 0 : -1}
            title={chart.question}
            onClick={() => page.showChart(chart.id)}
          >
            {chart.short ?? chart.title}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} className="chart-alone" role="tabpanel" aria-labelledby={`${id}-${shown.id}`}>
        {/* Limits of its axis belong to one chart. */}
        <CurveChart key={shown.id} chart={shown} />
      </div>
      <ChartBar />
    </>
  );
}

/** The chart that a key goes to from another; undefined for keys that mean something else. */
function afterKey(charts: readonly Chart[], from: Chart, key: string): Chart | undefined {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (by !== undefined) return charts[(charts.findIndex(({ id }) => id === from.id) + by + charts.length) % charts.length];
  return { Home: charts[0], End: charts.at(-1) }[key];
}
