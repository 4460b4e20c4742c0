import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import './Dialog.css';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** `wide`: as wide as the window allows, for figures. `tall`: of one size whatever is in it, on phones the whole screen. */
  readonly size?: 'wide' | 'tall';
  /** Stays in sight below the title: what the rest is searched with. */
  readonly head?: ReactNode;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly children: ReactNode;
}

/** A dialog of the browser's own, which keeps the focus while it is open, gives it back, and closes with Escape and beside it. */
export function Dialog({ title, onClose, size, head, onKeyDown, children }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      // Taken away without being closed, as when the address changes: the browser gives nothing back then.
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      data-size={size}
      tabIndex={-1}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
      onKeyDown={onKeyDown}
    >
      <div className="dialog-sheet">
        <div className="dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="button button-quiet" onClick={() => dialog.current?.close()}>
            Close
          </button>
          {head}
        </div>
        <div className="dialog-body">{children}</div>
      </div>
    </dialog>
  );
}
