import { type ReactNode, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { chartsOnPage } from './chartInFront';
import { late } from '../page/late';
import { usePageState } from '../pageContext';
import { useNarrow } from '../theme/useMedia';
import { WhenNear } from '../drawing/WhenNear';
import { ChartBar } from './ChartBar';
import './ChartBoard.css';
import { ChartTabs } from './ChartTabs';
import { CostBars } from './CostBars';
import { CurveChart } from './CurveChart';
import { type Chart, chartSections } from './chart';
import { panels } from './panels';

const CostToReach = late('The cost to reach an accuracy', async () => (await import('./CostToReach')).CostToReach);

/** All charts that say something about this experiment, and what training cost. */
export function ChartBoard() {
  const charts = usePageState(useShallow(chartsOnPage));
  return (
    <section className="chart-board" aria-label="Charts">
      {useNarrow() ? <OneAtATime charts={charts} /> : <AllAtOnce charts={charts} />}
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

/** Under a few headings; what only specialists ask is folded away. */
function AllAtOnce({ charts }: { readonly charts: readonly Chart[] }) {
  return (
    <>
      <ChartBar />
      {Object.entries(chartSections).map(([name, label]) => {
        const own = charts.filter(({ section }) => section === name);
        const details = own.filter(({ isDetail }) => isDetail);
        return (
          <section key={name} aria-label={label}>
            <h2 className="caption">{label}</h2>
            <ChartGrid charts={own.filter(({ isDetail }) => !isDetail)} />
            {name === 'mechanism' ? (
              <WhenNear height={280}>
                <Panels />
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
    </>
  );
}

/** Where there is room for one: the others are a chip away, and looks that cost something are folded away. */
function OneAtATime({ charts }: { readonly charts: readonly Chart[] }) {
  return (
    <div>
      <ChartTabs charts={charts} />
      <Folded label={panels.map(({ title }) => title).join(' · ')}>
        <Panels />
      </Folded>
    </div>
  );
}

function Panels() {
  return panels.map(({ title, Part }) => <Part key={title} />);
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
