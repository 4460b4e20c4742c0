import { type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Announcement, UrgentNotices } from '../notices/Notices';
import './Dialog.css';
import './Sheet.css';

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Beside the title, always in sight. */
  readonly head: ReactNode;
  readonly children: ReactNode;
}

/** Pixels that the head is pulled down to close the sheet. */
const FAR = 72;

/**
 * A dialog of the browser's own over the lower part of the screen. It closes with its button, Escape, a tap beside it, or a pull
 * at its head. What is in it is made when it is first opened and then kept: where somebody was is where somebody comes back to.
 */
export function Sheet({ title, isOpen, onClose, head, children }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  useEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
    if (!isOpen && dialog.current?.open) dialog.current.close();
  }, [isOpen]);
  const close = () => dialog.current?.close();
  const pull = usePull((by) => {
    if (dialog.current) dialog.current.style.translate = by === 0 ? '' : `0 ${by}px`;
  }, close);
  return (
    <dialog
      ref={dialog}
      className="dialog sheet"
      tabIndex={-1}
      aria-labelledby={id}
      onClose={(event) => {
        // Of this dialog, not of one that was opened in it.
        if (event.target === event.currentTarget) onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) close();
      }}
    >
      <div className="dialog-sheet">
        <div className="dialog-head sheet-head" {...pull}>
          <h2 id={id}>{title}</h2>
          {head}
          <button type="button" className="button button-quiet" onClick={close}>
            Close
          </button>
        </div>
        <div className="dialog-body">
          {/* Those of the page cannot be reached now. */}
          {isOpen ? <UrgentNotices /> : null}
          {wasOpen ? children : null}
        </div>
      </div>
      {isOpen ? <Announcement /> : null}
    </dialog>
  );
}

/**
 * Follows the hand that pulls the head of a sheet down.
 *
 * @param onMove   hears how far, in pixels from 0; 0 once it is let go.
 * @param onClose  is called when it was let go far enough.
 */
function usePull(onMove: (by: number) => void, onClose: () => void) {
  const from = useRef<number | null>(null);
  const release = (event: PointerEvent, isEnd: boolean) => {
    if (from.current === null) return;
    const by = event.clientY - from.current;
    from.current = null;
    onMove(0);
    if (isEnd && by > FAR) onClose();
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0 || (event.target as Element).closest('button')) return;
      from.current = event.clientY;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent) {
      if (from.current !== null) onMove(Math.max(0, event.clientY - from.current));
    },
    onPointerUp: (event: PointerEvent) => release(event, true),
    onPointerCancel: (event: PointerEvent) => release(event, false),
  };
}
