import { useRef } from 'react';
import { placeOf, type StudyFigure } from '../../core/study/figure';
import type { Study } from '../../core/study/jobs';
import type { StudyTable } from '../../core/study/table';
import type { PrintedRun } from '../share/Sheet';
import { StudyField } from './StudyField';
import { isWithoutSeeds, StudyPlot } from './StudyPlot';
import { useSize } from './useSize';

interface Props {
  readonly study: Study;
  readonly figure: StudyFigure;
  readonly table: StudyTable;
  readonly looks: readonly PrintedRun[];
  readonly isPresented: boolean;
  readonly onOpen: (run: number, at: readonly number[], seed: number) => void;
}

const HEIGHT = 260;

/** The figure of a study: curves over one setting, or a field per run over two. */
export function StudyFigures({ study, figure, table, looks, isPresented, onOpen }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(place);
  const isField = figure.axes.length > 1;
  const [low, high] = rangeOf(table);
  return (
    <figure className="study-figure" aria-label={`Clean test accuracy over ${figure.axes.map(({ label }) => label).join(' and ')}`}>
      <figcaption>
        <b>Clean test accuracy</b> <span>%</span>
        <ul className="study-legend">
          {looks.map(({ label, color, dash }, run) => (
            <li key={run}>
              <svg width="24" height="8" aria-hidden="true">
                <line x1="0" x2="24" y1="4" y2="4" stroke={color} strokeWidth="2" strokeDasharray={dash} />
              </svg>
              {label}
            </li>
          ))}
        </ul>
      </figcaption>
      <p className="visually-hidden">{summaryOf(study, figure, table)}</p>
      <div ref={place} className="study-plot" aria-hidden="true">
        {width === 0 ? null : isField ? (
          <div className="study-fields">
            {looks.map(({ label, color }, run) => (
              <div key={run}>
                <h3>{label}</h3>
                <StudyField
                  figure={figure}
                  run={run}
                  color={color}
                  width={Math.min(width, 520)}
                  range={[low, high]}
                  best={table.best.find((one) => one.run === run)?.cell}
                />
              </div>
            ))}
          </div>
        ) : (
          <StudyPlot
            figure={figure}
            looks={looks}
            width={width}
            height={isPresented ? Math.max(HEIGHT / 2, height) : HEIGHT}
            letters={isPresented ? 18 : 12}
            onOpen={onOpen}
          />
        )}
      </div>
      {isField ? (
        <p className="study-legend-note">Means over seeds; framed is the best of each algorithm.</p>
      ) : (
        <p className="study-legend-note">
          Line: mean over seeds. Band: one standard deviation.{' '}
          {isWithoutSeeds(figure)
            ? 'Single seeds are too many to be drawn; the table has them.'
            : 'Points: single seeds; press one to open it.'}
          {figure.lines.some(({ isFlat }) => isFlat) ? ' A level line is of an algorithm without this setting.' : ''}
        </p>
      )}
    </figure>
  );
}

/** Lowest and highest mean. */
export function rangeOf({ cells }: StudyTable): readonly [number, number] {
  const means = cells.flatMap(({ accuracies, mean }) => (accuracies.size > 0 ? mean : []));
  return [Math.min(...means), Math.max(...means)];
}

function summaryOf(study: Study, figure: StudyFigure, { best }: StudyTable): string {
  if (best.length === 0) return 'No training has ended yet.';
  return best
    .map(({ run, cell }) => {
      const where = placeOf(study, figure, run, cell.at);
      return `${study.labels[run]}${where ? `, best at ${where}` : ''}: ${cell.mean.toFixed(1)} % over ${cell.accuracies.size} seeds.`;
    })
    .join(' ');
}
