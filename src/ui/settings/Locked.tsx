import type { ReactNode } from 'react';
import { isLocked, namesOf } from '../../core/settings/locks';
import './Locked.css';
import { usePageState, useTools } from '../pageContext';

/** A setting or a section at a form's path. Where the link locks it, it is shown and cannot be edited, and a word says why. */
export function Locked({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  const isHeld = usePageState(({ experiment }) => isLocked(experiment, path));
  // A fieldset takes the keyboard and assistive technology along.
  return (
    <fieldset className="locked" disabled={isHeld} data-locked={isHeld}>
      {isHeld ? <p className="locked-why">locked by the link</p> : null}
      {children}
    </fieldset>
  );
}

/** Locks of the link, with the way to unlock it; once unlocked, that this was done. Stays, as it is part of the link. */
export function LockNote() {
  const { page } = useTools();
  const lecture = usePageState((state) => state.experiment.lecture);
  if (lecture.lock.length === 0) return null;
  const unlock = (unlocked: boolean) => {
    const { experiment } = page.store.getState();
    page.edit({ ...experiment, lecture: { ...experiment.lecture, unlocked } });
  };
  return (
    <p className="lock-note" role="note">
      {lecture.unlocked
        ? `Unlocked here: whoever made this link had locked ${namesOf(lecture.lock)}.`
        : `Whoever made this link has locked ${namesOf(lecture.lock)}.`}{' '}
      <button type="button" className="link-button" onClick={() => unlock(!lecture.unlocked)}>
        {lecture.unlocked ? 'Lock again' : 'Unlock'}
      </button>
    </p>
  );
}

/** That something is not shown, and how to see it. */
export function HiddenNote() {
  const { page } = useTools();
  const hidden = usePageState((state) => state.experiment.lecture.hide.length);
  if (hidden === 0) return null;
  const show = () => {
    const { experiment } = page.store.getState();
    page.edit({ ...experiment, lecture: { ...experiment.lecture, hide: [] } });
  };
  return (
    <span>
      {hidden === 1 ? 'One part of the page is' : `${hidden} parts of the page are`} hidden by the link ·{' '}
      <button type="button" className="link-button" onClick={show}>
        Show everything
      </button>
    </span>
  );
}
