import { ENOUGH_SEEDS } from '../../core/metrics/verdict';
import { placeOf, type StudyFigure } from '../../core/study/figure';
import type { Study } from '../../core/study/jobs';
import type { StudyTable } from '../../core/study/table';
import { percent, quantity, signedPoints } from '../format';
import type { PrintedRun } from '../share/Sheet';

interface Props {
  readonly study: Study;
  readonly figure: StudyFigure;
  readonly table: StudyTable;
  readonly looks: readonly PrintedRun[];
}

/** The best value of every algorithm, what it was chosen by, and best against best on the same seeds. */
export function StudyBest({ study, figure, table: { best, comparisons }, looks }: Props) {
  const by = new Set(best.map((one) => one.by));
  return (
    <div className="study-table" tabIndex={0} role="region" aria-label="Best of each algorithm">
      <table>
        <caption>
          Best of each algorithm, chosen {by.has('test') ? 'on test, as there are no validation samples: that flatters' : 'on validation'}
        </caption>
        <thead>
          <tr>
            <th scope="col">Algorithm</th>
            <th scope="col">At</th>
            <th scope="col">Test accuracy</th>
            <th scope="col">Seeds</th>
            <th scope="col">Radius at the end</th>
            <th scope="col">Against {study.labels[best[0]?.run ?? 0]}</th>
          </tr>
        </thead>
        <tbody>
          {best.map(({ run, cell }) => {
            const against = comparisons.find((one) => one.run === run && one.against === best[0]?.run);
            return (
              <tr key={run}>
                <th scope="row">
                  <span className="study-key" style={{ background: looks[run]?.color }} /> {looks[run]?.label}
                </th>
                <td>{placeOf(study, figure, run, cell.at) || 'any'}</td>
                <td>
                  {percent(cell.mean)}
                  {Number.isFinite(cell.sd) ? ` ± ${cell.sd.toFixed(1)}` : ''}
                </td>
                <td>
                  {cell.accuracies.size}
                  {cell.diverged > 0 ? `, ${cell.diverged} diverged` : ''}
                  {cell.missing > 0 ? `, ${cell.missing} to come` : ''}
                </td>
                <td>{quantity(cell.radius)}</td>
                <td>{against ? verdictWords(against) : ''}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function verdictWords({ points, margin, seeds, verdict }: StudyTable['comparisons'][number]): string {
  if (seeds < ENOUGH_SEEDS) return `${signedPoints(points)} on ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}: too few to say`;
  return `${signedPoints(points)} ± ${margin.toFixed(1)}: ${verdict}`;
}
