import { type ReactNode, useRef } from 'react';
import { useTools } from '../pageContext';
import { chosenFiles, takeFiles } from './droppedFiles';

/** Makes a file input take a folder with all that is in it; React has no name for it. */
const WHOLE_FOLDER = { webkitdirectory: '' };

interface Props {
  /** Words of the button. */
  readonly children: ReactNode;
  /** Name of the input, for those who do not see the button. */
  readonly label: string;
  readonly className?: string;
  readonly accept?: string;
  readonly of?: 'files' | 'a file' | 'a folder';
  /** Called once files were taken. */
  readonly onTaken?: () => void;
}

/** A button that asks for files and takes them as if they were dropped. */
export function FilePicker({ children, label, className = 'link-button', accept, of = 'files', onTaken }: Props) {
  const { page } = useTools();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={className} onClick={() => input.current?.click()}>
        {children}
      </button>
      <input
        ref={input}
        type="file"
        multiple={of !== 'a file'}
        {...(of === 'a folder' ? WHOLE_FOLDER : {})}
        accept={accept}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          takeFiles(page, chosenFiles(event.target.files));
          // The same file may be chosen again.
          event.target.value = '';
          onTaken?.();
        }}
      />
    </>
  );
}
