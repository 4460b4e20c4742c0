import { useEffect, useState } from 'react';
import { stepSeconds } from '../../store/facts';
import { difference } from '../../core/settings/difference';
import { linkTo } from '../../core/settings/link';
import { about, count } from '../format';
import { DropNotice } from '../data/DropNote';
import './Notices.css';
import { Dismiss } from './Dismiss';
import { FailureNotice } from './FailureNotice';
import { late } from '../page/late';
import { useOffline, usePageState, useTools } from '../pageContext';

const KeptNotice = late('The run that is kept', async () => (await import('./KeptNotice')).KeptNotice);
const NoWebgpuNotice = late('What to do about WebGPU', async () => (await import('./NoWebgpuNotice')).NoWebgpuNotice);

/** Everything the page has to say about links, failures and undoing, above the rest and dismissible. */
export function Notices() {
  return (
    <div className="notices">
      <FailureNotice />
      <FromBefore />
      <WithoutWebgpu />
      <NewerNotice />
      <LinkNotices />
      <ExpensiveNotice />
      <WeightsNotice />
      <ResultsNotice />
      <DropNotice />
      <UndoNotice />
      <LessonNotice />
    </div>
  );
}

/** Notices that cannot wait until a sheet in front of the page is closed. */
export function UrgentNotices() {
  return (
    <div className="notices">
      <FailureNotice />
      <UndoNotice />
    </div>
  );
}

/** Loaded only where a run is kept. */
function FromBefore() {
  const isThere = usePageState(({ kept }) => kept !== null);
  return isThere ? <KeptNotice /> : null;
}

/** Where the processor trains because there is no WebGPU; a software adapter is no news to whoever has switched it on. Loaded only then. */
function WithoutWebgpu() {
  const isMissing = usePageState(
    ({ backend }) =>
      (backend?.backend === 'wasm' || backend?.backend === 'cpu') &&
      backend.candidates.some(({ name, admitted, software }) => name === 'webgpu' && !admitted && !software),
  );
  return isMissing ? <NoWebgpuNotice /> : null;
}

/** Never loaded unasked: a run that is under way would be lost, and what was said in a lecture would no longer be on screen. */
function NewerNotice() {
  const { offline } = useTools();
  const { isNewerReady } = useOffline();
  const isRunning = usePageState(({ group }) => group?.phase === 'running');
  const [isDismissed, setDismissed] = useState(false);
  if (!isNewerReady || isDismissed) return null;
  return (
    <div className="notice" role="status">
      <p>
        A new version is ready.{' '}
        {isRunning
          ? 'Loading it interrupts this run, which you can go on with; the settings stay.'
          : 'The settings stay; runs start again.'}
      </p>
      <button type="button" className="button" onClick={offline.load}>
        Load it
      </button>
      <Dismiss onClick={() => setDismissed(true)} />
    </div>
  );
}

function LinkNotices() {
  const { page, copy, base } = useTools();
  const notices = usePageState((state) => state.notices);
  if (notices.length === 0) return null;
  return (
    <div className="notice" role="status">
      <details open={notices.length <= 3}>
        <summary>
          {notices.length === 1 ? 'One part' : `${notices.length} parts`} of this link {notices.length === 1 ? 'was' : 'were'} changed or
          not understood.
        </summary>
        <ul>
          {notices.map(({ message }, index) => (
            <li key={index}>{message.replaceAll('`', '')}</li>
          ))}
        </ul>
      </details>
      <button type="button" className="button" onClick={() => copy(linkTo(base, page.store.getState().experiment))}>
        Copy fixed link
      </button>
      <Dismiss onClick={page.dismissNotices} />
    </div>
  );
}

/** Steps that show what an experiment does, where all of them would take long. */
const FIRST_STEPS = 1000;

