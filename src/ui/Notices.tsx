import { failures } from '../core/failures';
import { useEffect, useState } from 'react';
import { difference } from '../core/settings/difference';
import { setField } from '../core/settings/edit';
import { linkTo } from '../store/page';
import './Notices.css';
import { useOffline, usePageState, useTools } from './pageContext';

/** Everything the page has to say about links, failures and undoing, above the rest and dismissible. */
export function Notices() {
  return (
    <div className="notices">
      <FailureNotice />
      <NewerNotice />
      <LinkNotices />
      <ResultsNotice />
      <UndoNotice />
    </div>
  );
}

/** Failures after which another way to compute may help. */
const DEVICE_CODES = new Set(['device-lost', 'device-error', 'worker-died', 'self-test-failed', 'backend-unavailable', 'no-backend']);

function FailureNotice() {
  const { page } = useTools();
  const failure = usePageState((state) => state.failure);
  const backend = usePageState((state) => state.experiment.device.backend);
  if (!failure) return null;
  const sentence =
    failure.isRecovered || !['device-lost', 'worker-died'].includes(failure.code)
      ? failures[failure.code]
      : `${failures[failure.code].split('. ')[0]} again, so it was not restarted.`;
  return (
    <div className="notice notice-failure" role="alert">
      <p>
        {failure.detail ? `${failure.detail} ` : ''}
        {sentence}
      </p>
      {failure.isRecovered || !DEVICE_CODES.has(failure.code) ? null : (
        <span className="notice-remedies">
          <button type="button" className="button" onClick={() => location.reload()}>
            Reload the page
          </button>
          {backend === 'wasm' ? null : (
            <button
              type="button"
              className="button"
              onClick={() => page.edit(setField(page.store.getState().experiment, 'device.backend', 'wasm'))}
            >
              Compute on WebAssembly
            </button>
          )}
        </span>
      )}
      <Dismiss onClick={page.dismissFailure} />
    </div>
  );
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
      <p>A new version is ready. {isRunning ? 'Loading it ends this run; the settings stay.' : 'The settings stay; runs start again.'}</p>
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
        Copy the corrected link
      </button>
      <Dismiss onClick={page.dismissNotices} />
    </div>
  );
}

/** How long it stays. */
const SAID_MS = 4_000;

/** What a key did, in passing: at the lower edge, where it covers nothing that is read. */
export function Said() {
  const { page } = useTools();
  const said = usePageState((state) => state.said);
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => page.say(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said, page]);
  return (
    <p className="said" role="status">
      {said}
    </p>
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
        These are the results in “{opened.name}”. {opened.before ? 'What was here before is kept.' : null}
        {opened.notices.length > 0
          ? ` Of its settings, ${opened.notices.map(({ key }) => key).join(', ')} could not be read as written.`
          : null}
      </p>
      {isUsed ? null : (
        <button type="button" className="button" onClick={page.useResultSettings}>
          Use its settings
        </button>
      )}
      <button type="button" className="button" onClick={page.closeResults}>
        Close the file
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
      <p>{removed.label} was removed.</p>
      <button type="button" className="button" onClick={page.undoRemove}>
        Undo
      </button>
      <Dismiss onClick={page.forgetRemoved} />
    </div>
  );
}

function Dismiss({ onClick }: { readonly onClick: () => void }) {
  return (
    <button type="button" className="notice-dismiss" aria-label="Dismiss" onClick={onClick}>
      <svg width="14" height="14" viewBox="0 0 14 14" stroke="currentColor" strokeLinecap="round" aria-hidden="true">
        <path d="M3 3l8 8M11 3l-8 8" />
      </svg>
    </button>
  );
}
