import { failures } from '../core/failures';
import { useEffect } from 'react';
import { difference } from '../core/settings/difference';
import { setField } from '../core/settings/edit';
import { linkTo } from '../store/page';
import './Notices.css';
import { usePageState, useTools } from './pageContext';

/** Everything the page has to say about links, failures and undoing, above the rest and dismissible. */
export function Notices() {
  return (
    <div className="notices">
      <FailureNotice />
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
