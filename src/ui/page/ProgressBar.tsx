import { useEffect } from 'react';
import { progressOf } from '../../store/progress';
import { ringAddress, showIcon } from './favicon';
import { about, count } from '../format';
import { usePageState, useTools } from '../pageContext';
import { useDrawn } from '../drawing/useDrawn';

/** Name of the page. */
const OWN_TITLE = document.title;

/** The tab says how far a run is while something else is looked at: its title counts, its icon is a ring that closes. */
function useTab(phase: string | undefined, share: number): void {
  const percent = Math.floor(100 * share);
  useEffect(() => {
    const sign = phase === 'running' ? '▶' : phase === 'paused' && percent > 0 ? '❚❚' : null;
    document.title = sign ? `${sign} ${percent} % ${OWN_TITLE}` : OWN_TITLE;
    showIcon(sign ? ringAddress(percent / 100, phase === 'paused') : null);
  }, [phase, percent]);
  useEffect(
    () => () => {
      document.title = OWN_TITLE;
      showIcon(null);
    },
    [],
  );
}

/** Steps made of steps planned, and the time left while running. */
export function ProgressBar() {
  const group = useDrawn();
  const { page } = useTools();
  const phase = usePageState((state) => state.group?.phase);
  const isMeasuring = usePageState((state) => (state.group?.measuring ?? null) !== null);
  const compiling = usePageState((state) => state.compiling);
  const { step, steps } = progressOf(group, page.store.getState().experiment);
  const left = phase === 'running' ? (group?.left?.seconds ?? null) : null;
  useTab(phase, step / steps);
  return (
    <div className="progress">
      <progress className="progress-track" max={steps} value={step} aria-label="Steps made" />
      <span className="progress-text">
        {count(step)} / {count(steps)}
        {left !== null && left >= 1 ? <span className="progress-left"> · ≈ {about(left)} left</span> : null}
        {compiling > 0 ? <span className="progress-left"> · compiling {count(compiling)} kernels</span> : null}
        {phase === 'preparing' && !isMeasuring && compiling === 0 ? <span className="progress-left"> · preparing</span> : null}
        {isMeasuring ? <span className="progress-left"> · measuring</span> : null}
      </span>
    </div>
  );
}