/** Cost of an expensive link, told before anything of it runs. */
function ExpensiveNotice() {
  const { page } = useTools();
  const isExpensive = usePageState((state) => state.isExpensive);
  const experiment = usePageState((state) => state.experiment);
  const perStep = usePageState(stepSeconds);
  if (!isExpensive) return null;
  const { runs, training } = experiment;
  const seeds = training.seeds.length > 1 ? ` × ${count(training.seeds.length)} seeds` : '';
  const time = perStep === null ? '' : ` (≈ ${about(perStep * training.steps)} here)`;
  return (
    <div className="notice" role="status">
      <p>
        This link asks for {count(runs.length)} {runs.length === 1 ? 'run' : 'runs'}
        {seeds} × {count(training.steps)} steps{time}. Nothing has started.
      </p>
      <button type="button" className="button" onClick={page.run}>
        Run it
      </button>
      {training.steps > FIRST_STEPS ? (
        <button type="button" className="button" onClick={() => page.runFirst(FIRST_STEPS)}>
          Run the first {count(FIRST_STEPS)} steps
        </button>
      ) : null}
      <Dismiss onClick={page.dismissExpensive} />
    </div>
  );
}

/** How long it stays. */
const SAID_MS = 4_000;

/** Announcement of a key's effect, in passing: at the lower edge, where it covers nothing that is read. */
export function Announcement() {
  const { page } = useTools();
  const announcement = usePageState((state) => state.announcement);
  useEffect(() => {
    if (announcement === '') return;
    const timer = setTimeout(() => page.say(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [announcement, page]);
  return (
    <p className="announcement" role="status">
      {announcement}
    </p>
  );
}

/** That runs do not start as the link says: nothing else on the page shows it. */
function WeightsNotice() {
  const { page } = useTools();
  const weights = usePageState((state) => state.weights);
  if (!weights) return null;
  const { run, seed, step } = weights.origin;
  const origin = run && seed && step ? ` (${run}, seed ${seed}, step ${count(Number(step))})` : '';
  return (
    <div className="notice" role="status">
      <p>
        Every run starts from the weights in “{weights.source}”{origin}. No link carries them.
      </p>
      <button type="button" className="button" onClick={page.forgetWeights}>
        Start from the seeds’ own weights
      </button>
    </div>
  );
}

/** Whose curves these are, and the ways from here. */
function ResultsNotice() {
  const { page } = useTools();
  const opened = usePageState((state) => state.opened);
  const isUsed = usePageState((state) => opened !== null && ['same', 'view'].includes(difference(opened.experiment, state.experiment)));
  if (!opened) return null;
  return (
    <div className="notice" role="status">
      <p>
        {opened.from === 'link'
          ? 'These results came with the link: they are what its sender says, and were not trained here. Press Run to train them on this device.'
          : `These are the results in “${opened.name}”, which were not trained here. ${opened.before ? 'What was here before is kept.' : ''}`}
        {opened.notices.length > 0
          ? ` Of its settings, ${opened.notices.map(({ about }) => about).join(', ')} could not be read as written.`
          : null}
      </p>
      {isUsed ? null : (
        <button type="button" className="button" onClick={page.useResultSettings}>
          Use its settings
        </button>
      )}
      <button type="button" className="button" onClick={page.closeResults}>
        {opened.from === 'link' ? 'Leave them' : 'Close the file'}
      </button>
    </div>
  );
}

/** How long a removed run can be brought back. */
const UNDO_MS = 10_000;

function UndoNotice() {
  const { page } = useTools();
  const removed = usePageState((state) => state.removed);
  useEffect(() => {
    if (!removed) return;
    const timer = setTimeout(page.forgetRemoved, UNDO_MS);
    return () => clearTimeout(timer);
  }, [removed, page]);
  if (!removed) return null;
  return (
    <div className="notice" role="status">
      <p>{'results' in removed ? 'The results of other settings made way for this run.' : `${removed.label} was removed.`}</p>
      <button type="button" className="button" onClick={page.undoRemove}>
        {'results' in removed ? 'Bring them back' : 'Undo'}
      </button>
      <Dismiss onClick={page.forgetRemoved} />
    </div>
  );
}

/** After a lesson, the way back to what one was doing. */
function LessonNotice() {
  const { page } = useTools();
  const isOver = usePageState(({ lessonProgress }) => lessonProgress?.isOver ?? false);
  if (!isOver) return null;
  return (
    <div className="notice" role="status">
      <p>The lesson is closed, and its experiment stays. Yours from before is kept.</p>
      <button type="button" className="button" onClick={page.leaveLesson}>
        Back to mine
      </button>
      <Dismiss onClick={page.forgetLesson} />
    </div>
  );
}
