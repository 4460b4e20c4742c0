import { placeOf, type StudyFigure } from '../../core/study/figure';
import type { Study } from '../../core/study/jobs';
import type { StudyTable } from '../../core/study/table';
import { percent } from '../format';

interface Props {
  readonly study: Study;
  readonly figure: StudyFigure;
  readonly table: StudyTable;
  readonly onOpen: (run: number, at: readonly number[], seed: number) => void;
}

/** Every value with every seed, as a table whose numbers open their training. */
export function StudyValues({ study, figure, table, onOpen }: Props) {
  const rows = figure.lines.flatMap(({ run, label, isFlat, cells }) =>
    (isFlat ? cells.slice(0, 1) : cells).map(({ cell }) => ({ run, label, cell, where: placeOf(study, figure, run, cell.at) })),
  );
  return (
    <details className="study-values">
      <summary>All values and seeds</summary>
      <div className="study-table" tabIndex={0} role="region" aria-label="All values and seeds">
        <table>
          <thead>
            <tr>
              <th scope="col">Algorithm</th>
              <th scope="col">At</th>
              <th scope="col">Validation</th>
              <th scope="col">Test</th>
              <th scope="col">Seeds: press to open</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ run, label, cell, where }) => (
              <tr key={`${run} ${cell.at.join(' ')}`} data-best={table.best.some((one) => one.cell === cell)}>
                <th scope="row">{label}</th>
                <td>{where || 'any'}</td>
                <td>{percent(cell.validation)}</td>
                <td>
                  {percent(cell.mean)}
                  {Number.isFinite(cell.sd) ? ` ± ${cell.sd.toFixed(1)}` : ''}
                </td>
                <td className="study-seeds">
                  {[...cell.accuracies].map(([seed, accuracy]) => (
                    <button
                      key={seed}
                      type="button"
                      className="link-button"
                      aria-label={`Open ${label}, ${where ? `${where}, ` : ''}seed ${seed}`}
                      onClick={() => onOpen(run, cell.at, seed)}
                    >
                      {accuracy.toFixed(1)}
                    </button>
                  ))}
                  {cell.diverged > 0 ? ` ${cell.diverged} diverged` : ''}
                  {cell.missing > 0 ? ` ${cell.missing} to come` : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
