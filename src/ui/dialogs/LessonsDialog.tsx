import { lessons } from '../../core/lessons/lessons';
import { NotesButton } from '../lessons/NotesButton';
import { openValley } from '../page/keyboard';
import { usePageState, useTools } from '../pageContext';
import { Dialog } from './Dialog';

/** The lessons there are, each with what it is about and how long it takes. */
export function LessonsDialog({ onClose }: { readonly onClose: () => void }) {
  const { page } = useTools();
  const current = usePageState((state) => state.experiment.lecture.lesson.split(':')[0]);
  const start = async (id: string) => {
    const { startLesson } = await import('../lessons/steps');
    onClose();
    startLesson(page, id);
  };
  return (
    <Dialog title="Lessons" onClose={onClose}>
      <p className="lessons-note">
        Each asks for a guess before it runs, and changes the experiment; when you close it, you can go back to yours.
      </p>
      <ol className="lessons-list">
        {Object.entries(lessons).map(([id, { title, about, minutes }]) => (
          <li key={id}>
            <button type="button" aria-current={id === current ? 'true' : undefined} onClick={() => void start(id)}>
              <b>{title}</b>
              <span className="lessons-minutes">{minutes} min</span>
              <span className="lessons-about">{about}</span>
            </button>
          </li>
        ))}
      </ol>
      <p className="lessons-teach">
        <button
          type="button"
          className="button"
          onClick={() => {
            onClose();
            openValley(page);
          }}
        >
          Drag the start on a loss of two weights
        </button>
      </p>
      <p className="lessons-teach">
        <NotesButton>Notes for teaching, in a second window</NotesButton>
      </p>
    </Dialog>
  );
}
