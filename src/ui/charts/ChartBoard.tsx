import { usePageState } from '../pageContext';
import { CurveChart } from './CurveChart';
import { charts } from './charts';
import { Histograms } from './Histograms';

/** All charts that say something about this experiment. */
export function ChartBoard() {
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  return (
    <section className="chart-board" aria-label="Charts">
      <div className="charts">
        {charts
          .filter((chart) => chart.applies?.(experiment) ?? true)
          .map((chart) => (
            <CurveChart key={chart.id} chart={chart} />
          ))}
      </div>
      <Histograms />
    </section>
  );
}
