import { type KeyboardEvent, type ReactNode, type RefObject, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { splitMetrics, stepMetrics } from '../../core/metrics/catalogue';
import { runLabels } from '../../core/settings/runLabels';
import type { GroupState } from '../../store/group';
import { divergedStep } from '../../store/shown';
import { count, listed } from '../format';
import { useTools } from '../pageContext';
import { ChartTable } from './ChartTable';
import './ChartFigure.css';
import type { Chart } from './chart';
import type { ChartOptions } from './chartOptions';
import type { Curves } from './curves';
import { useShown } from '../drawing/useShown';
import { HeldText, standingOf, summaryOf } from './summary';

interface Props {
  readonly chart: Chart;
  readonly options: ChartOptions;
  readonly group: GroupState | null;
  readonly curves: Curves | null;
  /** Of what is drawn, chart or table. */
  readonly place: RefObject<HTMLDivElement | null>;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly children: ReactNode;
}

/** A chart with its words: title and unit, what to look for, what is not drawn, a summary and a table for those who cannot see it. */
export function ChartFigure({ chart, options, group, curves, place, onKeyDown, children }: Props) {
  const id = useId();
  const { page } = useTools();
  const [isTable, setTable] = useState(false);
  const [isLarge, setLarge] = useState(false);
  const shown = useShown();
  const [held] = useState(() => new HeldText());
  const pinned = options.references.map(({ id, label }) => ({ id, label: `${label}, pinned` }));
  const labels = [...(group ? runLabels(group.experiment) : []), ...pinned];
  const name = (run: string) => labels.find((label) => label.id === run)?.label ?? run;
  const absent = curves?.absent.map(name) ?? [];
  const { metric, table } = chart.metric;
  const meaning = (table === 'measured' ? splitMetrics[metric] : stepMetrics[metric]).help;
  const summary = held.say(
    () => summaryOf(chart, curves, options.axis, name, standingOf(shown)),
    `${group?.id} ${options.of} ${[...options.muted].join(' ')}`,
    group?.phase !== 'running' && group?.phase !== 'preparing',
  );
  const isLog = chart.scale === 'log';
  const figure = useRef<HTMLElement>(null);
  const enlarge = () => {
    flushSync(() => setLarge(!isLarge));
    figure.current?.scrollIntoView({ block: 'center' });
  };
  return (
    <figure
      ref={figure}
      className="chart"
      data-chart={chart.id}
      data-large={isLarge}
      tabIndex={0}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-question ${id}-summary`}
      onKeyDown={onKeyDown}
    >
      <figcaption>
        <b id={`${id}-title`} title={meaning}>
          {chart.title}
        </b>{' '}
        <span title={chart.unit}>{chart.unit}</span>
        <span className="chart-switches">
          <button
            type="button"
            className="link-button chart-switch chart-enlarge"
            aria-pressed={isLarge}
            title={isLarge ? 'Back to its place among the others' : 'As large as the window allows'}
            onClick={enlarge}
          >
            Enlarge
          </button>
          <button
            type="button"
            className="link-button chart-switch"
            aria-pressed={isTable}
            aria-label={isTable ? 'View as chart' : 'View as table'}
            onClick={() => setTable(!isTable)}
          >
            {isTable ? 'Chart' : 'Table'}
          </button>
          <button
            type="button"
            className="link-button chart-switch"
            aria-pressed={isLog}
            aria-keyshortcuts="l"
            title={isLog ? 'To a linear scale (L)' : 'To a logarithmic scale (L)'}
            onClick={() => page.turnScale(chart.id)}
          >
            Log
          </button>
        </span>
      </figcaption>
      <p className="chart-question" id={`${id}-question`} title={chart.question}>
        {chart.question}
      </p>
      <p className="visually-hidden" id={`${id}-summary`}>
        {meaning} {summary}
      </p>
      {/* One element for both: what follows its size, and whether it is in sight, goes on with it. */}
      <div ref={place} className={isTable && curves ? 'chart-sheet' : 'chart-plot curve-plot'}>
        {isTable && curves ? <ChartTable chart={chart} curves={curves} axis={options.axis} name={name} /> : children}
      </div>
      <p className="chart-notes">
        {notesOf(chart, curves, absent, group?.history.thinning(chart.metric.table) ?? 1, partlyDiverged(group, name)).join(' ')}
      </p>
    </figure>
  );
}

/** Note below a chart; empty for most. */
function notesOf(
  chart: Chart,
  curves: Curves | null,
  absent: readonly string[],
  thinning: number,
  diverged: readonly string[],
): readonly string[] {
  const notes: string[] = [];
  if (absent.length > 0 && chart.absence)
    notes.push(`${absent.join(' and ')} ${absent.length === 1 ? 'has' : 'have'} ${chart.absence} — nothing to plot.`);
  if (!curves) return notes;
  const { seeds, seedLines, drawn, kept } = curves;
  if (seeds > 1) notes.push(seedLines.length > 0 ? `Mean, ± 1 sd and each of ${seeds} seeds.` : `Mean and ± 1 sd over ${seeds} seeds.`);
  if (diverged.length > 0) notes.push(`${listed(diverged)} diverged on some seeds: from there on the mean is of the others.`);
  if (drawn < kept) notes.push(`${count(drawn)} of ${count(kept)} points drawn.`);
  if (thinning > 1)
    notes.push(
      `Of older ${chart.metric.table === 'steps' ? 'steps' : 'measurements'} each ${count(thinning)} are kept as their smallest and largest value.`,
    );
  if (chart.scale === 'log' && curves.curves.some(({ isRaw, y }) => !isRaw && y.some((value) => value <= 0)))
    notes.push('Zero and below have no place on a log axis.');
  return notes;
}

/** Names of runs that diverged on some of their seeds. */
function partlyDiverged(group: GroupState | null, name: (run: string) => string): readonly string[] {
  const runs = new Set(group?.members.filter(({ divergedAt }) => divergedAt !== null).map(({ run }) => run));
  return [...runs].filter((run) => divergedStep(group, run) === null).map(name);
}
