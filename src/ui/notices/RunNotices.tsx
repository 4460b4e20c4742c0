import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { type Notice, sentences } from '../../core/notice';
import { usePageState } from '../pageContext';
import './RunNotices.css';

/**
 * Notices of a run, under its row: once per code, until they are dismissed or training starts over. That it
 * diverged is said on its card, with a way out.
 */
export function RunNotices({ run, label }: { readonly run: string; readonly label: string }) {
  const group = usePageState(useShallow((state) => state.group && { id: state.group.id, noticed: state.group.noticed }));
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const keyOf = ({ code }: Notice) => `${group?.id} ${code}`;
  const notices = (group?.noticed ?? []).filter(
    (notice) => notice.about === run && notice.code !== 'not-finite' && !dismissed.has(keyOf(notice)),
  );
  return (
    // Always there, so that what comes into it is read out.
    <div className="run-notices" role="status">
      {notices.map((notice) => (
        <p key={notice.code} className="run-notice">
          <span>{sentences(notice)}</span>
          <button
            type="button"
            className="run-action"
            aria-label={`Dismiss what ${label} says`}
            onClick={() => setDismissed(new Set([...dismissed, keyOf(notice)]))}
          >
            <svg width="12" height="12" viewBox="0 0 14 14" stroke="currentColor" strokeLinecap="round" aria-hidden="true">
              <path d="M3 3l8 8M11 3l-8 8" />
            </svg>
          </button>
        </p>
      ))}
    </div>
  );
}
