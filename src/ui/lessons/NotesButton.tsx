import { useTools } from '../pageContext';
import { openNotes } from './notesChannel';

/** Opens what whoever teaches may want to read, for the screen that the room does not see. */
export function NotesButton({ children, isQuiet = false }: { readonly children: string; readonly isQuiet?: boolean }) {
  const { page, base } = useTools();
  const open = () => {
    if (!openNotes(base)) page.say('The browser did not let the window open: allow pop-up windows for this page');
  };
  return (
    <button type="button" className={isQuiet ? 'button button-quiet' : 'button'} onClick={open}>
      {children}
    </button>
  );
}
