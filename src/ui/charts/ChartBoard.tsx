import { type ReactNode, useState } from 'react';
import { late } from '../late';
import { usePageState } from '../pageContext';
import { WhenNear } from '../WhenNear';
import { ChartBar } from './ChartBar';
import './ChartBoard.css';
import { CostBars } from './CostBars';
import { CurveChart } from './CurveChart';
import { type Chart, chartSections } from './chart';
import { chartsOf, hasNumbers } from './charts';

const CostToReach = late('The cost to reach an accuracy', async () => (await import('./CostToReach')).CostToReach);
const Surroundings = late('The ground around w', async () => (await import('../surroundings/Surroundings')).Surroundings);
const Paths = late('The paths of all runs', async () => (await import('../surroundings/Paths')).Paths);
const GradientNorms = late(
  'The distribution of gradient norms',
  async () => (await import('../gradientNorms/GradientNorms')).GradientNorms,
);

/** All charts that say something about this experiment, under a few headings; what only specialists ask is folded away. */
export function ChartBoard() {
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  // What is said there will ever be said; a run that is trained here gets its numbers later.
  const finished = usePageState(({ group, recorded }) => (recorded && group && group.history.points > 0 ? group : null));
  const all = chartsOf(experiment).filter((chart) => !finished || hasNumbers(finished, chart));
  return (
    <section className="chart-board" aria-label="Charts">
      <ChartBar />
      {Object.entries(chartSections).map(([name, label]) => {
        const own = all.filter(({ section }) => section === name);
        const details = own.filter(({ isDetail }) => isDetail);
        return (
          <section key={name} aria-label={label}>
            <h2 className="caption">{label}</h2>
            <ChartGrid charts={own.filter(({ isDetail }) => !isDetail)} />
            {name === 'mechanism' ? (
              <WhenNear height={280}>
                <GradientNorms />
                <Surroundings />
                <Paths />
              </WhenNear>
            ) : null}
            {details.length > 0 ? (
              <Folded label={details.map(({ title }) => title).join(' · ')}>
                <ChartGrid charts={details} />
              </Folded>
            ) : null}
          </section>
        );
      })}
      <section aria-label="Cost" data-region="cost">
        <h2 className="caption">Cost</h2>
        <CostBars />
        <WhenNear height={160}>
          <CostToReach />
        </WhenNear>
      </section>
    </section>
  );
}

function ChartGrid({ charts }: { readonly charts: readonly Chart[] }) {
  return (
    <div className="charts">
      {charts.map((chart) => (
        <CurveChart key={chart.id} chart={chart} />
      ))}
    </div>
  );
}

/** Charts nobody looks at are not made at all. */
function Folded({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="chart-details" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        More <span>{label}</span>
      </summary>
      {isOpen ? children : null}
    </details>
  );
}
