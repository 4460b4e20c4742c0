import { type ReactNode, useEffect, useId, useRef } from 'react';
import './Dialog.css';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** As wide as the window allows, for figures. */
  readonly isWide?: true;
  readonly children: ReactNode;
}

/** A dialog of the browser's own, which keeps the focus while it is open, gives it back, and closes with Escape and beside it. */
export function Dialog({ title, onClose, isWide, children }: Props) {
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
      data-wide={isWide}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div className="dialog-sheet">
        <div className="dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="button button-quiet" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
