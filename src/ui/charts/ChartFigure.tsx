import { type ReactNode, useId, useState } from 'react';
import { runLabels } from '../../core/settings/runLabels';
import type { GroupState } from '../../store/state';
import { count, percent, quantity } from '../format';
import { ChartTable } from './ChartTable';
import './ChartFigure.css';
import type { Chart } from './chart';
import type { Curves } from './curves';

interface Props {
  readonly chart: Chart;
  readonly group: GroupState | null;
  readonly curves: Curves | null;
  readonly children: ReactNode;
}

/** A chart with its words: title and unit, what to look for, what is not drawn, a summary and a table for those who cannot see it. */
export function ChartFigure({ chart, group, curves, children }: Props) {
  const id = useId();
  const [isTable, setTable] = useState(false);
  const labels = group ? runLabels(group.experiment) : [];
  const name = (run: string) => labels.find((label) => label.id === run)?.label ?? run;
  const absent = curves?.absent.map(name) ?? [];
  return (
    <figure className="chart" data-chart={chart.id} tabIndex={-1} aria-labelledby={`${id}-title`} aria-describedby={`${id}-summary`}>
      <figcaption>
        <b id={`${id}-title`}>{chart.title}</b> <span>{chart.unit}</span>
        <button type="button" className="link-button chart-switch" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? 'View as chart' : 'View as table'}
        </button>
      </figcaption>
      <p className="visually-hidden" id={`${id}-summary`}>
        {chart.question} {summary(chart, curves, name)}
      </p>
      {isTable && curves ? <ChartTable chart={chart} curves={curves} name={name} /> : children}
      <p className="chart-notes">
        {absent.length > 0 && chart.absence ? (
          <span>
            {absent.join(' and ')}: {chart.absence}.{' '}
          </span>
        ) : null}
        {curves && curves.seeds > 1 ? <span>Mean and ± 1 sd over {curves.seeds} seeds. </span> : null}
        {curves && curves.drawn < curves.kept ? (
          <span>
            {count(curves.drawn)} of {count(curves.kept)} points drawn.
          </span>
        ) : null}
      </p>
    </figure>
  );
}

function summary(chart: Chart, curves: Curves | null, name: (run: string) => string): string {
  const [first] = curves?.rows ?? [];
  const last = curves?.rows.at(-1);
  if (!curves || !first || !last) return 'No data yet.';
  const show = chart.unit.startsWith('%') ? percent : quantity;
  const values = curves.curves.filter(({ thin }) => thin === 0).map(({ run, last: value }) => `${name(run)} ${show(value)}`);
  return `From ${quantity(first.x)} to ${quantity(last.x)}. Last values: ${values.join(', ')}.`;
}
