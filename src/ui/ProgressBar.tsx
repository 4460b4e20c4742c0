import { progressOf } from '../store/progress';
import { count, duration } from './format';
import { usePageState, useTools } from './pageContext';
import { useDrawn } from './useDrawn';

/** Steps made of steps planned, and the time left while running. */
export function ProgressBar() {
  const group = useDrawn();
  const { page } = useTools();
  const phase = usePageState((state) => state.group?.phase);
  const isMeasuring = usePageState((state) => (state.group?.measuring ?? null) !== null);
  const compiling = usePageState((state) => state.compiling);
  const { step, steps, secondsLeft } = progressOf(group, page.store.getState().experiment);
  const isRunning = phase === 'running';
  return (
    <div className="progress">
      <progress className="progress-track" max={steps} value={step} aria-label="Steps made" />
      <span className="progress-text">
        {count(step)} / {count(steps)}
        {isRunning && secondsLeft !== null && secondsLeft >= 1 ? (
          <span className="progress-left"> · {duration(secondsLeft)} left</span>
        ) : null}
        {compiling > 0 ? <span className="progress-left"> · compiling {count(compiling)} kernels</span> : null}
        {phase === 'preparing' && !isMeasuring && compiling === 0 ? <span className="progress-left"> · preparing</span> : null}
        {isMeasuring ? <span className="progress-left"> · measuring</span> : null}
      </span>
    </div>
  );
}
