import { useEffect, useRef } from 'react';
import { RunCards } from '../boundary/RunCards';
import { presentedChart } from '../charts/chartInFront';
import { CurveChart } from '../charts/CurveChart';
import { chartsOf } from '../charts/charts';
import { Notices } from '../notices/Notices';
import { usePageState, useTools } from '../pageContext';
import { linkTo } from '../../core/settings/link';
import { progressOf } from '../../store/progress';
import { count } from '../format';
import { useDrawn } from '../drawing/useDrawn';
import './Embed.css';
import { useHost } from './useHost';
import { useHidden } from '../page/useHidden';

/**
 * The page in a frame of another one: pictures, one chart or two, Run, Reset and the way to the full page. The chart is the
 * presenter's (`chart=`), and where there is room the one after it.
 */
export function Embed() {
  const place = useRef<HTMLDivElement>(null);
  useHost(place);
  const hidden = useHidden();
  const isTransparent = usePageState((state) => state.experiment.lecture.transparent);
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.embedded = isTransparent ? 'transparent' : '';
    return () => void delete dataset.embedded;
  }, [isTransparent]);
  return (
    <div ref={place} className="embed">
      <Bar />
      <Notices />
      <main className="embed-stage">
        <h1 className="visually-hidden">Basin</h1>
        {hidden.has('pictures') ? null : <RunCards />}
        {hidden.has('charts') ? null : <Charts />}
      </main>
    </div>
  );
}

function Charts() {
  const first = usePageState((state) => presentedChart(state).chart);
  const second = usePageState((state) => chartsOf(state.group?.experiment ?? state.experiment)[presentedChart(state).place]);
  return (
    <div className="embed-charts">
      {/* Limits of its axis belong to one chart. */}
      <CurveChart key={first.id} chart={first} />
      {second ? <CurveChart key={second.id} chart={second} /> : null}
    </div>
  );
}

function Bar() {
  const { page, base } = useTools();
  const group = useDrawn();
  const experiment = usePageState((state) => state.experiment);
  const phase = usePageState((state) => state.group?.phase);
  const isRecorded = usePageState((state) => state.recorded !== null);
  const isRunning = !isRecorded && (phase === 'running' || phase === 'preparing');
  const { step, steps } = progressOf(group, experiment);
  // Whoever opens it has the whole page, and no frame to talk to.
  const whole = {
    ...experiment,
    view: { ...experiment.view, mode: 'page' as const },
    lecture: { ...experiment.lecture, origin: '', transparent: false },
  };
  return (
    <header className="embed-bar">
      <button type="button" className="button button-primary" onClick={page.toggle}>
        {isRunning ? 'Pause' : 'Run'}
      </button>
      <button type="button" className="button" onClick={page.reset}>
        Reset
      </button>
      <span className="embed-progress">{isRecorded ? 'recorded run' : `${count(step)} / ${count(steps)} steps`}</span>
      <a className="embed-open" href={linkTo(base, whole)} target="_blank" rel="noopener">
        Open full playground <span aria-hidden="true">↗</span>
      </a>
    </header>
  );
}
