import { useStore } from 'zustand';
import './App.css';
import { useEffect } from 'react';
import type { Region } from '../../core/settings/lecture';
import { ChartBoard } from '../charts/ChartBoard';
import { Dialogs } from '../dialogs/Dialogs';
import { DropZone } from '../data/DropZone';
import { ErrorBoundary } from './ErrorBoundary';
import { hasStudy, isPlaying, isWaitingForData } from '../../store/facts';
import { Footer } from './Footer';
import { late } from './late';
import { Locked } from '../settings/Locked';
import { Notices, Announcement } from '../notices/Notices';
import { PhoneFoot } from '../phone/PhoneFoot';
import { PageContext, type PageTools, usePageState } from '../pageContext';
import { Stage } from '../stage/Stage';
import { RunsTable } from '../runs/RunsTable';
import { Shortcuts } from './Shortcuts';
import { soundChoice } from '../sound/soundChoice';
import '../theme/theme.css';
import { TopBar } from './TopBar';
import { useHidden } from './useHidden';
import { useNarrow } from '../theme/useMedia';
import { useTheme } from '../theme/useTheme';
import { whenIdle } from '../drawing/whenIdle';
import { PendingNote } from '../verdict/PendingNote';
import { VerdictStrip } from '../verdict/VerdictStrip';

/** Panels beside the picture come right after it: loading begins at once, and the first paint does not wait. */
const SettingsForm = late(
  'The settings',
  import('../settings/SettingsForm').then((file) => file.SettingsForm),
);
const HowItWorks = late(
  'The explanation',
  import('../explanation/HowItWorks').then((file) => file.HowItWorks),
);
const EmptyStage = late('The ways to bring data', async () => (await import('../data/EmptyStage')).EmptyStage);
const Embed = late('The embedded page', async () => (await import('../embed/Embed')).Embed);
const ValleyScreen = late('The loss of two weights', async () => (await import('../valley/ValleyScreen')).ValleyScreen);
const LessonPanel = late('The lesson', async () => (await import('../lessons/LessonPanel')).LessonPanel);
const StudyPanel = late('The study', async () => (await import('../study/StudyPanel')).StudyPanel);
const Sounds = late('Sound', async () => (await import('../sound/Sounds')).Sounds);
const presenter = () => import('../presenter/Presenter');
const Presenter = late('The presenter', async () => (await presenter()).Presenter);

/** Contents of the column of settings, or on a phone of their sheet. */
const SETTINGS: readonly Region[] = ['runs', 'data', 'model', 'training', 'device', 'view'];

/** The page. */
export function App(tools: PageTools) {
  const { page, scheduler } = tools;
  useEffect(() => scheduler.add(page.catchUp).remove, [page, scheduler]);
  return (
    <PageContext value={tools}>
      <ErrorBoundary what="The page" isPage>
        <Shortcuts />
        <Screen />
        <Lesson />
        <Dialogs />
        <Announcement />
        <Sound />
        <DropZone />
      </ErrorBoundary>
    </PageContext>
  );
}

function Screen() {
  useTheme();
  // A lecturer who presses P shall not see an empty screen first. Where it cannot be had, that is said when it is asked for.
  useEffect(() => whenIdle(() => void presenter().catch(() => {})), []);
  const mode = usePageState((state) => state.experiment.view.mode);
  const isPlayed = usePageState(isPlaying);
  if (isPlayed) return <ValleyScreen />;
  if (mode === 'embed') return <Embed />;
  return mode === 'present' ? <Presenter /> : <WholePage />;
}

/** Loaded for those who want to hear something. */
function Sound() {
  const { isHeard, hasChime } = useStore(soundChoice);
  return isHeard || hasChime ? <Sounds /> : null;
}

/** Beside the page, or the presenter, while somebody follows a lesson. */
function Lesson() {
  const isShown = usePageState(({ experiment: { lecture, view } }) => lecture.lesson !== '' && view.mode !== 'embed');
  return isShown ? <LessonPanel /> : null;
}

function WholePage() {
  const hidden = useHidden();
  const isNarrow = useNarrow();
  const isWaiting = usePageState(isWaitingForData);
  const isStudy = usePageState(hasStudy);
  const hasSettings = !SETTINGS.every((region) => hidden.has(region));
  const hasExplanation = !hidden.has('explanation');
  const settings = hasSettings ? (
    <>
      {hidden.has('runs') ? null : (
        <Locked path="runs">
          <ErrorBoundary what="The list of runs">
            <RunsTable />
          </ErrorBoundary>
        </Locked>
      )}
      <SettingsForm />
    </>
  ) : null;
  return (
    <>
      <TopBar />
      <ErrorBoundary what="Notices">
        <Notices />
        <PendingNote />
      </ErrorBoundary>
      <main className="layout" data-settings={hasSettings} data-explanation={hasExplanation}>
        {hidden.has('verdict') ? null : (
          <ErrorBoundary what="The verdict">
            <VerdictStrip />
          </ErrorBoundary>
        )}
        <div className="layout-stage">
          {isStudy && !hidden.has('charts') ? <StudyPanel /> : null}
          {isWaiting ? (
            <EmptyStage />
          ) : (
            <>
              {hidden.has('pictures') ? null : (
                <ErrorBoundary what="The stage">
                  <Stage />
                </ErrorBoundary>
              )}
              {hidden.has('charts') ? null : (
                <ErrorBoundary what="The charts">
                  <ChartBoard />
                </ErrorBoundary>
              )}
            </>
          )}
        </div>
        {settings && !isNarrow ? <div className="layout-settings">{settings}</div> : null}
        {hasExplanation ? (
          <div className="layout-explanation">
            <HowItWorks />
          </div>
        ) : null}
      </main>
      <ErrorBoundary what="The footer">
        <Footer />
      </ErrorBoundary>
      {isNarrow ? <PhoneFoot settings={settings} /> : null}
    </>
  );
}
