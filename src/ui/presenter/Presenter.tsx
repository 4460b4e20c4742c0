import { useState } from 'react';
import { viewFields } from '../../core/settings/viewFields';
import { readable } from '../../core/settings/field';
import { setField } from '../../core/settings/edit';
import { hasStudy } from '../../store/facts';
import { late } from '../page/late';
import { CurveChart } from '../charts/CurveChart';
import { presentedChart, showNextChart } from '../charts/chartInFront';
import { nextAxis, togglePresenter } from '../page/keyboard';
import { NotesButton } from '../lessons/NotesButton';
import { Notices } from '../notices/Notices';
import { usePageState, useTools } from '../pageContext';
import { ProgressBar } from '../page/ProgressBar';
import { toggleTheme } from '../theme/useTheme';
import { PendingNote } from '../verdict/PendingNote';
import { Stage } from '../stage/Stage';
import { VerdictStrip } from '../verdict/VerdictStrip';
import './Presenter.css';

const StudyPanel = late('The study', async () => (await import('../study/StudyPanel')).StudyPanel);

/**
 * The page for a lecture hall: verdict, pictures, one chart, and a quiet bar of buttons that are also keys. It shows the same
 * parts as the page; the style sheet makes them large, and everything fits on one screen of 16:9.
 */
export function Presenter() {
  const chart = usePageState((state) => presentedChart(state).chart);
  const stage = usePageState((state) => state.experiment.view.stage);
  const isStudy = usePageState(hasStudy);
  const [isCurves, setCurves] = useState(false);
  return (
    <div className="presenter">
      <Notices />
      <main className="presenter-stage">
        <h1 className="visually-hidden">Basin</h1>
        <VerdictStrip />
        <PendingNote />
        {isStudy && !isCurves ? (
          <StudyPanel isPresented />
        ) : (
          <>
            <Stage isPresented />
            {/* Other views have curves of their own. Limits of its axis belong to one chart. */}
            {stage === 'boundary' ? <CurveChart key={chart.id} chart={chart} /> : null}
          </>
        )}
      </main>
      <PresenterBar study={isStudy ? { isShown: !isCurves, show: (isShown) => setCurves(!isShown) } : null} />
    </div>
  );
}

interface BarProps {
  /** Where there is a study: whether it stands in the place of pictures and curves. */
  readonly study: { readonly isShown: boolean; readonly show: (isShown: boolean) => void } | null;
}

function PresenterBar({ study }: BarProps) {
  const tools = useTools();
  const { page } = tools;
  const place = usePageState((state) => presentedChart(state).place);
  const count = usePageState((state) => presentedChart(state).count);
  const axis = usePageState((state) => state.experiment.view.x);
  const calm = usePageState((state) => state.experiment.view.calm);
  const phase = usePageState((state) => state.group?.phase);
  const isLesson = usePageState((state) => state.experiment.lecture.lesson !== '');
  const isRecorded = usePageState((state) => state.recorded !== null);
  const isRunning = !isRecorded && (phase === 'running' || phase === 'preparing');
  return (
    <footer className="presenter-bar" aria-label="Controls">
      <Key name={isRunning ? 'Pause' : 'Run'} hotkey="Space" onClick={page.toggle} />
      <Key name="Step" hotkey="." onClick={page.step} />
      <Key name="Reset" hotkey="R" onClick={page.reset} />
      <Key name="New seed" hotkey="N" onClick={page.newSeed} />
      <ProgressBar />
      {study?.isShown ? null : (
        <span className="presenter-place">
          <Key name="Previous chart (Page ↑)" hotkey="⇞" isSmall onClick={() => showNextChart(tools, -1)} />
          Chart {place}/{count}
          <Key name="Next chart (Page ↓)" hotkey="⇟" isSmall onClick={() => showNextChart(tools, 1)} />
        </span>
      )}
      <Key name={readable(viewFields.x, axis)} hotkey="X" onClick={() => nextAxis(tools)} />
      <button
        type="button"
        className="button button-quiet"
        aria-pressed={calm}
        onClick={() => page.edit(setField(page.store.getState().experiment, 'view.calm', !calm))}
      >
        Calm
      </button>
      {study ? (
        <button type="button" className="button button-quiet" aria-pressed={study.isShown} onClick={() => study.show(!study.isShown)}>
          Study
        </button>
      ) : null}
      <Key name="Inside" hotkey="M" onClick={() => page.openDialog('step')} />
      <Key name="Theme" hotkey="T" onClick={() => toggleTheme(page)} />
      {isLesson ? <NotesButton isQuiet>Notes</NotesButton> : null}
      <Key name="QR" hotkey="Q" onClick={() => page.openDialog('qr')} />
      <Key name="Keys" hotkey="?" onClick={() => page.openDialog('keys')} />
      <Key name="Leave" hotkey="Esc" onClick={() => togglePresenter(tools)} />
    </footer>
  );
}

interface KeyProps {
  readonly name: string;
  readonly hotkey: string;
  /** Shows its key only. */
  readonly isSmall?: boolean;
  readonly onClick: () => void;
}

function Key({ name, hotkey, isSmall = false, onClick }: KeyProps) {
  return (
    <button
      type="button"
      className="button button-quiet"
      onClick={onClick}
      aria-label={isSmall ? name : undefined}
      title={isSmall ? name : undefined}
    >
      {isSmall ? null : name} <kbd>{hotkey}</kbd>
    </button>
  );
}
